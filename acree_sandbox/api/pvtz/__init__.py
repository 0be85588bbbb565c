"""The PrivateZone service, pvtz 2018-01-01: zones, their records, and the VPCs that see them."""

from acree_sandbox.api.pvtz import records, tags, zones

__all__ = ["records", "tags", "zones"]
