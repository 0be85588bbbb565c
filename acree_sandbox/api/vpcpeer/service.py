"""The service object of VpcPeer, and the look-up of a connection by its id."""

from __future__ import annotations

from acree_sandbox.api.vpcpeer.resources import VpcPeering
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Service

VPCPEER = Service("VpcPeer", "2022-01-01")
WHICH = text("InstanceId", required=True)
STATUS = "IncorrectStatus.VpcPeer"
ACTIVATED, ACCEPTING, REJECTED = "Activated", "Accepting", "Rejected"


def need_peering(cloud: Cloud, request: Request) -> VpcPeering:
    """The connection that a request names; ApiError ``ResourceNotFound.InstanceId``."""
    return cloud.need(VpcPeering, request.text("InstanceId"), "ResourceNotFound.InstanceId")


def refuse_busy(row: VpcPeering) -> None:
    """Raise ApiError while a connection is on its way to another status."""
    if row.next_status:
        raise ApiError(STATUS, f"The VPC peering {row.id!r} is {row.status}; wait until it is {row.next_status}.")
