"""What the engine does to each resource, from its event stream, in words of this project."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi.automation.events import StepEventMetadata


class Action(StrEnum):
    """What becomes of a resource."""

    SAME = "same"
    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"


_ACTIONS = {
    "create": Action.CREATE,
    "import": Action.CREATE,
    "update": Action.UPDATE,
    "replace": Action.REPLACE,
    "create-replacement": Action.REPLACE,
    "delete-replaced": Action.REPLACE,
    "import-replacement": Action.REPLACE,
    "delete": Action.DELETE,
    "discard": Action.DELETE,
}
"""By the engine's word (`OpType`); every other one leaves the resource as it is."""

_ROUTES = frozenset(
    {"vpc:VPCRouteEntry", "vpc:RouteEntry", "vpn:RouteEntry", "vpn:PbrRouteEntry", "vpn:GatewayVcoRoute"}
    | {"cen:TransitRouterRouteEntry", "cen:RouteService"}
)
"""Kinds of resources that are a row of a table, each with its package: `cen:RouteEntry` only advertises one."""


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One thing that the engine does, or would do.

    Attributes:
        region: region of the provider that does it; empty for components and the stack itself.
        kind: last word of the type token, for example `VPCRouteEntry`.
        name: name that the program gave the resource.
        action: what becomes of it.
        is_route: whether the resource is a row of a table.
    """

    region: str
    kind: str
    name: str
    action: Action
    is_route: bool = False

    @property
    def changes(self) -> bool:
        """Whether anything of the account changes."""
        return bool(self.region) and self.action is not Action.SAME

    @property
    def label(self) -> str:
        """Kind and name; a name alone may belong to several kinds."""
        return f"{self.kind} {self.name}"


def step_of(metadata: StepEventMetadata) -> Step:
    """The step of an event."""
    module, _, kind = metadata.type.rpartition(":")
    package, _, _ = module.partition("/")
    provider, _, _ = (metadata.provider or "").rpartition("::")
    of_cloud = metadata.type.startswith("alicloud:")
    return Step(
        region=provider.rpartition("::")[2] if of_cloud else "",
        kind=kind,
        name=metadata.urn.rpartition("::")[2],
        action=_ACTIONS.get(metadata.op.value, Action.SAME),
        is_route=f"{package.rpartition(':')[2]}:{kind}" in _ROUTES,
    )
