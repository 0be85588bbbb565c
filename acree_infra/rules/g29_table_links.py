"""G29: every attachment has its association and the propagations that the paths need."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.errors import Where
from acree_infra.routing.nouns import Origin, TableKind, TableLink
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import counted
from acree_infra.topology.sites.express_connect_router import ExpressConnectRouterWay


@RULES.rule("G29", "table-links", Severity.REFUSE)
def table_links(context: Context) -> Iterator[Hit]:
    """Refuse an attachment without an association, or without a propagation that a path needs.

    An attachment made by the API has neither (4.3): no table is read for its traffic, and no table learns its
    routes. This stack makes both for its own attachments. One that is looked up belongs to somebody else and is
    never changed, so its owner must add what is missing. The same holds for the VBR of an Express Connect Router that
    is looked up.

    To lift: add the association or propagation to the existing attachment, or let the stack make its own.
    """
    for link in context.plan.associations:
        if link.missing:
            yield _missing(context, link, "association with", "no table is read for its traffic")
    for link in context.plan.propagations:
        if link.missing:
            yield _missing(context, link, "propagation to", "that table does not learn its routes")
    yield from _never_associated(context)
    yield from _never_propagated(context)
    yield from _not_found(context)
    yield from _without_line(context)


def _missing(context: Context, link: TableLink, kind: str, effect: str) -> Hit:
    ids = {a.name: a.id for a in context.attachments}
    existing = ids.get(link.attachment) or link.attachment
    return Hit(
        f"attachment {existing} ({link.attachment}) in {link.table.region} exists without its {kind} {link.table}: "
        f"{effect}",
        _where(context, link.attachment, link.table.region),
        f"its owner adds the {kind.split(maxsplit=1)[0]} of {existing} with table {link.table.id}, then run "
        f"`acree resolve --stack {context.stack.name}`",
    )


def _never_associated(context: Context) -> Iterator[Hit]:
    known = {(link.table.region, link.attachment) for link in context.plan.associations}
    for region, name in _ends(context):
        if (region, name) not in known:
            yield Hit(
                f"attachment {name} in {region} is associated with no transit router table in the plan",
                _where(context, name, region),
                "name its table in network.transit-routers",
            )


def _never_propagated(context: Context) -> Iterator[Hit]:
    known = {(link.table, link.attachment) for link in context.plan.propagations}
    lacking: dict[TableLink, int] = {}
    for route in context.plan.routes:
        in_router = route.table.kind is TableKind.TRANSIT_ROUTER
        if in_router and route.origin is Origin.LEARNED and (route.table, route.hop.name) not in known:
            link = TableLink(route.table, route.hop.name, created=False)
            lacking[link] = lacking.get(link, 0) + 1
    for link, rows in lacking.items():
        yield Hit(
            f"{link.table} should learn {counted(rows, 'route')} from {link.attachment}, but no propagation is planned",
            _where(context, link.attachment, link.table.region),
            "name the table of the attachment in network.transit-routers",
        )


def _not_found(context: Context) -> Iterator[Hit]:
    known = {a.id for facts in context.lock.networks.transit_routers for a in facts.attachments}
    for attachment in context.attachments:
        if attachment.id is not None and attachment.id not in known:
            yield Hit(
                f"attachment {attachment.id} is named in the stack file, but the lock file knows none with this id on "
                f"the transit router of {attachment.region}: its tables cannot be checked",
                _where(context, attachment.name, attachment.region),
                f"check the id, then run `acree resolve --stack {context.stack.name}`",
            )


def _without_line(context: Context) -> Iterator[Hit]:
    """An Express Connect Router that exists gets no VBR from this stack: it must hold the way's already."""
    held = {router.id: router.vbrs for router in context.lock.networks.express_routers}
    for way in context.ways:
        declared = way.declared
        if not isinstance(declared, ExpressConnectRouterWay) or declared.router == "create":
            continue
        if declared.vbr not in held.get(declared.router, ()):
            vbr = "the new VBR" if declared.vbr == "create" else declared.vbr
            yield Hit(
                f"Express Connect Router {declared.router} of way {way.name} exists and does not hold {vbr}: nothing "
                "comes through it",
                context.way_where(way, "router"),
                f"its owner adds the VBR, whose id is `vbr` then, and you run `acree resolve --stack "
                f"{context.stack.name}`; or write `router: create`",
            )


def _ends(context: Context) -> Iterator[tuple[str, str]]:
    yield from ((a.region, a.name) for a in context.plan.vpc_attachments)
    yield from ((a.region, a.name) for a in context.plan.premises.attachments)
    for peer in context.plan.peer_attachments:
        yield peer.region, peer.name
        yield peer.peer_region, peer.name


def _where(context: Context, attachment: str, region: str) -> Where:
    for peer in context.plan.peer_attachments:
        if peer.name == attachment:
            return context.router_where(peer.peer_region, "peer-attachment")
    for vpc in context.plan.vpc_attachments:
        if vpc.name == attachment:
            return context.node_where(context.nodes[vpc.vpc], "attachment")
    for site in context.plan.premises.attachments:
        if site.name == attachment:
            return context.way_where(context.way_named(site.way), "attachment")
    return context.router_where(region)
