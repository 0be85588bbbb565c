"""What the keys of a stack or lock file are for: the text below each field of its model, read when somebody asks."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from acree_infra.topology.values import Model


@cache
def descriptions(model: type[Model]) -> Mapping[str, str]:
    """What each field of a model is for, its own and the inherited ones.

    pydantic can read the same by itself (`use_attribute_docstrings`), but does at every start of every command, which
    takes a tenth of it.

    Args:
        model: the model of a file or of a part of it.

    Returns:
        Text by key, in the spelling of the file; a key without a text is left out.
    """
    found: dict[str, str] = {}
    for holder in reversed(model.__mro__):
        if issubclass(holder, Model):
            found |= _own(holder)
    return {str(field.alias): found[name] for name, field in model.model_fields.items() if name in found}


def _own(model: type[Model]) -> Mapping[str, str]:
    """Text by attribute, of those that stand in the class itself."""
    (written,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    lines = written.body if isinstance(written, ast.ClassDef) else []
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(lines)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


class DescribedSchema(GenerateJsonSchema):
    """A JSON Schema with what each field is for."""

    def model_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ANN401  # the signature is pydantic's
        """The schema of one model."""
        made = super().model_schema(schema)
        for key, text in descriptions(schema["cls"]).items():
            made["properties"][key]["description"] = text
        return made
