"""Endpoints of an instance: the names it has in a VPC and outside."""

from __future__ import annotations

from acree_sandbox.api.cr.links import link_answer
from acree_sandbox.api.cr.resources import MODULES, AccessEntry, LinkedVpc, RegistryInstance
from acree_sandbox.api.cr.service import CR, need_instance, success
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.parameters import boolean, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

TYPES = ("internet", "vpc")


@CR.action(
    "ListInstanceEndpoint", text("InstanceId", required=True), text("ModuleName", choices=MODULES), boolean("Summary")
)
def list_instance_endpoint(cloud: Cloud, request: Request) -> Reply:
    """Both endpoints with their names; a custom domain serves both (type `USER`)."""
    instance = need_instance(cloud, request.text("InstanceId"))
    module = request.text("ModuleName", "Registry")
    return success(Endpoints=[{"EndpointType": kind, **_endpoint(cloud, instance, kind, module)} for kind in TYPES])


@CR.action(
    "GetInstanceEndpoint",
    text("InstanceId", required=True),
    text("EndpointType", required=True, choices=TYPES),
    text("ModuleName", choices=MODULES),
)
def get_instance_endpoint(cloud: Cloud, request: Request) -> Reply:
    """One endpoint."""
    instance = need_instance(cloud, request.text("InstanceId"))
    return success(**_endpoint(cloud, instance, request.text("EndpointType"), request.text("ModuleName", "Registry")))


def _endpoint(cloud: Cloud, instance: RegistryInstance, kind: str, module: str) -> dict[str, object]:
    links = [row for row in cloud.where(LinkedVpc, "instance", instance.id) if row.module == module]
    entries = [
        {"Entry": row.entry, "Comment": row.comment}
        for row in cloud.where(AccessEntry, "instance", instance.id)
        if row.endpoint == kind
    ]
    own = {"Domain": instance.domain(vpc=kind == "vpc", module=module), "Type": "SYSTEM"}
    return {
        "Enable": kind == "internet" or bool(links),
        "AclEnable": kind == "internet",
        "Status": "RUNNING",
        "Domains": [own, *({"Domain": name, "Type": "USER"} for name in instance.custom_domains)],
        "LinkedVpcs": [link_answer(cloud, row) for row in links] if kind == "vpc" else [],
        "AclEntries": entries,
    }
