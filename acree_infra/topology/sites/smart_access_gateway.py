"""A Smart Access Gateway, by its Cloud Connect Network on a Basic Edition transit router (5.1)."""

from __future__ import annotations

from typing import Literal

from acree_infra.topology.sites.way import Way
from acree_infra.topology.values import CloudNetworkId, Region, SmartGatewayId, TransitRouterId


class SmartAccessGatewayWay(Way):
    """A Smart Access Gateway (SAG); what is known of this path is from 2021 (G4, K11, N13)."""

    kind: Literal["smart-access-gateway"]
    """Kind of the way."""
    gateway: SmartGatewayId
    """The Smart Access Gateway; this stack makes none."""
    network: CloudNetworkId
    """The Cloud Connect Network (CCN) that it belongs to."""
    area: Region
    """Region id of the CCN, the access region of AnyTunnel, such as `ccn-cn-shanghai`."""
    transit_router: TransitRouterId
    """The Basic Edition transit router of the registry's region in the CCN's CEN."""
