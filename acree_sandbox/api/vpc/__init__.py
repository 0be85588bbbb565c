"""The Vpc service, version 2016-04-28: VPCs, vSwitches, route tables and their entries."""

from acree_sandbox.api.vpc import route_entries, route_tables, tags, vpcs, vswitches

__all__ = ["route_entries", "route_tables", "tags", "vpcs", "vswitches"]
