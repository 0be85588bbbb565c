"""The form of a text as check, as words and as schema."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from acree_infra.topology.form import FORM_ERROR, Form

COLOUR = Form(r"^#[0-9a-f]{6}$", "a colour", "#00aaff", max_length=7)
ADAPTER: TypeAdapter[str] = TypeAdapter(Annotated[str, COLOUR])


def test_a_text_of_this_form() -> None:
    assert ADAPTER.validate_python("#123abc") == "#123abc"


@pytest.mark.parametrize("value", ["blue", "#123abcd", 5, None, b"#123abc"])
def test_one_error_says_what_was_expected(value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        ADAPTER.validate_python(value)
    (detail,) = caught.value.errors()
    assert (detail["type"], detail["ctx"]) == (FORM_ERROR, {"expected": "a colour such as #00aaff"})
    assert detail["msg"] == COLOUR.mismatch().message() == "expected a colour such as #00aaff"


def test_schema_for_editors() -> None:
    assert ADAPTER.json_schema() == COLOUR.json_schema()
    assert COLOUR.json_schema() == {
        "type": "string",
        "pattern": r"^#[0-9a-f]{6}$",
        "maxLength": 7,
        "examples": ["#00aaff"],
    }
    assert "maxLength" not in Form("x", "an x", "x").json_schema()
