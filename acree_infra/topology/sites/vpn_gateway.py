"""A VPN gateway in the service VPC, or in the VPC of a client (5.1)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictBool

from acree_infra.topology.sites.tunnel import Ipsec
from acree_infra.topology.sites.way import Way
from acree_infra.topology.values import VpcId, VpnGatewayChoice, VSwitchId


class VpnGatewayWay(Way, Ipsec):
    """A VPN gateway in a VPC; no official page walks it through up to 100.64.0.0/10 (N6)."""

    kind: Literal["vpn-gateway"]
    """Kind of the way."""
    gateway: VpnGatewayChoice = "create"
    """`create`, or the VPN gateway that exists."""
    vpc: VpcId | None = None
    """VPC of the gateway: the service VPC when absent, or the VPC of a client, which carries it to the registry."""
    vswitches: tuple[VSwitchId, ...] = Field(default=(), max_length=2)
    """vSwitches of a new gateway, in two zones; chosen when absent."""
    mbps: Literal[5, 10, 20, 50, 100, 200, 500, 1000] = 100
    """Bandwidth of a new gateway."""
    routes: Literal["destination", "policy", "bgp"] = "destination"
    """How the gateway knows the site: destination-based or policy-based routes, or BGP."""
    publish: StrictBool = True
    """Publish these routes to the VPC's system table; when off, routes to the gateway are created there."""
