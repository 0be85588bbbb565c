"""Routes of virtual border routers: what their tables hold, and what they offer to transit routers (4.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from acree_sandbox.api.cbn.deny_policy import EDGES, keeps_apart
from acree_sandbox.api.cbn.learning import in_effect, measures, offers, table_routes
from acree_sandbox.api.cbn.learning_rule import ACTIVE, Route
from acree_sandbox.api.cbn.resources import Association, Attachment
from acree_sandbox.api.expressconnect.data_center import as_paths, by_bgp, data_center_prefixes
from acree_sandbox.api.expressconnect.resources import Vbr
from acree_sandbox.api.vpc.next_hops import next_hop
from acree_sandbox.api.vpc.resources import VBR, RouteTable
from acree_sandbox.api.vpc.table_owners import TableOwner, owns_tables
from acree_sandbox.api.vpc.tables import BGP, LEARNED, Row, teaches
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError

HOP_TYPE = "RouterInterface"


@owns_tables(VBR)
def vbr_owner(cloud: Cloud, table: RouteTable) -> TableOwner:
    """The VBR of a table."""
    row = cloud.need(Vbr, table.vpc, "InvalidVbrId.NotFound")
    return TableOwner(row.id, "", row.resource_group, row.owner, row, "vbr-routes")


@next_hop(HOP_TYPE)
def check_interface(cloud: Cloud, table: RouteTable, hop: str) -> None:
    """Take a VBR's own interface to its line."""
    row = cloud.get(Vbr, table.vpc)
    if row is None or hop != row.interface:
        raise ApiError(
            "InvalidRouterInterfaceId.NotFound", f"There is no router interface {hop!r} of {table.vpc} (NotFound).", 404
        )


@teaches
def bgp_rows(cloud: Cloud, table: RouteTable) -> Iterable[Row]:
    """What a VBR learned of its data center."""
    row = cloud.get(Vbr, table.vpc) if table.router_type == VBR else None
    if row is not None:
        yield from (Row(prefix, HOP_TYPE, row.interface, BGP) for prefix in by_bgp(cloud, row))


@teaches
def router_rows(cloud: Cloud, table: RouteTable) -> Iterable[Row]:
    """What transit routers tell an attached VBR."""
    if table.router_type == VBR:
        for attachment in cloud.where(Attachment, "resource", table.vpc):
            for route in told(cloud, attachment):
                yield Row(route.destination, "Attachment", attachment.id, LEARNED)


def told(cloud: Cloud, attachment: Attachment) -> Iterator[Route]:
    """Routes in effect that a transit router tells an edge whose attachment publishes by itself.

    Those are of the table associated with the attachment, without those that lead back through it, and without other
    data centers where the deny policy keeps them apart (G35). Static routes into 100.64.0.0/10 are told too.
    """
    if not attachment.auto_publish or not in_effect(attachment):
        return
    for link in cloud.where(Association, "attachment", attachment.id):
        apart = EDGES if keeps_apart(cloud, link.table) else ()
        for route in table_routes(cloud, link.table) if link.status == ACTIVE else ():
            if route.status == ACTIVE and route.hop not in {"", attachment.id} and route.hop_type not in apart:
                yield route


@offers("VBR")
def vbr_prefixes(cloud: Cloud, attachment: Attachment) -> Sequence[str]:
    """What an attached VBR offers: its custom routes to the data center and what it learned by BGP."""
    row = cloud.get(Vbr, attachment.resource)
    return data_center_prefixes(cloud, row) if row is not None and row.status == "active" else ()


@measures("VBR")
def vbr_as_paths(cloud: Cloud, attachment: Attachment) -> Mapping[str, int]:
    """AS paths of what an attached VBR learned by BGP."""
    row = cloud.get(Vbr, attachment.resource)
    return as_paths(cloud, row) if row is not None else {}
