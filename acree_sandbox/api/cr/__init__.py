"""The container registry service, cr 2018-12-01: Enterprise Edition instances and the VPCs linked to them."""

from acree_sandbox.api.cr import access, endpoints, instances, links, storage_rules

__all__ = ["access", "endpoints", "instances", "links", "storage_rules"]
