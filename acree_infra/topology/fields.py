"""The models of a stack file, walked along the keys of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType
from typing import TypeGuard, get_args, get_origin

from pydantic.fields import FieldInfo

from acree_infra.topology.fault import Key
from acree_infra.topology.model import Topology
from acree_infra.topology.values import Model


@cache
def fields_of(model: type[Model]) -> Mapping[str, FieldInfo]:
    """Fields of a model by the spelling of the file."""
    return {str(field.alias): field for field in model.model_fields.values()}


def kind_at(key: Key) -> object:
    """What the models say a key holds: a model, `tuple[...]`, `Mapping[...]`, or the type of one value.

    Args:
        key: a key that the models know; its last part may be a key of a mapping or an index.
    """
    kind: object = Topology
    for part in key:
        kind = fields_of(kind)[str(part)].annotation if is_model(kind) else _item(kind)
        kind = _without_none(kind)
    return kind


def is_model(kind: object) -> TypeGuard[type[Model]]:
    """Whether it is one of our models and not a value, a list or a free mapping."""
    return isinstance(kind, type) and issubclass(kind, Model)


def is_mapping(kind: object) -> bool:
    """Whether it is a mapping whose keys the user chooses."""
    return get_origin(kind) is Mapping


def plain_lists(data: object, key: Key = ()) -> Iterator[Key]:
    """Keys of all lists of single values (ids, CIDRs, names) that were written and that the models know."""
    kind = kind_at(key)
    if isinstance(data, dict) and (is_model(kind) or is_mapping(kind)):
        for name, item in data.items():
            if not is_model(kind) or name in fields_of(kind):
                yield from plain_lists(item, (*key, name))
    elif isinstance(data, list) and get_origin(kind) is tuple:
        if is_model(_item(kind)):
            for index, item in enumerate(data):
                yield from plain_lists(item, (*key, index))
        else:
            yield key


def _item(kind: object) -> object:
    """What a list or a mapping holds."""
    arguments = get_args(kind)
    return arguments[1] if is_mapping(kind) else arguments[0]


def _without_none(kind: object) -> object:
    choices = get_args(kind)
    return choices[0] if NoneType in choices else kind
