"""A model that may also be written as the single value of its main key."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from acree_infra.topology.values import Model, kebab


class ShorthandModel(Model):
    """`service-vpc: vpc-1` means the same as `service-vpc: {id: vpc-1}`.

    A subclass names its main key in `shorthand`.
    """

    shorthand: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _expand(cls, value: object) -> object:
        if isinstance(value, str | int) and not isinstance(value, bool):
            return {kebab(cls.shorthand): value}
        return value

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler.resolve_ref_schema(handler(core_schema))
        main = schema["properties"][kebab(cls.shorthand)]
        short = [choice for choice in main.get("anyOf", [main]) if choice.get("type") != "null"]
        whole = dict(schema)
        schema.clear()
        schema.update({"anyOf": [*short, whole], "description": whole.get("description", "")})
        return schema
