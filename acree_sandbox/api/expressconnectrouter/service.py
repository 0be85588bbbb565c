"""The service object of ExpressConnectRouter, and what its actions share."""

from __future__ import annotations

from acree_sandbox.api.expressconnectrouter.resources import ExpressConnectRouter
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Service
from acree_sandbox.core.resources import Resource

ECR = Service("ExpressConnectRouter", "2023-09-01")
WHICH = text("EcrId", required=True)
ACTIVE = "ACTIVE"


def need_ecr(cloud: Cloud, request: Request) -> ExpressConnectRouter:
    """The ECR that a request names; ApiError ``ResourceNotFound.EcrId``."""
    return cloud.need(ExpressConnectRouter, request.text("EcrId"), "ResourceNotFound.EcrId")


def refuse_busy(row: Resource) -> None:
    """Raise ApiError while a resource is on its way to another status; the provider tries again on its code."""
    if row.next_status:
        raise ApiError("Conflict.Lock", f"The {row.kind} {row.id!r} is {row.status}; wait until that is over.")


def success(**fields: object) -> dict[str, object]:
    """An answer of this service, which says that all is well in four ways."""
    return {"Code": "200", "Success": True, "Message": "OK", "HttpStatusCode": 200, **fields}
