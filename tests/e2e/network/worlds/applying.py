"""Makes what a plan says, without the engine: the calls that the program's resources come down to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from acree_infra.program.routes import to_create
from acree_infra.routing.nouns import SYSTEM_TABLE, HopKind, PeerAttachment, Route, Table, TableKind, VpcAttachment
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.nouns import Peering, SiteAttachment
from tests.e2e.network.worlds import edges, lines
from tests.e2e.network.worlds.account import Account

_HOP_TYPES = {HopKind.ATTACHMENT: "Attachment", HopKind.PEERING: "VpcPeer", HopKind.EXPRESS_ROUTER: "Ecr"}


@dataclass
class Applying:
    """One plan on its way into one account; `apply` does it in the order of the engine's dependencies."""

    plan: Plan
    account: Account
    _routers: dict[str, str] = field(default_factory=dict)
    _hops: dict[str, str] = field(default_factory=dict)
    _express_routers: dict[str, str] = field(default_factory=dict)
    _system_tables: dict[str, str] = field(default_factory=dict)

    def apply(self) -> None:
        """Make everything that the plan creates.

        Raises:
            ApiError: the service refused something.
        """
        for link in self.plan.links:
            self._link(link.instance, link.vpc, link.vswitch, link.module)
        if self.plan.transit_routers:
            self._mesh(self.plan)
            self._joints(self.plan)
        for node in self.plan.premises.express_routers:
            if node.vpc:
                made = edges.make(self.account, self.plan, node)
                self._hops[node.name] = edges.join(self.account, self.plan, node, made, "", "")
        for peering in self.plan.premises.peerings:
            self._hops[peering.name] = peering.id or self._peer(peering)
        for table, routes in to_create(self.plan).items():
            if table.kind is TableKind.VBR:
                lines.route(self.account, table, routes)
            else:
                self._routes(table, routes)

    def _mesh(self, plan: Plan) -> None:
        cen = plan.cen or self.account.call("CBN", "CreateCen", plan.region).needed("CenId")
        for router in plan.transit_routers:
            made = router.id or self._make("CreateTransitRouter", router.region, "TransitRouterId", CenId=cen)
            self._routers[router.name] = made
        for attachment in plan.vpc_attachments:
            self._hops[attachment.name] = attachment.id or self._attach(attachment, cen)
        for peer in plan.peer_attachments:
            self._hops[peer.name] = peer.id or self._connect(peer, cen)
        for node in plan.premises.express_routers:
            if node.transit_router:
                made = self._express_routers[node.name] = edges.make(self.account, plan, node)
                edges.join(self.account, plan, node, made, self._routers[node.transit_router], cen)
        for its in plan.premises.attachments:
            self._hops[its.name] = its.id or self._attach_site(its, cen)

    def _joints(self, plan: Plan) -> None:
        for action, links in (
            ("AssociateTransitRouterAttachmentWithRouteTable", plan.associations),
            ("EnableTransitRouterRouteTablePropagation", plan.propagations),
        ):
            for link in links:
                if link.created:
                    self._join(action, link.attachment, link.table)

    def _make(self, action: str, region: str, key: str, **parameters: object) -> str:
        return self.account.call("CBN", action, region, **parameters).needed(key)

    def _attach(self, attachment: VpcAttachment, cen: str) -> str:
        return self._make(
            "CreateTransitRouterVpcAttachment",
            attachment.region,
            "TransitRouterAttachmentId",
            CenId=cen,
            TransitRouterId=self._routers[attachment.transit_router],
            VpcId=attachment.vpc,
            ZoneMappings=[{"ZoneId": zone.zone, "VSwitchId": zone.vswitch} for zone in attachment.zones],
            AutoPublishRouteEnabled=attachment.synchronise_routes,
        )

    def _attach_site(self, its: SiteAttachment, cen: str) -> str:
        router = self._routers[its.transit_router]
        if its.kind == "ecr":
            return edges.attach(self.account, its, self._express_routers[its.resource], router, cen)
        return lines.attach(self.account, its, cen, router)

    def _connect(self, peer: PeerAttachment, cen: str) -> str:
        return self._make(
            "CreateTransitRouterPeerAttachment",
            peer.region,
            "TransitRouterAttachmentId",
            CenId=cen,
            TransitRouterId=self._routers[peer.transit_router],
            PeerTransitRouterId=self._routers[peer.peer_transit_router],
            PeerTransitRouterRegionId=peer.peer_region,
            BandwidthType=peer.bandwidth_type or None,
            Bandwidth=peer.mbps or None,
            AutoPublishRouteEnabled=peer.auto_advertise,
        )

    def _peer(self, peering: Peering) -> str:
        made = self.account.call(
            "VPCPEER",
            "CreateVpcPeerConnection",
            peering.region,
            VpcId=peering.vpc,
            AcceptingVpcId=peering.peer_vpc,
            AcceptingRegionId=peering.peer_region,
            AcceptingAliUid=int(peering.peer_owner),
            Bandwidth=peering.mbps or None,
        )
        return made.needed("InstanceId")

    def _join(self, action: str, attachment: str, table: Table) -> None:
        ends = {
            "TransitRouterAttachmentId": self._hops[attachment],
            "TransitRouterRouteTableId": self._table(table),
        }
        self.account.call("CBN", action, table.region, **ends)

    def _table(self, table: Table) -> str:
        if table.id != SYSTEM_TABLE:
            return table.id
        if table.owner not in self._system_tables:
            router = self._routers[table.owner]
            listed = self.account.call("CBN", "ListTransitRouterRouteTables", table.region, TransitRouterId=router)
            self._system_tables[table.owner] = next(
                found.needed("TransitRouterRouteTableId")
                for found in listed.parts("TransitRouterRouteTables")
                if found.text("TransitRouterRouteTableType") == "System"
            )
        return self._system_tables[table.owner]

    def _routes(self, table: Table, routes: Iterable[Route]) -> None:
        prefix = "TransitRouterRouteEntry"
        for route in routes:
            hop = self._hops.get(route.hop.name, route.hop.name)
            if table.kind is TableKind.VPC:
                entry = {"RouteTableId": table.id, "DestinationCidrBlock": str(route.destination)}
                kind = _HOP_TYPES[route.hop.kind]
                self.account.call("VPC", "CreateRouteEntry", table.region, **entry, NextHopType=kind, NextHopId=hop)
            else:
                entry = {
                    "TransitRouterRouteTableId": self._table(table),
                    f"{prefix}DestinationCidrBlock": str(route.destination),
                    f"{prefix}NextHopType": "Attachment",
                    f"{prefix}NextHopId": hop,
                }
                self.account.call("CBN", "CreateTransitRouterRouteEntry", table.region, **entry)

    def _link(self, instance: str, vpc: str, vswitch: str, module: str) -> None:
        where = {"InstanceId": instance, "VpcId": vpc, "VswitchId": vswitch, "ModuleName": module}
        self.account.call("CR", "CreateInstanceVpcEndpointLinkedVpc", self.plan.region, **where)
