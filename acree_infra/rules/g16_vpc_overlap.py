"""G16: client and service VPCs do not overlap, nor do two clients."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import VpcNode
from acree_infra.rules.context import Context, PlacedSite
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.intervals import Block, block, collisions, nestings
from acree_infra.rules.registry import RULES


@RULES.rule("G16", "vpc-overlap", Severity.REFUSE, Severity.ASK)
def vpc_overlap(context: Context) -> Iterator[Hit]:
    """Refuse VPC CIDRs that overlap between a client and the service VPC, or between two clients.

    With the service VPC no route can be written at all (4.4). With another client the answer would go to
    one of the two only: the way back knows one hop for one prefix. Of many clients with the same range each
    is named once, with the nearest that holds it. A site's CIDRs are compared in the same way.
    Clients joined by `via: link` need no route and may overlap.

    A CIDR that `cidrs` leaves out is offered to the transit routers all the same (4.2). Where it is that of
    another VPC or of a site, or lies inside of it, answers may go to the wrong one: it asks.

    To lift: give one VPC another CIDR, leave a wider CIDR out of `cidrs` when it needs no way to the registry, or
    join a client of the registry's own region by `via: link`. Where it asks, lower `rules.G16` with a reason, such
    as that no vSwitches overlap.
    """
    clients = [block(cidr, client.node) for client in context.routed for cidr in client.node.cidrs]
    service = [block(cidr, context.plan.service) for cidr in context.plan.service.cidrs]
    for ours, theirs in collisions(service, clients):
        yield _hit(context, theirs.owner, str(theirs.prefix), ours.owner, str(ours.prefix))
    yield from _sites(context)
    for outer, inner in nestings(clients):
        yield _hit(context, inner.owner, str(inner.prefix), outer.owner, str(outer.prefix))
    yield from _left_out(context, [*service, *clients])


def _left_out(context: Context, vpcs: list[Block[VpcNode]]) -> Iterator[Hit]:
    """CIDRs that are offered although nobody wants a way to them, beside what somebody wants one to."""
    attached = {attachment.vpc for attachment in context.plan.vpc_attachments}
    nodes = [context.plan.service, *(client.node for client in context.routed)]
    offered = [block(cidr, node) for node in nodes if node.id in attached for cidr in node.left_out]
    if not offered:
        return
    for wanted, left_out in collisions(vpcs, offered):
        if wanted.owner is not left_out.owner and left_out.prefix.subnet_of(wanted.prefix):
            other = f"{_named(wanted.owner)} ({wanted.owner.id})"
            yield _offered(context, left_out.owner, str(left_out.prefix), other, str(wanted.prefix))
    sites = [block(cidr, site.node.name) for site in context.sites for cidr in site.node.cidrs]
    for of_site, left_out in collisions(sites, offered):
        if left_out.prefix.subnet_of(of_site.prefix):
            other = f"site {of_site.owner}"
            yield _offered(context, left_out.owner, str(left_out.prefix), other, str(of_site.prefix))


def _sites(context: Context) -> Iterator[Hit]:
    """A site's CIDR in a VPC, or in another site: the way back knows one hop for one prefix."""
    sites = [block(cidr, site) for site in context.sites for cidr in site.node.cidrs]
    vpcs = [block(cidr, client.node.name) for client in context.routed for cidr in client.node.cidrs]
    for theirs, ours in collisions(vpcs, sites):
        yield _of_site(context, ours.owner, str(ours.prefix), f"{theirs.prefix} of client {theirs.owner}")
    for outer, inner in nestings(sites):
        yield _of_site(context, inner.owner, str(inner.prefix), f"{outer.prefix} of site {outer.owner.node.name}")


def _of_site(context: Context, site: PlacedSite, cidr: str, other: str) -> Hit:
    return Hit(
        f"CIDR {cidr} of site {site.node.name} overlaps {other}: no route can tell them apart",
        context.place_where(site, "cidrs"),
        "give one of the two another range, or declare only the CIDRs that need the way in `cidrs`",
    )


def _hit(context: Context, node: VpcNode, cidr: str, other: VpcNode, other_cidr: str) -> Hit:
    where = context.node_where(other, "cidrs")
    if node.id == other.id:
        message = f"client {node.name} is {node.id}, which {_named(other)} ({where}) is already"
        remedy = f"remove client {node.name}" + (", or write `via: link`" if other is context.plan.service else "")
    else:
        message = (
            f"VPC CIDR {cidr} of client {node.name} ({node.id}) overlaps {other_cidr} of {_named(other)} "
            f"({other.id}, {where}): no route can tell them apart"
        )
        remedy = "give one of the two VPCs another CIDR, or declare only the CIDRs that need the way in `cidrs`"
    return Hit(message, context.node_where(node, "cidrs"), remedy)


def _offered(context: Context, node: VpcNode, cidr: str, other: str, other_cidr: str) -> Hit:
    return Hit(
        f"{cidr} of {_named(node)} ({node.id}) is not in its `cidrs`, but its attachment offers it to the transit "
        f"routers all the same, and {other} needs {other_cidr}: answers to such addresses may go to {node.id}",
        context.node_where(node, "cidrs"),
        "give one of the two another CIDR, or lower rules.G16 with a reason if no vSwitches overlap",
        Severity.ASK,
    )


def _named(node: VpcNode) -> str:
    return "the service VPC" if node.name == "service" else f"client {node.name}"
