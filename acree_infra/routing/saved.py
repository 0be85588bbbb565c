"""A plan from the JSON document that `acree plan -f json` wrote, as far as it tells.

The document has every row and what carries them, but not the VPCs and their vSwitches: what differs can be read
from it, what that means for a packet cannot.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from acree_infra.errors import ConfigError
from acree_infra.routing.plan_model import Plan

_VERSION = 1
_RENAMED = {"targets": "legs"}
_UNTOLD = ("service", "clients")


def saved_plan(document: object, file: str, like: Plan) -> tuple[Plan, str]:
    """The plan of a document, and its digest as it was written.

    Args:
        document: the parsed JSON.
        file: where it was read, for messages.
        like: the plan whose VPCs stand in for those that the document does not tell.

    Raises:
        ConfigError: it is not a plan of this version, or one of its values is none; the message names the value.
    """
    if not isinstance(document, dict) or "routes" not in document:
        raise ConfigError(f"{file}: expected a plan, found no `routes`", remedy="`acree plan -f json` writes one")
    if document.get("schema_version") != _VERSION:
        raise ConfigError(
            f"{file}: expected schema_version {_VERSION}, found {document.get('schema_version')!r}",
            remedy="write it anew: `acree plan -f json`",
        )
    values: dict[str, Any] = {name: getattr(like, name) for name in _UNTOLD}
    hints = get_type_hints(Plan)
    for name in (field.name for field in fields(Plan) if field.name not in _UNTOLD):
        key = _RENAMED.get(name, name)
        try:
            values[name] = _built(hints[name], document[key], key)
        except KeyError as error:
            raise ConfigError(f"{file}: {key}: expected {error.args[0]!r}, found none") from None
        except (TypeError, ValueError) as error:
            raise ConfigError(f"{file}: {error}") from None
    plan = Plan(**values)
    if plan.stack != like.stack:
        raise ConfigError(f"{file}: expected a plan of stack {like.stack}, found one of {plan.stack}")
    return plan, str(document.get("digest", ""))


def _built(kind: Any, value: Any, key: str) -> Any:  # noqa: ANN401  # any noun of a plan, from any JSON value
    """A value of a type from plain data; errors tell the key."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        chosen = next(part for part in get_args(kind) if part is not type(None))
        return None if value is None else _built(chosen, value, key)
    if origin is tuple:
        return _tuple(get_args(kind), value, key)
    if is_dataclass(kind):
        if not isinstance(value, Mapping):
            raise TypeError(f"{key}: expected a mapping, found {value!r}")
        hints = get_type_hints(kind)
        return kind(**{field.name: _built(hints[field.name], value[field.name], key) for field in fields(kind)})  # type: ignore[operator]  # a class, not an instance
    if kind in (bool, int, str):
        if type(value) is not kind:
            raise TypeError(f"{key}: expected {kind.__name__}, found {value!r}")
        return value
    try:
        return kind(value)
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from None


def _tuple(parts: tuple[Any, ...], value: object, key: str) -> tuple[Any, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise TypeError(f"{key}: expected a list, found {value!r}")
    if parts[-1] is Ellipsis:
        return tuple(_built(parts[0], item, key) for item in value)
    if len(parts) != len(value):
        raise TypeError(f"{key}: expected {len(parts)} values, found {value!r}")
    return tuple(_built(part, item, key) for part, item in zip(parts, value, strict=True))
