"""G41: no private zone stands in the way of the registry's name."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES

_ISSUE = "PRIVATE_ZONE_CONFLICT"


@RULES.rule("G41", "zone-conflict", Severity.REFUSE)
def zone_conflict(context: Context) -> Iterator[Hit]:
    """Refuse when an existing private zone covers the registry's name in a VPC of this stack.

    The link itself reports `PRIVATE_ZONE_CONFLICT_AT_<zone id>` (3.2); at a client, a zone that is bound already
    would answer instead of ours, or keep ours from being bound. The registry's own zone is never edited: pulls
    and deletes would break (section 6).

    To lift: unbind that zone from the VPC, add the record there and write `dns: none`, or use `dns: hosts`.
    """
    yield from _reported(context)
    if context.stack.topology.dns.mode == "private-zone":
        yield from _at_clients(context)


def _reported(context: Context) -> Iterator[Hit]:
    for linked in context.lock.legs.registry.linked_vpcs:
        if linked.vpc in context.nodes and _ISSUE in linked.issue:
            zone = linked.issue.rpartition("_AT_")[2] if "_AT_" in linked.issue else "an unnamed zone"
            yield Hit(
                f"the registry's link in {linked.vpc} reports {linked.issue}: private zone {zone} already holds the "
                "registry's name in that VPC",
                context.node_where(context.nodes[linked.vpc]),
                f"unbind zone {zone} from {linked.vpc} or delete it, never the zone that the registry made, then run "
                f"`acree resolve --stack {context.stack.name}`",
            )


def _at_clients(context: Context) -> Iterator[Hit]:
    clients = {c.node.id: c for c in context.routed if c.node.id not in context.linked_vpcs}
    for zone in context.lock.networks.private_zones:
        hosts = [h for h in context.lock.legs.registry.hosts if h == zone.name or h.endswith(f".{zone.name}")]
        if not hosts:
            continue
        for vpc in zone.vpcs:
            if vpc in clients:
                yield Hit(
                    f"private zone {zone.id} ({zone.name}) is bound to {vpc} of client {clients[vpc].node.name} and "
                    f"covers {hosts[0]}: it would answer instead of the record of this stack",
                    context.client_where(clients[vpc], "vpc"),
                    f"unbind {zone.id} from {vpc}, or put the record there and write `dns: none`",
                )
