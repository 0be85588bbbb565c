"""What every component gets: the plan, the providers, and the marks of the stack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from acree_infra.program.attachments import Attachments
from acree_infra.program.names import Purposes
from acree_infra.program.providers import Providers
from acree_infra.program.routes import to_create
from acree_infra.routing.nouns import Route, Table
from acree_infra.routing.plan_model import Plan
from acree_infra.topology.ownership import cloud_name, stack_tag


@dataclass(frozen=True, slots=True)
class Scene:
    """The setting in which components are built.

    Attributes:
        plan: what must exist.
        providers: by region.
        routes: the routes to create, by table.
        purposes: what each destination is for.
        attachments: filled by the components that hold attachments, read by the tables.
        edges: ids of gateways, connections, lines and peerings, filled and read likewise.
        keys: pre-shared keys that the service made or was given, by tunnel; each a secret.
        parent: what the components belong to in somebody else's program; None in acree's own.
        cen: the id of the plan's CEN where it is only given once something has passed; None for the plan's own.
    """

    plan: Plan
    providers: Providers
    routes: Mapping[Table, tuple[Route, ...]]
    purposes: Purposes
    attachments: Attachments = field(default_factory=Attachments)
    edges: Attachments = field(default_factory=Attachments)
    keys: dict[str, pulumi.Output[str]] = field(default_factory=dict)
    parent: pulumi.Resource | None = None
    cen: pulumi.Input[str] | None = None

    @staticmethod
    def of(plan: Plan, providers: Providers) -> Scene:
        """The setting of a plan, before any component."""
        return Scene(plan, providers, to_create(plan), Purposes(plan))

    @property
    def under(self) -> pulumi.ResourceOptions | None:
        """Options of the components that stand highest."""
        return None if self.parent is None else pulumi.ResourceOptions(parent=self.parent)

    @property
    def tags(self) -> dict[str, str]:
        """The mark on everything that takes tags."""
        key, value = stack_tag(self.plan.stack)
        return {key: value}

    def cloud_name(self, part: str = "") -> str:
        """Name that the account shows: `acree-<stack>`, or `acree-<stack>-<part>`."""
        return cloud_name(self.plan.stack, part)
