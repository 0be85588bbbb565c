"""CEN instances, transit routers, attachments and tables as the sandbox keeps them.

Other services read these: a VPC's route names an attachment, the data plane forwards by tables and associations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from acree_sandbox.api.vpc.resources import release_addresses
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.resources import GONE, Resource, resource

ENTERPRISE = "Enterprise"
BASIC = "Basic"


@resource("cen", prefix="cen")
@dataclass(frozen=True, slots=True, kw_only=True)
class Cen(Resource):
    """A CEN instance; it belongs to no region."""

    name: str = ""
    description: str = ""
    protection_level: str = "REDUCED"
    resource_group: str = ""
    owner: str = ""


@resource("transit router", prefix="tr", indexes=("cen",))
@dataclass(frozen=True, slots=True, kw_only=True)
class TransitRouter(Resource):
    """A transit router; one for each region of a CEN instance.

    Attributes:
        cen: id of its CEN instance.
        edition: `Enterprise`, or `Basic`, which only a world can bring in.
        multicast: whether it was made for multicast.
        owner: account id.
    """

    name: str = ""
    description: str = ""
    cen: str = ""
    edition: str = ENTERPRISE
    multicast: bool = False
    owner: str = ""


@resource("transit router table", prefix="vtb", indexes=("router",))
@dataclass(frozen=True, slots=True, kw_only=True)
class TransitRouterTable(Resource):
    """A route table of a transit router.

    Attributes:
        router: id of its transit router.
        type: `System` or `Custom`.
        ecmp: `enable` or `disable`, the option MultiRegionECMP as it was sent.
    """

    name: str = ""
    description: str = ""
    router: str = ""
    type: str = "Custom"
    ecmp: str = "disable"


@resource("attachment", prefix="tr-attach", indexes=("router", "peer_router", "resource", "cen"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Resource):
    """A connection of a transit router with a VPC, another router, a VBR, a VPN connection or an ECR.

    An inter-region connection is one attachment that both routers have; it is kept as its maker sees it.

    Attributes:
        cen: id of the CEN instance.
        router: id of the transit router it was made on.
        peer_router: id of the router at the far end; empty unless `resource_type` is `TR`.
        peer_region: region of that router.
        resource_type: `VPC`, `TR`, `VBR`, `VPN` or `ECR`.
        resource: id of what is attached.
        resource_region: its region.
        resource_owner: its account id.
        auto_publish: AutoPublishRouteEnabled.
        zones: of a VPC attachment, `{"ZoneId", "VSwitchId", "NetworkInterfaceId"}` each.
        options: its feature switches as they were sent.
        options_name: the parameter that they were sent as: the service answers under the same name.
        bandwidth: Mbit/s of an inter-region connection; 0 for the test bandwidth.
        bandwidth_type: `BandwidthPackage`, `DataTransfer`, or empty.
        bandwidth_package: id of the package that pays.
        link_type: `Gold` or `Platinum`.
    """

    name: str = ""
    description: str = ""
    cen: str = ""
    router: str = ""
    peer_router: str = ""
    peer_region: str = ""
    resource_type: str = ""
    resource: str = ""
    resource_region: str = ""
    resource_owner: str = ""
    auto_publish: bool = False
    charge_type: str = "POSTPAY"
    order_type: str = "PayByCenOwner"
    zones: Sequence[Mapping[str, str]] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    options_name: str = ""
    bandwidth: int = 0
    bandwidth_type: str = ""
    bandwidth_package: str = ""
    link_type: str = ""

    def touches(self, router: str) -> bool:
        """Whether a transit router is at either end."""
        return router in {self.router, self.peer_router}

    def far_end(self, router: str) -> tuple[str, str]:
        """Type and id of what is beyond the attachment, seen from one of its routers."""
        if self.peer_router and router == self.peer_router:
            return self.resource_type, self.router
        return self.resource_type, self.resource

    def settled(self, cloud: Cloud) -> None:
        """Give the addresses of its interfaces back when it is gone."""
        if self.status == GONE:
            release_addresses(cloud, self.id)


@resource("association", indexes=("attachment", "table"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Association(Resource):
    """Which table a router asks for packets that come in through an attachment.

    Attributes:
        attachment: id of the attachment.
        table: id of the table.
        router: id of the table's router; an inter-region connection has one association at each end.
    """

    attachment: str = ""
    table: str = ""
    router: str = ""


@resource("propagation", indexes=("attachment", "table"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Propagation(Resource):
    """A table learns the routes that an attachment offers; fields as in `Association`."""

    attachment: str = ""
    table: str = ""
    router: str = ""


@resource("transit router route entry", prefix="rte", indexes=("table", "hop"))
@dataclass(frozen=True, slots=True, kw_only=True)
class TransitRouterRouteEntry(Resource):
    """A static route of a transit router's table.

    Attributes:
        table: id of the table.
        destination: its prefix.
        hop: id of the attachment it sends to; empty for a black hole.
    """

    name: str = ""
    description: str = ""
    table: str = ""
    destination: str = ""
    hop: str = ""


@resource("route map", prefix="cenrmap", indexes=("cen", "table"))
@dataclass(frozen=True, slots=True, kw_only=True)
class RouteMap(Resource):
    """A policy by which a router does not tell data centers of one another.

    Attributes:
        cen: id of the CEN instance.
        router: id of the transit router.
        table: id of the table whose routes are not told.
        priority: 5000.
    """

    cen: str = ""
    router: str = ""
    table: str = ""
    priority: int = 0


@resource("publication", indexes=("vpc",))
@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Resource):
    """A route of a VPC that is published to a CEN by hand.

    Attributes:
        cen: id of the CEN instance.
        vpc: id of the VPC.
        table: id of its own table.
        destination: prefix.
    """

    cen: str = ""
    vpc: str = ""
    table: str = ""
    destination: str = ""


@resource("transit router cidr", prefix="cidr", indexes=("router",))
@dataclass(frozen=True, slots=True, kw_only=True)
class TransitRouterCidr(Resource):
    """A block of addresses of a transit router.

    Attributes:
        router: id of the transit router.
        cidr: the block.
        publish: whether it is to be told to neighbours.
    """

    router: str = ""
    cidr: str = ""
    name: str = ""
    description: str = ""
    publish: bool = True


@resource("cloud connect network", prefix="ccn")
@dataclass(frozen=True, slots=True, kw_only=True)
class CloudConnectNetwork(Resource):
    """A CCN, the network of Smart Access Gateways, on a Basic Edition router; its region is like `ccn-cn-shanghai`.

    Attributes:
        any_tunnel: whether it is accepted as access region: `accepts`, `refuses`, or `fails` once it was accepted.
    """

    name: str = ""
    any_tunnel: str = "accepts"


@resource("route service", indexes=("cen",))
@dataclass(frozen=True, slots=True, kw_only=True)
class RouteService(Resource):
    """A prefix of cloud services that AnyTunnel takes to a region; its region is that of the services.

    Attributes:
        cen: id of the CEN instance.
        asked: address or prefix as it was sent.
        routed: that as a prefix.
        vpc: id of the VPC through which the services are reached.
        access_region: region whose VBRs or CCNs reach them.
    """

    cen: str = ""
    asked: str = ""
    routed: str = ""
    vpc: str = ""
    access_region: str = ""
    description: str = ""


@resource("private zone route", indexes=("cen",))
@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateZoneRoute(Resource):
    """The networks of a CEN in a region ask the resolver of a VPC; its region is that of the networks.

    Attributes:
        cen: id of the CEN instance.
        vpc: id of the VPC.
        vpc_region: its region.
    """

    cen: str = ""
    vpc: str = ""
    vpc_region: str = ""


@resource("bandwidth package", prefix="cenbwp", indexes=("cen",))
@dataclass(frozen=True, slots=True, kw_only=True)
class BandwidthPackage(Resource):
    """Bandwidth between two areas of the world that inter-region connections share.

    Attributes:
        bandwidth: Mbit/s.
        area_a: area at one end, such as `China`.
        area_b: area at the other end.
        charge_type: `POSTPAY` or `PREPAY`.
        cen: id of the CEN instance that uses it; empty while idle.
    """

    name: str = ""
    description: str = ""
    bandwidth: int = 0
    area_a: str = ""
    area_b: str = ""
    charge_type: str = "POSTPAY"
    cen: str = ""
    resource_group: str = ""

    @property
    def span(self) -> str:
        """GeographicSpanId."""
        return f"{self.area_a}_{self.area_b}".lower()


@resource("transit router grant", indexes=("resource",))
@dataclass(frozen=True, slots=True, kw_only=True)
class TransitRouterGrant(Resource):
    """The owner of a network lets the routers of a CEN instance attach it.

    Attributes:
        cen: id of the CEN instance.
        cen_owner: account id of its owner.
        resource: id of the network.
        resource_type: `VPC`, `ExpressConnect`, `VPN` or `ECR`.
        order_type: who pays, `PayByCenOwner` or `PayByResourceOwner`.
    """

    cen: str = ""
    cen_owner: str = ""
    resource: str = ""
    resource_type: str = ""
    order_type: str = "PayByCenOwner"


@resource("transit router region")
@dataclass(frozen=True, slots=True, kw_only=True)
class TransitRouterRegion(Resource):
    """What a region offers to transit routers, for worlds that say so; its id is the region's.

    Attributes:
        master_zones: zones in which a router can have its first interface.
        slave_zones: zones in which it can have its further ones.
        multicast: whether routers there can do multicast.
    """

    master_zones: Sequence[str] = ()
    slave_zones: Sequence[str] = ()
    multicast: bool = False


@resource("transit router service")
@dataclass(frozen=True, slots=True, kw_only=True)
class TransitRouterService(Resource):
    """Whether an account has opened the service; its id is the account's, `Closed` the status before.

    An account without one counts as opened.
    """


def link_id(attachment: str, table: str) -> str:
    """Id under which an association or a propagation is kept; the service has none."""
    return f"{attachment}/{table}"
