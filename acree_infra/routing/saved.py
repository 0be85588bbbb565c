"""A plan from the JSON document that `acree plan -f json` wrote.

A document of an older acree has every row and what carries them, but not the VPCs and their vSwitches: what differs
can be read from it, what that means for a packet cannot.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from acree_infra.errors import ConfigError
from acree_infra.routing.plan_model import Plan

_VERSION = 1
_RENAMED = {"targets": "legs"}
_VPCS = ("service", "clients")


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """What a document tells.

    Attributes:
        plan: the plan.
        digest: its digest as it was written.
        whole: whether the document tells the VPCs; where it does not, those of another plan stand in for them.
    """

    plan: Plan
    digest: str
    whole: bool


def saved_plan(document: object, file: str, like: Plan) -> SavedPlan:
    """The plan of a document.

    Args:
        document: the parsed JSON.
        file: where it was read, for messages.
        like: the plan whose VPCs stand in for those that an older document does not tell.

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
    whole = all(name in document for name in _VPCS)
    values: dict[str, Any] = {} if whole else {name: getattr(like, name) for name in _VPCS}
    hints = get_type_hints(Plan)
    for name, default in ((field.name, field.default) for field in fields(Plan) if field.name not in values):
        key = _RENAMED.get(name, name)
        if key not in document and default is not MISSING:
            continue
        try:
            values[name] = noun(hints[name], document[key], key)
        except KeyError as error:
            raise ConfigError(f"{file}: {key}: expected {error.args[0]!r}, found none") from None
        except (TypeError, ValueError) as error:
            raise ConfigError(f"{file}: {error}") from None
    plan = Plan(**values)
    if plan.stack != like.stack:
        raise ConfigError(f"{file}: expected a plan of stack {like.stack}, found one of {plan.stack}")
    return SavedPlan(plan, str(document.get("digest", "")), whole)


def noun(kind: Any, value: Any, key: str) -> Any:  # noqa: ANN401  # any noun of a plan, from any JSON value
    """A noun of a plan, or a value of one, from plain data.

    Args:
        kind: its type.
        value: the data, as `to_data` gives it.
        key: what it is, for messages.

    Raises:
        KeyError, TypeError, ValueError: the data is something else; the message names the key.
    """
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        chosen = next(part for part in get_args(kind) if part is not type(None))
        return None if value is None else noun(chosen, value, key)
    if origin is tuple:
        return _tuple(get_args(kind), value, key)
    if is_dataclass(kind):
        if not isinstance(value, Mapping):
            raise TypeError(f"{key}: expected a mapping, found {value!r}")
        return _structure(kind, value, key)
    if kind in (bool, int, str):
        if type(value) is not kind:
            raise TypeError(f"{key}: expected {kind.__name__}, found {value!r}")
        return value
    try:
        return kind(value)
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from None


def _structure(kind: Any, value: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401  # as above
    """A noun from its fields; one with a default may be absent, as in what an older acree wrote."""
    hints = get_type_hints(kind)
    told = [field for field in fields(kind) if field.name in value or field.default is MISSING]
    return kind(**{field.name: noun(hints[field.name], value[field.name], key) for field in told})


def _tuple(parts: tuple[Any, ...], value: object, key: str) -> tuple[Any, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise TypeError(f"{key}: expected a list, found {value!r}")
    if parts[-1] is Ellipsis:
        return tuple(noun(parts[0], item, key) for item in value)
    if len(parts) != len(value):
        raise TypeError(f"{key}: expected {len(parts)} values, found {value!r}")
    return tuple(noun(part, item, key) for part, item in zip(parts, value, strict=True))
