"""Leased lines, virtual border routers and their BGP as the sandbox keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from acree_sandbox.core.resources import Resource, resource


@resource("physical connection", prefix="pc")
@dataclass(frozen=True, slots=True, kw_only=True)
class PhysicalConnection(Resource):
    """A leased line; attributes as the API names them."""

    name: str = ""
    description: str = ""
    access_point: str = ""
    line_operator: str = ""
    type: str = "VPC"
    port_type: str = ""
    bandwidth: int = 0
    circuit: str = ""
    peer_location: str = ""
    redundant: str = ""
    resource_group: str = ""


@resource("vbr", indexes=("line",))
@dataclass(frozen=True, slots=True, kw_only=True)
class Vbr(Resource):
    """A virtual border router at a leased line.

    Attributes:
        line: id of the physical connection.
        vlan: VLAN on it.
        local: address of the cloud's side on the line.
        peer: address of the data center's side.
        mask: mask of the network of both.
        interface: id of its interface to the line, which custom routes name as their next hop.
        table: id of its route table.
        detect: BFD: multiplier, then the receiving and the sending interval in milliseconds.
        bandwidth: Mbit/s, 0 where none is set.
        owner: account id.
    """

    name: str = ""
    description: str = ""
    line: str = ""
    vlan: int = 0
    local: str = ""
    peer: str = ""
    mask: str = ""
    interface: str = ""
    table: str = ""
    circuit: str = ""
    detect: Sequence[int] = (3, 1000, 1000)
    mtu: int = 1500
    bandwidth: int = 0
    sitelink: bool = False
    owner: str = ""
    resource_group: str = ""


@resource("bgp group", prefix="bgpg", indexes=("router",))
@dataclass(frozen=True, slots=True, kw_only=True)
class BgpGroup(Resource):
    """BGP settings of a VBR.

    Attributes:
        router: id of the VBR.
        peer_asn: AS number of the data center.
        local_asn: AS number of the VBR.
        fake_asn: whether that differs from the cloud's own on purpose.
        key: key of its sessions.
    """

    name: str = ""
    description: str = ""
    router: str = ""
    peer_asn: int = 0
    local_asn: int = 45104
    fake_asn: bool = False
    key: str = ""


@resource("bgp peer", prefix="bgp", indexes=("router", "group"))
@dataclass(frozen=True, slots=True, kw_only=True)
class BgpPeer(Resource):
    """A neighbour of a VBR.

    Attributes:
        router: id of the VBR.
        group: id of the BGP group.
        address: its address.
        bfd: whether BFD watches it.
        hops: most hops of BFD, 0 for the default.
    """

    router: str = ""
    group: str = ""
    address: str = ""
    bfd: bool = False
    hops: int = 0


@resource("bgp network", indexes=("router",))
@dataclass(frozen=True, slots=True, kw_only=True)
class BgpNetwork(Resource):
    """A prefix that a VBR announces to the data center.

    Attributes:
        router: id of the VBR.
        destination: prefix.
        vpc: id of a VPC, where one was sent.
    """

    router: str = ""
    destination: str = ""
    vpc: str = ""


@resource("bgp session")
@dataclass(frozen=True, slots=True, kw_only=True)
class BgpSession(Resource):
    """What the data plane reports of a BGP peer, by the peer's id; its status is `Established` or another one.

    Attributes:
        learned: prefixes that the data center's device announces.
        as_paths: length of the AS path of each.
    """

    learned: Sequence[str] = ()
    as_paths: Mapping[str, int] = field(default_factory=dict)
