"""Reads the engine's resources, of which a preview does not know every value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pulumi_policy import PolicyResource, ResourceValidationArgs
from pulumi_policy.proxy import UnknownValueError

from acree_infra.policy.resource import PROPERTIES, Resource


def resource_of(one: PolicyResource | ResourceValidationArgs) -> Resource:
    """A resource of the engine, with what is known of it."""
    needs = {key: tuple(other.urn for other in found) for key, found in _dependencies(one).items()}
    region = _known(one.provider.props, "region") if one.provider is not None else ""
    properties = {key: value for key in PROPERTIES if (value := _known(one.props, key))}
    return Resource(one.urn, one.resource_type, one.name, region, properties, needs)


def resources_of(found: Iterable[PolicyResource]) -> tuple[Resource, ...]:
    """The resources of a program, in the engine's order, which is another one each time."""
    return tuple(resource_of(one) for one in found)


def _dependencies(one: PolicyResource | ResourceValidationArgs) -> Mapping[str, list[PolicyResource]]:
    return one.property_dependencies if isinstance(one, PolicyResource) else {}


def _known(properties: Mapping[str, Any], key: str) -> str:
    """A value; empty when there is none, when it is not known yet, or when it is a secret."""
    try:
        value = properties.get(key)
    except UnknownValueError:
        return ""
    return value if isinstance(value, str) else ""
