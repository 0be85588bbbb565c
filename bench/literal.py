"""A literal program: the same resources as a stack has, written down one by one with fixed values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_HEAD = """import pulumi
import pulumi_alicloud as alicloud

providers = {{{regions}}}

"""


def literal_program(resources: Sequence[Mapping[str, Any]]) -> str:
    """The text of a program that registers the custom resources of a state, each with its provider.

    Args:
        resources: `deployment.resources` of `pulumi stack export`.
    """
    custom = [r for r in resources if r.get("custom") and r["type"].startswith("alicloud:")]
    regions = sorted({_region(r) for r in custom})
    made = ", ".join(f"{region!r}: alicloud.Provider({region!r}, region={region!r})" for region in regions)
    variables = {r["urn"]: f"r{number}" for number, r in enumerate(custom)}
    lines = [_HEAD.format(regions=made)]
    lines += [_line(r, variables) for r in custom]
    return "\n".join(lines) + "\n"


def _line(resource: Mapping[str, Any], variables: Mapping[str, str]) -> str:
    module, _, kind = resource["type"].removeprefix("alicloud:").partition("/")
    needed = [variables[urn] for urn in resource.get("dependencies", ()) if urn in variables]
    options = f"provider=providers[{_region(resource)!r}], depends_on=[{', '.join(needed)}]"
    inputs = {_snake(name): _value(value) for name, value in resource["inputs"].items() if not name.startswith("__")}
    arguments = "".join(f", {name}={value!r}" for name, value in inputs.items())
    name = resource["urn"].rpartition("::")[2]
    call = f"alicloud.{module}.{kind.partition(':')[2]}({name!r}{arguments}"
    return f"{variables[resource['urn']]} = {call}, opts=pulumi.ResourceOptions({options}))"


def _region(resource: Mapping[str, Any]) -> str:
    return str(resource["provider"]).split("::")[-2]


def _value(value: Any) -> Any:  # noqa: ANN401  # any input of any resource
    if isinstance(value, dict):
        return {_snake(name): _value(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_value(item) for item in value]
    return value


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: f"_{found[1].lower()}", name)
