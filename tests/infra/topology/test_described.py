"""What keys are for, read from the models' source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from acree_infra.discovery.model import Lock
from acree_infra.topology.described import DescribedSchema, descriptions
from acree_infra.topology.model import Topology
from acree_infra.topology.values import Model


class Far(Model):
    """A model of two keys."""

    route_tables: tuple[str, ...] = ()
    """Tables that get routes.

    None means all of them.
    """
    plain: str = ""
    name: str = "far"
    """What it is called."""


class Near(Far):
    """One that says more of a key, and has one more."""

    name: str = "near"
    """What it is called here."""
    inside: Far | None = None
    """Another one in it."""


def _models(model: type[Model], known: set[type[Model]]) -> Iterator[type[Model]]:
    """A model and all that its schema is made of."""
    schema = model.model_json_schema(schema_generator=DescribedSchema)
    names = {model.__name__, *schema.get("$defs", {})}
    for one in known:
        if one.__name__ in names:
            yield one


def _all(of: type[Model]) -> set[type[Model]]:
    return {each for below in of.__subclasses__() for each in ({below} | _all(below))}


def test_keys_are_spelled_as_in_the_file() -> None:
    assert descriptions(Far) == {
        "route-tables": "Tables that get routes.\n\nNone means all of them.",
        "name": "What it is called.",
    }


def test_a_model_inherits_and_may_say_more() -> None:
    assert descriptions(Near) == {
        **descriptions(Far),
        "name": "What it is called here.",
        "inside": "Another one in it.",
    }


def test_a_schema_tells_them_and_those_of_the_models_in_it() -> None:
    schema = Near.model_json_schema(by_alias=True, schema_generator=DescribedSchema)
    told = {key: value.get("description") for key, value in schema["properties"].items()}
    assert told == {**dict.fromkeys(["plain"]), **descriptions(Near)}
    assert schema["$defs"]["Far"]["properties"]["name"]["description"] == "What it is called."
    assert schema["description"] == "One that says more of a key, and has one more."


@pytest.mark.parametrize("root", [Topology, Lock])
def test_every_key_of_a_file_that_has_a_text_is_told(root: type[Model]) -> None:
    schema: dict[str, Any] = root.model_json_schema(by_alias=True, schema_generator=DescribedSchema)
    parts = {**schema["$defs"], root.__name__: schema}
    for model in _models(root, _all(Model) | {root}):
        if model.__module__.startswith("acree_infra."):
            part = parts[model.__name__]
            properties = next(form for form in (part, *part.get("anyOf", [])) if "properties" in form)["properties"]
            texts = {key: properties[key].get("description") for key in descriptions(model)}
            assert texts == descriptions(model)
