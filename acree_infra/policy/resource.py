"""A resource of somebody's program, as far as rules need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

VPC = "alicloud:vpc/network:Network"
VSWITCH = "alicloud:vpc/switch:Switch"
VPC_ROUTES = {
    "alicloud:vpc/routeEntry:RouteEntry": "destinationCidrblock",
    "alicloud:vpc/vPCRouteEntry:VPCRouteEntry": "destinationCidrBlock",
}
"""Types of a VPC's route, each with the property that holds its destination."""
ROUTER_ROUTE = "alicloud:cen/transitRouterRouteEntry:TransitRouterRouteEntry"
VPC_ATTACHMENT = "alicloud:cen/transitRouterVpcAttachment:TransitRouterVpcAttachment"
PEER_ATTACHMENT = "alicloud:cen/transitRouterPeerAttachment:TransitRouterPeerAttachment"

PROPERTIES = (
    "cidrBlock",
    "destinationCidrBlock",
    "destinationCidrblock",
    "nexthopId",
    "nexthopType",
    "peerTransitRouterRegionId",
    "region",
    "routeTableId",
    "transitRouterRouteEntryDestinationCidrBlock",
    "transitRouterRouteEntryNextHopId",
    "transitRouterRouteEntryNextHopType",
    "transitRouterRouteTableId",
    "vpcId",
)
"""All that is ever read of a resource; each holds one string."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource.

    Attributes:
        urn: its name to the engine.
        type: its type token.
        name: the name that the program gave it.
        region: region of its provider; empty when the program names none.
        properties: those of `PROPERTIES` that are known; during a preview some are not.
        needs: urns of the resources that a property's value comes from, by property.
    """

    urn: str
    type: str
    name: str
    region: str
    properties: Mapping[str, str]
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
