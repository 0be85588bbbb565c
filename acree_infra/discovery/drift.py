"""The difference of two locks, in lines that a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from acree_infra.discovery.items import dump, identity
from acree_infra.discovery.model import Lock

_MOVING = frozenset({"last-seen", "resolver"})
"""Provenance that moves with every look-up; alone it is no change."""


def substance(lock: Lock) -> dict[str, Any]:
    """A lock without its digest of content and without provenance that moves with every look-up."""
    data = dump(lock)
    data.pop("content", None)
    stripped: dict[str, Any] = _without_moving(data)
    return stripped


def difference(old: Lock, new: Lock) -> tuple[str, ...]:
    """What the new lock changes, one line each; none when only provenance moved.

    A line reads `legs.auth.addresses[100.103.7.181]: new` or `…vpcs[vpc-1].owner: was "1", is "2"`.
    """
    return tuple(_changes("", substance(old), substance(new)))


def _without_moving(value: Any) -> Any:  # noqa: ANN401  # any JSON value
    if isinstance(value, dict):
        return {key: _without_moving(item) for key, item in value.items() if key not in _MOVING}
    if isinstance(value, list):
        return [_without_moving(item) for item in value]
    return value


def _changes(path: str, old: Any, new: Any) -> Iterator[str]:  # noqa: ANN401  # any JSON value
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _entries(old, new, f"{path}.{{}}" if path else "{}")
    elif isinstance(old, list) and isinstance(new, list):
        yield from _entries(_by_identity(old), _by_identity(new), f"{path}[{{}}]")
    else:
        yield f"{path}: was {_shown(old)}, is {_shown(new)}"


def _entries(old: Mapping[str, Any], new: Mapping[str, Any], form: str) -> Iterator[str]:
    for key in sorted({*old, *new}):
        path = form.format(key)
        if isinstance(old.get(key, []), list) and isinstance(new.get(key, []), list):
            yield from _changes(path, old.get(key, []), new.get(key, []))  # an absent list is an empty one
        elif key not in new:
            yield f"{path}: gone{_detail(', was ', old[key], key)}"
        elif key not in old:
            yield f"{path}: new{_detail(', ', new[key], key)}"
        else:
            yield from _changes(path, old[key], new[key])


def _by_identity(items: list[Any]) -> dict[str, Any]:
    return {identity(item): item for item in items}


def _detail(lead: str, value: Any, key: str) -> str:  # noqa: ANN401  # any JSON value
    return "" if isinstance(value, Mapping) or value == key else f"{lead}{_shown(value)}"


def _shown(value: Any) -> str:  # noqa: ANN401  # any JSON value
    return f'"{value}"' if isinstance(value, str) else str(value)
