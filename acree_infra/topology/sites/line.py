"""A leased line that ends at a virtual border router, as a stack file declares it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from acree_infra.topology.sites.tunnel import MOST_ASN
from acree_infra.topology.sites.way import RouterWay
from acree_infra.topology.values import Cidr, PhysicalConnectionId, Port, VbrChoice


class Line(RouterWay):
    """What every way over a leased line has: the virtual border router (VBR) and the link to it."""

    vbr: VbrChoice = "create"
    """`create`, or the VBR that exists."""
    physical_connection: PhysicalConnectionId | None = None
    """The physical connection of a new VBR."""
    vlan: int = Field(default=0, strict=True, ge=0, le=2999)
    """VLAN of a new VBR; 0 for none."""
    inside: Cidr | None = None
    """Link of a new VBR, a /30 or so: the first host is the VBR, the second the device."""
    port: Port | None = None
    """The device's port of the line."""
    routes: Literal["static", "bgp"] = "static"
    """How VBR and device know each other's CIDRs."""
    device_asn: int | None = Field(default=None, strict=True, ge=1, le=MOST_ASN)
    """AS number of the device, for BGP."""
    cloud_asn: int = Field(default=45_104, strict=True, ge=1, le=MOST_ASN)
    """AS number of the cloud's end, for BGP."""
