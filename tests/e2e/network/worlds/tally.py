"""What a run of many worlds has met, so that a generator that has gone blind is noticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from acree_infra.routing.nouns import Origin
from tests.e2e.network.worlds.comparing import Walks
from tests.e2e.network.worlds.given import Given
from tests.e2e.network.worlds.lab import Planned, ways_down


@dataclass
class Tally:
    """Counts worlds, pairs and kinds of world."""

    worlds: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def count(self, given: Given, planned: Planned, walks: Walks) -> None:
        """Count one world that was compared."""
        self.worlds += 1
        self.kinds.update(set(_kinds(given, planned)))
        delivered = sum(map(walks.delivered, walks.traced))
        self.kinds.update({"pairs delivered": delivered, "pairs dropped": len(walks.traced) - delivered})
        behind = [walks.delivered(pair) for pair in walks.traced if not pair.vpc]
        self.kinds.update({"data center delivered": sum(behind), "data center dropped": len(behind) - sum(behind)})

    def __str__(self) -> str:
        kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(self.kinds.items()))
        return f"{self.worlds} worlds agree: {kinds}"


KINDS = (
    "accepted",
    "refused",
    "several tables in a VPC",
    "several entrances",
    "secondary range",
    "range left out",
    "linked client",
    "client at home",
    "client away",
    "existing attachment",
    "existing connection",
    "silent connection",
    "synchronising",
    "aggregated",
    "missing row",
    "missing association",
    "missing link of others",
    "route of others in a VPC",
    "route of others in a router",
    "over TLS",
)

PEERED_KINDS = (
    "accepted",
    "refused",
    "peered at home",
    "peered away",
    "existing peering",
    "peering without a CEN",
    "peering beside a transit router",
    "missing row",
    "over TLS",
)

SITED_KINDS = (
    "accepted",
    "refused",
    "line at home",
    "line away",
    "two data centers",
    "data centers alone",
    "data center delivered",
    "data center dropped",
    "missing row",
    "missing association",
    "synchronising",
    "silent connection",
    "route of others in a router",
    "over TLS",
)

WAY_KINDS = (
    "accepted",
    "refused",
    "line at home",
    "line away",
    "two data centers",
    "data centers alone",
    "data center delivered",
    "data center dropped",
    "Express Connect Router at home",
    "Express Connect Router away",
    "Express Connect Router in the VPC",
    "existing Express Connect Router",
    "two ways",
    "a way down",
    "the other way takes over",
    "range inside of a range",
    "range of a linked client",
    "range inside of one left out",
    "missing row",
    "missing association",
    "synchronising",
    "silent connection",
    "route of others in a router",
    "over TLS",
)


def _kinds(given: Given, planned: Planned) -> Iterator[str]:
    plan, stack = planned.plan, given.stack
    clients, options = stack["clients"], stack["options"]
    nodes = (plan.service, *plan.clients)
    regions = {node.region for node in plan.clients}
    found = {
        "accepted": not planned.refusing,
        "refused": bool(planned.refusing),
        "several tables in a VPC": any(len({subnet.table for subnet in node.subnets}) > 1 for node in nodes),
        "several entrances": any(len(attachment.zones) > 1 for attachment in plan.vpc_attachments),
        "secondary range": any(vpc["secondary-cidrs"] for vpc in given.world["vpcs"]),
        "range left out": any(node.left_out for node in nodes),
        "linked client": any(client.get("via") == "link" for client in clients),
        "client at home": plan.region in regions,
        "client away": bool(regions - {plan.region}),
        "existing attachment": any(attachment.id for attachment in plan.vpc_attachments),
        "existing connection": any(peer.id for peer in plan.peer_attachments),
        "silent connection": any(not peer.auto_advertise for peer in plan.peer_attachments),
        "synchronising": any(attachment.synchronise_routes for attachment in plan.vpc_attachments),
        "aggregated": options["aggregate"],
        "missing row": _created(plan.routes) != _created(planned.applied.routes),
        "missing association": plan.associations != planned.applied.associations,
        "missing link of others": any(link.missing for link in (*plan.associations, *plan.propagations)),
        "route of others in a VPC": any(t["routes"] for vpc in given.world["vpcs"] for t in vpc["route-tables"]),
        "route of others in a router": bool(given.statics),
        "peered at home": any(its.region == its.peer_region for its in plan.premises.peerings),
        "peered away": any(its.region != its.peer_region for its in plan.premises.peerings),
        "existing peering": any(its.id for its in plan.premises.peerings),
        "peering without a CEN": bool(plan.premises.peerings) and stack["network"]["cen"] == "none",
        "peering beside a transit router": bool(plan.premises.peerings) and bool(plan.vpc_attachments),
        "line at home": any(its.region == plan.region for its in plan.premises.vbrs),
        "line away": any(its.region != plan.region for its in plan.premises.vbrs),
        "two data centers": len(plan.premises.sites) > 1,
        "data centers alone": bool(plan.premises.sites) and not plan.clients,
        "over TLS": given.over_tls,
        **_ways(given, planned),
    }
    yield from (kind for kind, met in found.items() if met)


def _ways(given: Given, planned: Planned) -> dict[str, bool]:
    premises, region = planned.plan.premises, planned.plan.region
    down = ways_down(planned.plan, given)
    of_site = {site.name: {way.name for way in premises.ways if way.site == site.name} for site in premises.sites}
    attached = [its for its in premises.attachments if its.kind == "ecr"]
    linked = [node for node in planned.plan.clients if _is_linked(given, node.name)]
    nodes = (planned.plan.service, *planned.plan.clients)
    cidrs = [cidr for site in premises.sites for cidr in site.cidrs]
    return {
        "Express Connect Router at home": any(its.region == region for its in attached),
        "Express Connect Router away": any(its.region != region for its in attached),
        "Express Connect Router in the VPC": any(its.vpc for its in premises.express_routers),
        "existing Express Connect Router": any(its.id for its in premises.express_routers),
        "two ways": any(len(names) > 1 for names in of_site.values()),
        "a way down": bool(down),
        "the other way takes over": not planned.refusing
        and any(set() < down & names < names for names in of_site.values()),
        "range inside of a range": any(one != other and one.subnet_of(other) for one in cidrs for other in cidrs),
        "range of a linked client": any(its.overlaps(c) for its in cidrs for node in linked for c in node.cidrs),
        "range inside of one left out": any(its.subnet_of(c) for its in cidrs for node in nodes for c in node.left_out),
    }


def _is_linked(given: Given, name: str) -> bool:
    return any(its["name"] == name and its.get("via") == "link" for its in given.stack["clients"])


def _created(routes: tuple[object, ...]) -> int:
    return sum(getattr(route, "origin", None) is Origin.CREATED for route in routes)
