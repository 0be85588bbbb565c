"""A kind of text with a fixed form: its pattern, and how a person would describe it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

FORM_ERROR = "form"
"""Error type of a value that has not the form it should have; its context says what was `expected`."""


@dataclass(frozen=True, slots=True)
class Form:
    """Stands in `Annotated[str, Form(...)]`; every mismatch gives one error of type `form`.

    Attributes:
        pattern: regular expression of the whole text; valid in Python, Rust and ECMAScript alike.
        noun: what it is, with its article.
        example: a value that fits.
        max_length: longest text, in characters.
    """

    pattern: str
    noun: str
    example: str
    max_length: int | None = None

    @property
    def expected(self) -> str:
        """What to write, in words."""
        return f"{self.noun} such as {self.example}"

    def mismatch(self) -> PydanticCustomError:
        """The error for a value without this form."""
        return PydanticCustomError(FORM_ERROR, "expected {expected}", {"expected": self.expected})

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(pattern=self.pattern, max_length=self.max_length, strict=True)
        return core_schema.custom_error_schema(
            text,
            custom_error_type=FORM_ERROR,
            custom_error_message="expected {expected}",
            custom_error_context={"expected": self.expected},
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return self.json_schema()

    def json_schema(self) -> dict[str, Any]:
        """The form for editors."""
        longest = {} if self.max_length is None else {"maxLength": self.max_length}
        return {"type": "string", "pattern": self.pattern, **longest, "examples": [self.example]}
