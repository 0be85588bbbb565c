"""The access list of an instance's public endpoint."""

from __future__ import annotations

from acree_sandbox.api.cr.resources import MODULES, AccessEntry
from acree_sandbox.api.cr.service import CR, need_instance, success
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import cidr, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

_WHOSE = (
    text("InstanceId", required=True),
    text("EndpointType", required=True, choices=("internet",)),
    cidr("Entry", required=True),
    text("ModuleName", choices=MODULES),
)


@CR.action("CreateInstanceEndpointAclPolicy", *_WHOSE, text("Comment"))
def create_access_entry(cloud: Cloud, request: Request) -> Reply:
    """Let a range in."""
    instance = need_instance(cloud, request.text("InstanceId"))
    if _find(cloud, request) is not None:
        raise ApiError(
            "SLB_ACL_ENTRY_ALREADY_EXIST", f"{request.text('Entry')} is in the list of {instance.id} already."
        )
    cloud.put(
        AccessEntry(
            id=cloud.new_id(AccessEntry, instance.region),
            region=instance.region,
            instance=instance.id,
            endpoint=request.text("EndpointType"),
            module=request.text("ModuleName", "Registry"),
            entry=request.text("Entry"),
            comment=request.text("Comment"),
        )
    )
    return success()


@CR.action("DeleteInstanceEndpointAclPolicy", *_WHOSE)
def delete_access_entry(cloud: Cloud, request: Request) -> Reply:
    """Shut a range out again."""
    need_instance(cloud, request.text("InstanceId"))
    row = _find(cloud, request)
    if row is None:
        raise ApiError("SLB_ACL_ENTRY_NOT_EXIST", f"{request.text('Entry')} is not in the list (NotFound).", 404)
    cloud.remove(row)
    return success()


def _find(cloud: Cloud, request: Request) -> AccessEntry | None:
    wanted = (request.text("Entry"), request.text("EndpointType"), request.text("ModuleName", "Registry"))
    for row in cloud.where(AccessEntry, "instance", request.text("InstanceId")):
        if (row.entry, row.endpoint, row.module) == wanted:
            return row
    return None
