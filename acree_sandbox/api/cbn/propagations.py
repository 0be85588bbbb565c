"""Propagations: which tables learn what an attachment offers."""

from __future__ import annotations

from acree_sandbox.api.cbn.resources import Propagation, link_id
from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.cbn.table_links import ENDS, LIST, ends_for, listed_links, need_link
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply


@CBN.action("EnableTransitRouterRouteTablePropagation", *ENDS)
def enable_propagation(cloud: Cloud, request: Request) -> Reply:
    """Let a table learn from an attachment; an attachment can propagate into many tables (4.3)."""
    row, table = ends_for(cloud, request)
    identifier = link_id(row.id, table.id)
    if cloud.get(Propagation, identifier):
        raise ApiError("PropagationExist.TransitRouterTable", f"{row.id!r} propagates into {table.id!r} already.")
    link = Propagation(
        id=identifier,
        region=table.region,
        status="Enabling",
        attachment=row.id,
        table=table.id,
        router=table.router,
    )
    cloud.put(link, then="Active")
    return {}


@CBN.action("ListTransitRouterRouteTablePropagations", *LIST)
def list_propagations(cloud: Cloud, request: Request) -> Reply:
    """List propagations."""
    return listed_links(cloud, request, Propagation, "TransitRouterPropagations")


@CBN.action("DisableTransitRouterRouteTablePropagation", *ENDS)
def disable_propagation(cloud: Cloud, request: Request) -> Reply:
    """Let a table forget what it learned from an attachment."""
    cloud.remove(need_link(cloud, request, Propagation), while_status="Disabling")
    return {}
