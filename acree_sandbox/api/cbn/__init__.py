"""Cbn 2017-09-12: CEN instances, transit routers, what is attached to them and what their tables know."""

from acree_sandbox.api.cbn import (
    associations,
    bandwidth_packages,
    cens,
    grants,
    groups,
    other_attachments,
    peer_attachments,
    propagations,
    regions,
    route_entries,
    route_listing,
    route_tables,
    routers,
    vpc_attachments,
)

__all__ = [
    "associations",
    "bandwidth_packages",
    "cens",
    "grants",
    "groups",
    "other_attachments",
    "peer_attachments",
    "propagations",
    "regions",
    "route_entries",
    "route_listing",
    "route_tables",
    "routers",
    "vpc_attachments",
]
