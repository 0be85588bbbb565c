"""The table of served actions: one function each, registered by the service it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.kinds import Parameter, by_name
from acree_sandbox.core.records import Request

if TYPE_CHECKING:
    from acree_sandbox.core.cloud import Cloud

Reply = Mapping[str, object]
"""What an action answers, without RequestId: dicts, lists, texts, numbers and truth values."""

Handler = Callable[["Cloud", Request], Reply]

READING = ("Describe", "List", "Get", "Check", "Query")
"""How the names of actions begin that change nothing."""


@dataclass(frozen=True, slots=True)
class Action:
    """A served action.

    Attributes:
        name: name on the wire.
        product: product code, such as ``Cbn``.
        version: version of the product's API.
        parameters: what it takes, by name.
        handler: the function that does it.
        reads: whether it changes nothing: then no token is kept for it and nothing is saved.
    """

    name: str
    product: str
    version: str
    parameters: Mapping[str, Parameter]
    handler: Handler
    reads: bool


class Registry:
    """Actions by version and name."""

    def __init__(self) -> None:
        self._actions: dict[tuple[str, str], Action] = {}

    def add(self, action: Action) -> None:
        """Add an action; ValueError when its name is taken in that version."""
        key = (action.version, action.name)
        taken = self._actions.get(key)
        if taken is not None:
            raise ValueError(f"{action.name} of {action.version} is taken by {taken.product}")
        self._actions[key] = action

    def find(self, version: str, name: str) -> Action:
        """Return an action; ApiError ``InvalidAction.NotFound`` when it is not served."""
        action = self._actions.get((version, name))
        if action is None:
            others = sorted(known for known, its_name in self._actions if its_name == name)
            hint = f"; it is served in version {', '.join(others)}" if others else ""
            raise ApiError(
                "InvalidAction.NotFound",
                f"The sandbox serves no action {name!r} of version {version!r} (NotFound){hint}.",
                404,
            )
        return action

    def served(self) -> list[Action]:
        """Return every action, by product and name."""
        return sorted(self._actions.values(), key=lambda action: (action.product, action.version, action.name))


REGISTRY = Registry()
"""The actions of all imported services."""


@dataclass(frozen=True, slots=True)
class Service:
    """A product's API in one version; its `action` decorator registers functions.

    Attributes:
        product: product code, such as ``Cbn``.
        version: version of its API.
        registry: where its actions are registered.
    """

    product: str
    version: str
    registry: Registry = REGISTRY

    def action(self, name: str, *parameters: Parameter, reads: bool | None = None) -> Callable[[Handler], Handler]:
        """Register the decorated function as an action of this service.

        Args:
            name: name on the wire.
            parameters: what it takes besides the common parameters.
            reads: whether it changes nothing; by default its name tells (`READING`).
        """

        def register(handler: Handler) -> Handler:
            changes_nothing = name.startswith(READING) if reads is None else reads
            self.registry.add(
                Action(name, self.product, self.version, by_name(parameters), handler, changes_nothing),
            )
            return handler

        return register
