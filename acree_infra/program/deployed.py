"""A plan from a checkpoint: what the stack has made, in the words in which the next plan is told.

The checkpoint has every route with the ids of the account. Which table that is, and which attachment, is known by the
names of the components and of the stack's outputs. What no resource shows is taken as the planner sees it: what a
table learns follows from its propagations, and what somebody else made stands in the lock file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from acree_infra.program.checkpoint import Checkpoint, Resource
from acree_infra.program.deployed_mesh import DeployedMesh, told
from acree_infra.program.deployed_premises import DeployedPremises
from acree_infra.routing.diff import empty_plan
from acree_infra.routing.nouns import (
    SERVICE_LEGS,
    DnsRecord,
    LegId,
    LegTarget,
    Origin,
    RegistryLink,
    Route,
    Table,
    TableKind,
    VpcNode,
)
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.planner import merged_rows
from acree_infra.routing.prefixes import sort_key
from acree_infra.routing.rows import Scene

_WAITING_NOTE = ", so there are no routes yet"
_KEPT = "in the checkpoint"
_RECORDED = frozenset({TableKind.VPC, TableKind.TRANSIT_ROUTER})


def deployed_plan(checkpoint: Checkpoint, like: Plan, *, zones: bool) -> Plan:
    """What a checkpoint holds as a plan.

    Args:
        checkpoint: the checkpoint.
        like: the plan of today, for what existed before the stack and for words that no resource keeps.
        zones: whether the stack's records are private zones; otherwise they were only ever printed.
    """
    premises = DeployedPremises(checkpoint)
    return _Deployed(checkpoint, like, DeployedMesh(checkpoint, like), premises).plan(zones=zones)


@dataclass(frozen=True)
class _Deployed:
    checkpoint: Checkpoint
    like: Plan
    mesh: DeployedMesh
    premises: DeployedPremises

    def plan(self, *, zones: bool) -> Plan:
        outputs, like = self.checkpoint.outputs, self.like
        made_cen = bool(self.checkpoint.of("Instance"))
        waiting, _, _ = str(outputs.get("waiting", "")).partition(_WAITING_NOTE)
        return replace(
            empty_plan(like),
            cen=None if made_cen or "cen" not in outputs else str(outputs["cen"]),
            registry_address=self.address,
            waiting=waiting,
            targets=self.targets,
            service=self.mesh.service,
            clients=self.clients,
            transit_routers=tuple(self.mesh.routers.values()),
            vpc_attachments=tuple(self.mesh.attachments.values()),
            peer_attachments=tuple(sorted(self.mesh.peers.values(), key=lambda peer: peer.name)),
            associations=self.mesh.associations,
            propagations=self.mesh.propagations,
            routes=tuple(sorted(self._routes(), key=_order)),
            foreign_routes=like.foreign_routes,
            links=tuple(sorted(self._links(), key=lambda link: (link.vpc, link.vswitch))),
            records=tuple(self._records()) if zones else like.records,
            premises=self.premises.parts,
        )

    @property
    def _endpoints(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.checkpoint.outputs.get("endpoints", {})
        return found

    @cached_property
    def address(self) -> IPv4Address | None:
        known = self._endpoints.get(LegId.REGISTRY, {}).get("addresses")
        return IPv4Address(known[0]) if known else None

    @cached_property
    def targets(self) -> tuple[LegTarget, ...]:
        today = {target.leg: target for target in self.like.targets}
        found = []
        for leg in (leg for leg in LegId if leg in self._endpoints):
            known = self._endpoints[leg]
            prefixes = tuple(IPv4Network(text) for text in known["addresses"])
            if leg is LegId.REGISTRY and self.address is not None:
                holding = tuple(cidr for cidr in self.mesh.service.cidrs if self.address in cidr)
                prefixes = holding or prefixes
            source = today[leg].source if leg in today else _KEPT
            found.append(LegTarget(leg, tuple(known["hosts"]), prefixes, source))
        return tuple(found)

    @cached_property
    def linked(self) -> tuple[VpcNode, ...]:
        """Clients that are linked to the instance themselves: nothing but a link is made for them."""
        routed = {attachment.vpc for attachment in self.like.vpc_attachments}
        made = {link.vpc for link in self._links()}
        wanted = {link.vpc for link in self.like.links}
        nodes = (node for node in self.like.clients if node.id not in routed and node.name not in self.mesh.nodes)
        return tuple(node for node in nodes if self.like.waiting or node.id in made or node.id not in wanted)

    @cached_property
    def clients(self) -> tuple[VpcNode, ...]:
        return tuple(sorted((*self.mesh.routed, *self.linked), key=lambda node: node.name))

    @cached_property
    def expected(self) -> dict[tuple[Table, IPv4Network], Route]:
        """The rows that the planner gives to what is deployed."""
        if self.address is None or len(self.targets) < len(LegId):
            return {}
        if self.premises.rows:
            return {key: row for key, row in self.premises.rows.items() if key[0].kind in _RECORDED}
        whole = tuple(node for node in self.mesh.routed if self.mesh.whole(node))
        mesh = self.mesh.mesh()
        if not whole:
            mesh = replace(mesh, attachments={})
        scene = Scene(self.mesh.service, self.address, whole, self.linked, self.targets, mesh, True)  # noqa: FBT003  # as the field says
        return {(row.table, row.destination): row for row in merged_rows(scene)}

    def _routes(self) -> Iterator[Route]:
        made = {(row.table, row.destination): row for row in self._made()}
        yield from made.values()
        yield from self.premises.of_edges()
        fed = {(link.table, link.attachment) for link in self.mesh.propagations if not link.missing}
        there = {(row.table, row.destination, row.hop) for row in self.like.foreign_routes}
        for key, row in self.expected.items():
            in_vpc = row.table.kind is TableKind.VPC
            learned = row.origin is Origin.LEARNED and (in_vpc or (row.table, row.hop.name) in fed)
            used = row.origin is Origin.CREATED and (*key, row.hop) in there
            if key not in made and (learned or used or row.origin is Origin.BUILT_IN):
                yield row

    def _made(self) -> Iterator[Route]:
        """The routes that stand in the checkpoint, with the words that the planner has for them."""
        for table, one, destination, hop in self._entries():
            prefix, to = IPv4Network(destination), self.premises.hops.get(hop) or self.mesh.hop(hop)
            known = self.expected.get((table, prefix))
            if known is not None and known.origin is not Origin.BUILT_IN:
                yield replace(known, hop=to, origin=Origin.CREATED)
            else:
                yield Route(table, prefix, to, self._legs(prefix), Origin.CREATED, f"{_KEPT} as {one.name}")

    def _entries(self) -> Iterator[tuple[Table, Resource, str, str]]:
        nodes = {name: node.id for name, node in self.mesh.nodes.items()}
        for one in self.checkpoint.of("VPCRouteEntry"):
            owner = nodes.get(one.parent, one.parent)
            table = Table(TableKind.VPC, one.region, owner, str(told(one, "routeTableId")))
            yield table, one, str(told(one, "destinationCidrBlock")), str(told(one, "nexthopId"))
        prefix = "transitRouterRouteEntry"
        for one in self.checkpoint.of("TransitRouterRouteEntry"):
            destination, hop = told(one, f"{prefix}DestinationCidrBlock"), told(one, f"{prefix}NextHopId")
            yield self.mesh.table(one), one, str(destination), str(hop)

    def _legs(self, prefix: IPv4Network) -> tuple[LegId, ...]:
        """The leg whose prefix it is; of a way back all that may use it."""
        return tuple(t.leg for t in self.targets if prefix in t.prefixes) or (LegId.REGISTRY, *SERVICE_LEGS)

    def _links(self) -> Iterator[RegistryLink]:
        for one in self.checkpoint.of("VpcEndpointLinkedVpc"):
            keys = ("instanceId", "vpcId", "vswitchId", "moduleName")
            yield RegistryLink(*(str(told(one, key)) for key in keys))

    def _records(self) -> Iterator[DnsRecord]:
        zones = {str(told(one, "id")): str(told(one, "zoneName")) for one in self.checkpoint.of("Zone")}
        seen: dict[str, list[tuple[str, str]]] = {}
        for one in self.checkpoint.of("ZoneAttachment"):
            vpcs = [(str(vpc["regionId"]), str(vpc["vpcId"])) for vpc in told(one, "vpcs") or ()]
            seen[str(told(one, "zoneId"))] = sorted(vpcs)
        for one in sorted(self.checkpoint.of("ZoneRecord"), key=lambda one: one.name):
            zone, address = str(told(one, "zoneId")), IPv4Address(told(one, "value"))
            yield DnsRecord(one.name, zones.get(zone, zone), str(told(one, "rr")), address, tuple(seen.get(zone, ())))


def _order(route: Route) -> tuple[str, str, str, str, int, int]:
    table = route.table
    return table.kind, table.region, table.owner, table.id, *sort_key(route.destination)
