"""What a resource is: frozen, of one kind, with a status that may be on its way to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, ClassVar, TypeVar

if TYPE_CHECKING:
    from acree_sandbox.core.cloud import Cloud

GONE = "Gone"
"""The status of what has been deleted; nothing in the state ever has it, only what is on its way there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Base of every resource; a subclass is a frozen dataclass registered with `resource`.

    Fields hold what JSON holds: texts, numbers, truth values, None, lists and dicts of these.

    Attributes:
        id: unique within its kind.
        region: region id, empty for what belongs to none.
        created_at: seconds since the epoch.
        status: status that a client sees, in the service's spelling.
        next_status: status that follows by itself; empty when the status stays.
        due_at: when it follows, in seconds since the epoch.
        tags: value by key.
    """

    kind: ClassVar[str] = ""
    prefix: ClassVar[str] = ""
    indexes: ClassVar[tuple[str, ...]] = ()
    field_names: ClassVar[tuple[str, ...]] = ()

    id: str
    region: str = ""
    created_at: float = 0.0
    status: str = "Active"
    next_status: str = ""
    due_at: float = 0.0
    tags: Mapping[str, str] = field(default_factory=dict)

    def settled(self, cloud: Cloud) -> None:
        """Do what follows when `next_status` has become the status; `GONE` is seen here too, as the last status."""

    def document(self) -> dict[str, object]:
        """Return the fields as they are saved."""
        return {name: getattr(self, name) for name in self.field_names}


R = TypeVar("R", bound=Resource)
KINDS: dict[str, type[Resource]] = {}
"""Every kind of resource by name."""


def resource(kind: str, *, prefix: str = "", indexes: tuple[str, ...] = ()) -> Callable[[type[R]], type[R]]:
    """Register a frozen dataclass as a kind of resource.

    Args:
        kind: name of the kind in the state and in paces, such as ``cen``.
        prefix: what its ids begin with, such as ``cen``; the kind when empty.
        indexes: names of fields by which `Cloud.where` finds quickly.

    Raises:
        ValueError: the kind is registered already.
    """

    def register(made: type[R]) -> type[R]:
        if kind in KINDS:
            raise ValueError(f"kind {kind!r} is taken by {KINDS[kind].__qualname__}")
        made.kind = kind
        made.prefix = prefix or kind
        made.indexes = indexes
        made.field_names = tuple(its.name for its in fields(made))
        KINDS[kind] = made
        return made

    return register
