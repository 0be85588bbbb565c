"""Data centers as the sandbox keeps them: what is behind a leased line or a tunnel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acree_sandbox.core.resources import Resource, resource


@resource("site")
@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Resource):
    """A data center with one device between its hosts and the cloud.

    Attributes:
        name: its name.
        cidrs: prefixes of its own.
        addresses: public addresses of the device; customer gateways name them.
        asn: BGP AS number of the device; 0 for a device without BGP.
        lines: ids of the VBRs at whose leased lines the device is.
        gateway: id of the Smart Access Gateway that the device is; empty for any other device.
        hosts: name and address of each host behind the device.
    """

    name: str = ""
    cidrs: Sequence[str] = ()
    addresses: Sequence[str] = ()
    asn: int = 0
    lines: Sequence[str] = ()
    gateway: str = ""
    hosts: Sequence[Mapping[str, str]] = ()


@resource("smart access gateway", indexes=("network",))
@dataclass(frozen=True, slots=True, kw_only=True)
class SmartAccessGateway(Resource):
    """A Smart Access Gateway (SAG), the branch box of a Cloud Connect Network.

    Attributes:
        network: id of the Cloud Connect Network that it belongs to.
        cidrs: prefixes behind it, which it tells that network.
    """

    network: str = ""
    cidrs: Sequence[str] = ()
