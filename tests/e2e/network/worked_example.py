"""The worked example of the domain reference (2.3), applied with calls and without the engine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.pvtz.service import PVTZ
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.core.registry import Service

STORAGE_RANGES = ("100.118.28.0/24", "100.114.102.0/24", "100.98.170.0/24", "100.118.31.0/24")
AUTH = ("100.103.9.188/32", "100.103.7.181/32")
REGISTRY = "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"
_SERVICE = ("vpc-bp1demo", "cn-hangzhou", {"cn-hangzhou-j": "vsw-bp1j", "cn-hangzhou-k": "vsw-bp1k"})
_CLIENT = ("vpc-uf6demo", "cn-shanghai", {"cn-shanghai-m": "vsw-uf6m", "cn-shanghai-n": "vsw-uf6n"})


@dataclass(frozen=True)
class MadeRoute:
    """A route: where it stands, its destination, and how to make and to take it away."""

    table: str
    destination: str
    make: Callable[[], object]
    delete: Callable[[], object]


@dataclass
class WorkedExample:
    """Makes everything; `routes` are the static routes."""

    dispatcher: Dispatcher
    storage: tuple[str, ...] = STORAGE_RANGES
    routes: list[MadeRoute] = field(default_factory=list)

    def apply(self) -> None:
        cen = self._call(CBN, "CreateCen")["CenId"]
        service_router, service, service_table = self._site(cen, *_SERVICE)
        client_router, client, client_table = self._site(cen, *_CLIENT)
        peer = self._call(
            CBN,
            "CreateTransitRouterPeerAttachment",
            CenId=cen,
            RegionId="cn-hangzhou",
            TransitRouterId=service_router,
            PeerTransitRouterId=client_router,
            PeerTransitRouterRegionId="cn-shanghai",
            BandwidthType="DataTransfer",
            Bandwidth="100",
            AutoPublishRouteEnabled="true",
        )["TransitRouterAttachmentId"]
        for table in (service_table, client_table):
            self._join(peer, table)
        self._resolve()
        for destination in (*AUTH, *self.storage):
            self._router_route(service_table, destination, service)
        self._vpc_route("vtb-bp1main", "cn-hangzhou", "172.16.0.0/16", service)
        for destination in ("10.0.0.0/16", *AUTH, *self.storage):
            self._vpc_route("vtb-uf6main", "cn-shanghai", destination, client)

    def _site(self, cen: str, vpc: str, region: str, zones: Mapping[str, str]) -> tuple[str, str, str]:
        """Router, attachment and table of one side."""
        router = self._call(CBN, "CreateTransitRouter", CenId=cen, RegionId=region)["TransitRouterId"]
        mappings: dict[str, str] = {}
        for index, (zone, vswitch) in enumerate(zones.items(), 1):
            mappings |= {f"ZoneMappings.{index}.ZoneId": zone, f"ZoneMappings.{index}.VSwitchId": vswitch}
        where = {"CenId": cen, "RegionId": region, "TransitRouterId": router, "VpcId": vpc}
        attachment = self._call(CBN, "CreateTransitRouterVpcAttachment", **where, **mappings)
        tables = self._call(CBN, "ListTransitRouterRouteTables", TransitRouterId=router)
        table = tables["TransitRouterRouteTables"][0]["TransitRouterRouteTableId"]
        self._join(attachment["TransitRouterAttachmentId"], table)
        return router, attachment["TransitRouterAttachmentId"], table

    def _join(self, attachment: str, table: str) -> None:
        both = {"TransitRouterAttachmentId": attachment, "TransitRouterRouteTableId": table}
        self._call(CBN, "AssociateTransitRouterAttachmentWithRouteTable", **both)
        self._call(CBN, "EnableTransitRouterRouteTablePropagation", **both)

    def _resolve(self) -> None:
        zone = self._call(PVTZ, "AddZone", ZoneName=REGISTRY)["ZoneId"]
        self._call(PVTZ, "AddZoneRecord", ZoneId=zone, Rr="@", Type="A", Value="10.0.0.20")
        self._call(PVTZ, "BindZoneVpc", ZoneId=zone, **{"Vpcs.1.RegionId": "cn-shanghai", "Vpcs.1.VpcId": _CLIENT[0]})

    def _router_route(self, table: str, destination: str, hop: str) -> None:
        where = {
            "TransitRouterRouteTableId": table,
            "TransitRouterRouteEntryDestinationCidrBlock": destination,
            "TransitRouterRouteEntryNextHopType": "Attachment",
            "TransitRouterRouteEntryNextHopId": hop,
        }
        self._made(
            MadeRoute(
                "service router",
                destination,
                lambda: self._call(CBN, "CreateTransitRouterRouteEntry", **where),
                lambda: self._call(CBN, "DeleteTransitRouterRouteEntry", **where),
            )
        )

    def _vpc_route(self, table: str, region: str, destination: str, hop: str) -> None:
        where = {"RouteTableId": table, "RegionId": region, "DestinationCidrBlock": destination}
        its_hop = {"NextHopType": "Attachment", "NextHopId": hop}
        self._made(
            MadeRoute(
                "service VPC" if region == "cn-hangzhou" else "client VPC",
                destination,
                lambda: self._call(VPC, "CreateRouteEntry", **where, **its_hop),
                lambda: self._call(VPC, "DeleteRouteEntry", **where),
            )
        )

    def _made(self, route: MadeRoute) -> None:
        route.make()
        self.routes.append(route)

    def _call(self, service: Service, action: str, **parameters: str) -> dict[str, Any]:
        return dict(self.dispatcher.call(service.version, action, parameters))
