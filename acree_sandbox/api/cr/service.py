"""The service object of the registry service, and what its actions share."""

from __future__ import annotations

from acree_sandbox.api.cr.resources import RegistryInstance
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.registry import Reply, Service

CR = Service("cr", "2018-12-01")


def need_instance(cloud: Cloud, instance: str) -> RegistryInstance:
    """An instance; ApiError `INSTANCE_NOT_EXIST` when there is none."""
    return cloud.need(RegistryInstance, instance, "INSTANCE_NOT_EXIST", 404)


def success(**fields: object) -> Reply:
    """An answer as this service marks it good."""
    return {"IsSuccess": True, "Code": "success", **fields}
