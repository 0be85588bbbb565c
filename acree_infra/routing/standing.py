"""The rows that stand once a plan is made: its own, those of others, and what these two make tables learn.

A plan names the rows that its legs use. Tables learn more than that by themselves, and a longer prefix among it wins:
an attachment offers every CIDR of its VPC, a connection that advertises sends static routes of others along (4.3),
but for those to an Express Connect Router (G33), and a VPC attachment that synchronises writes what its router knows
into the VPC's tables (4.3, N12).
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from acree_infra.routing.nouns import (
    Hop,
    HopKind,
    Origin,
    PeerAttachment,
    Route,
    Table,
    TableKind,
    VpcAttachment,
    VpcNode,
)
from acree_infra.routing.plan_model import Plan
from acree_infra.topology.values import SERVICE_SPACE

Rows = dict[Table, dict[IPv4Network, Hop]]
"""Next hops by table and destination."""

BLACK_HOLE = Hop(HopKind.FOREIGN, "BlackHole")
"""A row of somebody else that drops, as the API spells it."""


def standing_rows(plan: Plan) -> Rows:
    """Every row that a look-up can meet.

    Where somebody else's row has the prefix of one of the plan, it stands and the plan's does not: the service
    refuses a second static one (4.4, G17), and takes a static one before any that is learned.
    """
    rows: Rows = {}
    for node in (plan.service, *plan.clients):
        _add_built_in(rows, node)
    for route in _told(plan):
        rows.setdefault(route.table, {})[route.destination] = route.hop
    beside: Rows = {}
    for other in plan.foreign_routes:
        rows.setdefault(other.table, {})[other.destination] = other.hop
        if other.table.kind is TableKind.TRANSIT_ROUTER:
            beside.setdefault(other.table, {})[other.destination] = other.hop
    for attachment in plan.vpc_attachments:
        _add_left_out(plan, rows, beside, attachment)
    for peer in plan.peer_attachments if beside else ():
        _add_advertised(plan, rows, beside, peer)
    for attachment in plan.vpc_attachments:
        if attachment.synchronise_routes:
            _add_synchronised(plan, rows, attachment)
    return rows


def _told(plan: Plan) -> Iterator[Route]:
    """The plan's rows, without what a VPC that synchronises does not take from an Express Connect Router (4.3, G34)."""
    deaf = {attachment.vpc for attachment in plan.vpc_attachments if attachment.synchronise_routes}
    for route in plan.routes:
        learned = route.origin is Origin.LEARNED and route.hop.kind is HopKind.EXPRESS_ROUTER
        if not (learned and route.table.kind is TableKind.VPC and route.table.owner in deaf):
            yield route


def _add_built_in(rows: Rows, node: VpcNode) -> None:
    """System routes of the tables in use; the plan names those of the tables that it fills."""
    system = {SERVICE_SPACE: Hop(HopKind.CLOUD_SERVICE, node.region)}
    system |= {subnet.cidr: Hop(HopKind.LOCAL, subnet.id) for subnet in node.subnets}
    for table in _tables_in_use(node):
        rows[table] = dict(system)


def _tables_in_use(node: VpcNode) -> set[Table]:
    return {Table(TableKind.VPC, node.region, node.id, subnet.table) for subnet in node.subnets}


def _add_left_out(plan: Plan, rows: Rows, beside: Rows, attachment: VpcAttachment) -> None:
    """CIDRs that nobody wants a way for, in the tables that learn from the attachment: it offers all that the VPC has.

    A row of the plan stays; the two are a conflict (G16).
    """
    hop = Hop(HopKind.ATTACHMENT, attachment.name)
    left_out = [cidr for node in (plan.service, *plan.clients) if node.id == attachment.vpc for cidr in node.left_out]
    for table in _learning(plan, attachment.region, attachment.name) if left_out else ():
        for cidr in left_out:
            if rows.setdefault(table, {}).setdefault(cidr, hop) == hop:
                beside.setdefault(table, {})[cidr] = hop


def _add_advertised(plan: Plan, rows: Rows, beside: Rows, peer: PeerAttachment) -> None:
    """Rows beside the plan's at one end, in the tables that learn from the connection at the other.

    The plan's own are there already, as learned rows of the plan.
    """
    if not peer.auto_advertise:
        return
    hop = Hop(HopKind.PEER_ATTACHMENT, peer.name)
    silent = {hop, *(Hop(HopKind.ATTACHMENT, its.name) for its in plan.premises.attachments if its.kind == "ecr")}
    for near, far in ((peer.region, peer.peer_region), (peer.peer_region, peer.region)):
        source = _associated(plan, far, peer.name)
        sent = beside.get(source, {}) if source is not None else {}
        for table in _learning(plan, near, peer.name):
            for destination, far_hop in sent.items():
                if far_hop not in silent:
                    rows.setdefault(table, {}).setdefault(destination, hop)


def _associated(plan: Plan, region: str, attachment: str) -> Table | None:
    for link in plan.associations:
        if (link.table.region, link.attachment) == (region, attachment) and not link.missing:
            return link.table
    return None


def _learning(plan: Plan, region: str, attachment: str) -> Iterator[Table]:
    for link in plan.propagations:
        if (link.table.region, link.attachment) == (region, attachment) and not link.missing:
            yield link.table


def _add_synchronised(plan: Plan, rows: Rows, attachment: VpcAttachment) -> None:
    """What the associated table knows, in every table of the VPC, toward the attachment.

    Rows that stand there stay, and nothing comes inside a vSwitch (4.4).
    """
    hop = Hop(HopKind.ATTACHMENT, attachment.name)
    source = _associated(plan, attachment.region, attachment.name)
    known = rows.get(source, {}) if source is not None else {}
    written = [
        destination
        for destination, far_hop in known.items()
        if far_hop not in {hop, BLACK_HOLE} and not destination.subnet_of(SERVICE_SPACE)
    ]
    for node in (plan.service, *plan.clients):
        if node.id == attachment.vpc:
            fitting = [its for its in written if not any(its.subnet_of(subnet.cidr) for subnet in node.subnets)]
            for table in _tables_in_use(node):
                for destination in fitting:
                    rows[table].setdefault(destination, hop)
