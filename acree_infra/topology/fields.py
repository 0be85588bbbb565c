"""The models of a stack file, walked along the keys of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType
from typing import Annotated, TypeGuard, get_args, get_origin

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
        key: a key that the models know; its last part may be a key of a mapping or an index. Where one of several
            models stands, the part after it is the value of its `kind`, as pydantic writes it.
    """
    kind: object = Topology
    for part in key:
        kind = _below(kind, str(part))
    return kind


def written_key(key: Key) -> Key:
    """A key as it stands in the file: without the values of `kind` that pydantic puts into it."""
    kind: object = Topology
    written: list[str | int] = []
    for position, part in enumerate(key, start=1):
        if not variants(kind):
            written.append(part)
        if position < len(key):
            kind = _below(kind, str(part))
    return tuple(written)


def variants(kind: object) -> Mapping[str, type[Model]]:
    """Where one of several models may stand: each by the value of its `kind`; none elsewhere."""
    if get_origin(kind) is not Annotated:
        return {}
    models = (model for model in get_args(get_args(kind)[0]) if is_model(model))
    return {str(get_args(model.model_fields["kind"].annotation)[0]): model for model in models}


def is_model(kind: object) -> TypeGuard[type[Model]]:
    """Whether it is one of our models and not a value, a list or a free mapping."""
    return isinstance(kind, type) and issubclass(kind, Model)


def is_mapping(kind: object) -> bool:
    """Whether it is a mapping whose keys the user chooses."""
    return get_origin(kind) is Mapping


def plain_lists(data: object) -> Iterator[Key]:
    """Keys of all lists of single values (ids, CIDRs, names) that were written and that the models know."""
    return _lists(data, Topology, ())


def _lists(data: object, kind: object, key: Key) -> Iterator[Key]:
    if isinstance(data, dict):
        kind = variants(kind).get(str(data.get("kind")), kind)
        for name, item in data.items():
            if is_mapping(kind) or (is_model(kind) and name in fields_of(kind)):
                yield from _lists(item, _below(kind, name), (*key, name))
    elif isinstance(data, list) and get_origin(kind) is tuple:
        item_kind = _item(kind)
        if not is_model(item_kind) and not variants(item_kind):
            yield key
            return
        for index, item in enumerate(data):
            yield from _lists(item, item_kind, (*key, index))


def _below(kind: object, part: str) -> object:
    """What a model, a list or a mapping holds at one part of a key; one of several models, by its `kind`."""
    if known := variants(kind):
        return known.get(part, kind)
    return _without_none(fields_of(kind)[part].annotation if is_model(kind) else _item(kind))


def _item(kind: object) -> object:
    """What a list or a mapping holds."""
    arguments = get_args(kind)
    return arguments[1] if is_mapping(kind) else arguments[0]


def _without_none(kind: object) -> object:
    choices = get_args(kind)
    return choices[0] if NoneType in choices else kind
