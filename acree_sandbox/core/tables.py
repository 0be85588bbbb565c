"""Resources by kind and id, with indexes, and what one transaction did to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from acree_sandbox.core.resources import Resource


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one resource.

    Attributes:
        kind: kind of the resource.
        id: its id.
        before: what it was, None when it is new.
        after: what it is, None when it is gone.
    """

    kind: str
    id: str
    before: Resource | None
    after: Resource | None


Rows = dict[str, Resource]


class Tables:
    """Resources in the order in which they were made. Not safe for threads by itself."""

    def __init__(self) -> None:
        self._rows: dict[str, Rows] = {}
        self._indexes: dict[tuple[str, str], dict[object, Rows]] = {}
        self._before: dict[tuple[str, str], Resource | None] = {}

    def get(self, kind: str, identifier: str) -> Resource | None:
        """Return one resource."""
        return self._rows.get(kind, {}).get(identifier)

    def rows(self, kind: str) -> Mapping[str, Resource]:
        """Return all resources of a kind by id."""
        return self._rows.get(kind, {})

    def where(self, kind: str, field: str, value: object) -> Mapping[str, Resource]:
        """Return the resources of a kind whose indexed field has the value, by id."""
        return self._indexes.get((kind, field), {}).get(value, {})

    def everything(self) -> Iterable[Resource]:
        """Return all resources, kind by kind."""
        return [row for rows in self._rows.values() for row in rows.values()]

    def put(self, row: Resource) -> None:
        """Add a resource, or replace the one of its id."""
        self._remember(row.kind, row.id)
        self._write(row.kind, row.id, row)

    def drop(self, row: Resource) -> None:
        """Take a resource away."""
        self._remember(row.kind, row.id)
        self._write(row.kind, row.id, None)

    def commit(self) -> list[Change]:
        """Return what changed since the last commit or undo, and begin anew."""
        changes = [
            Change(kind, identifier, before, after)
            for (kind, identifier), before in self._before.items()
            if (after := self.get(kind, identifier)) is not before
        ]
        self._before = {}
        return changes

    def undo(self) -> None:
        """Make everything as it was at the last commit or undo."""
        remembered, self._before = self._before, {}
        for (kind, identifier), before in remembered.items():
            returned = before is not None and self.get(kind, identifier) is None
            self._write(kind, identifier, before)
            if returned:
                self._rows[kind] = dict(sorted(self._rows[kind].items(), key=lambda item: item[1].created_at))

    def _remember(self, kind: str, identifier: str) -> None:
        self._before.setdefault((kind, identifier), self.get(kind, identifier))

    def _write(self, kind: str, identifier: str, row: Resource | None) -> None:
        rows = self._rows.setdefault(kind, {})
        old = rows.get(identifier)
        sample = row or old
        for field in sample.indexes if sample else ():
            self._index(kind, field, old, row)
        if row is None:
            rows.pop(identifier, None)
        else:
            rows[identifier] = row

    def _index(self, kind: str, field: str, old: Resource | None, new: Resource | None) -> None:
        index = self._indexes.setdefault((kind, field), {})
        if old is not None and (new is None or getattr(old, field) != getattr(new, field)):
            value = getattr(old, field)
            index[value].pop(old.id, None)
            if not index[value]:
                del index[value]
        if new is not None:
            index.setdefault(getattr(new, field), {})[new.id] = new
