"""The Vpc service, version 2016-04-28: VPCs, vSwitches, route tables and their entries."""

from acree_sandbox.api.vpc import (
    groups,
    prefix_list_listing,
    prefix_lists,
    published_routes,
    regions,
    route_batches,
    route_entries,
    route_listing,
    route_tables,
    table_bindings,
    table_listing,
    vpc_listing,
    vpc_ranges,
    vpcs,
    vswitch_listing,
    vswitches,
)

__all__ = [
    "groups",
    "prefix_list_listing",
    "prefix_lists",
    "published_routes",
    "regions",
    "route_batches",
    "route_entries",
    "route_listing",
    "route_tables",
    "table_bindings",
    "table_listing",
    "vpc_listing",
    "vpc_ranges",
    "vpcs",
    "vswitch_listing",
    "vswitches",
]
