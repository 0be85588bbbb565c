"""Events of the engine as it writes them."""

from __future__ import annotations

from typing import Any

from pulumi.automation.events import EngineEvent

ROUTE = "alicloud:vpc/vPCRouteEntry:VPCRouteEntry"
ATTACHMENT = "alicloud:cen/transitRouterVpcAttachment:TransitRouterVpcAttachment"


def metadata(op: str, name: str, kind: str = ROUTE, region: str = "cn-hangzhou") -> dict[str, Any]:
    """What is told of a step."""
    return {
        "op": op,
        "type": kind,
        "urn": f"urn:pulumi:dev::acree::acree:index:Client${kind}::{name}",
        "provider": f"urn:pulumi:dev::acree::pulumi:providers:alicloud::{region}::4b9c" if region else "",
    }


def event(kind: str, **content: object) -> EngineEvent:
    """One event of a kind."""
    return EngineEvent.from_json({"sequence": 1, "timestamp": 1, kind: content})


def begins(op: str, name: str, *, planning: bool = False, **more: str) -> EngineEvent:
    """A step begins."""
    return event("resourcePreEvent", metadata=metadata(op, name, **more), planning=planning)


def ends(op: str, name: str, *, planning: bool = False, **more: str) -> EngineEvent:
    """A step has ended well."""
    return event("resOutputsEvent", metadata=metadata(op, name, **more), planning=planning)


def fails(op: str, name: str, **more: str) -> EngineEvent:
    """A step has failed."""
    return event("resOpFailedEvent", metadata=metadata(op, name, **more), status=0, steps=1)


def says(severity: str, message: str) -> EngineEvent:
    """Something is said."""
    return event("diagnosticEvent", severity=severity, message=message, color="never")
