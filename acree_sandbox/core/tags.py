"""Tags on resources, and the actions that set, remove and list them, the same for every service."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import token_page, token_parameters
from acree_sandbox.core.parameters import boolean, tags, text, texts
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply, Service
from acree_sandbox.core.resources import Resource

if TYPE_CHECKING:
    from acree_sandbox.core.cloud import Cloud

Kinds = Mapping[str, Sequence[type[Resource]]]
"""Kinds of resource by the ResourceType that names them on the wire, in lower case."""

_BY_SERVICE: dict[str, dict[str, Sequence[type[Resource]]]] = {}


def tag_list(resource: Resource) -> list[dict[str, str]]:
    """Return a resource's tags as ``[{"Key", "Value"}]``."""
    return [{"Key": key, "Value": value} for key, value in resource.tags.items()]


def has_tags(resource: Resource, wanted: Mapping[str, str]) -> bool:
    """Return whether a resource has all the tags; an empty value stands for any."""
    tagged = resource.tags
    return all(key in tagged and value in ("", tagged[key]) for key, value in wanted.items())


def register_tag_actions(
    service: Service, kinds: Mapping[str, type[Resource] | Sequence[type[Resource]]], *, untag: str = "UntagResources"
) -> None:
    """Register TagResources, its opposite and ListTagResources for a service.

    Args:
        service: whose actions they become.
        kinds: kind or kinds of resource by ResourceType, in any case.
        untag: spelling of the opposite; Vpc says ``UnTagResources``.
    """
    by_type = _BY_SERVICE.setdefault(service.version, {})
    also_tagged(service, kinds)
    whose = (text("ResourceType", required=True), texts("ResourceId"))
    service.action("TagResources", *whose, tags())(_tagging(by_type))
    service.action(untag, *whose, texts("TagKey"), boolean("All"))(_untagging(by_type))
    service.action("ListTagResources", *whose, tags(), *token_parameters())(_listing(by_type))


def also_tagged(service: Service, kinds: Mapping[str, type[Resource] | Sequence[type[Resource]]]) -> None:
    """Let the tag actions of a service take further kinds, those of another package; parameters as above."""
    more = {name.lower(): (kind,) if isinstance(kind, type) else tuple(kind) for name, kind in kinds.items()}
    _BY_SERVICE.setdefault(service.version, {}).update(more)


def _tagging(kinds: Kinds) -> Callable[[Cloud, Request], Reply]:
    def tag_resources(cloud: Cloud, request: Request) -> Reply:
        for row in _named(cloud, request, kinds):
            cloud.put(replace(row, tags={**row.tags, **request.tags()}))
        return {}

    return tag_resources


def _untagging(kinds: Kinds) -> Callable[[Cloud, Request], Reply]:
    def untag_resources(cloud: Cloud, request: Request) -> Reply:
        keys = set(request.texts("TagKey"))
        for row in _named(cloud, request, kinds):
            kept = {key: value for key, value in row.tags.items() if key not in keys}
            cloud.put(replace(row, tags={} if request.boolean("All") else kept))
        return {}

    return untag_resources


def _listing(kinds: Kinds) -> Callable[[Cloud, Request], Reply]:
    def list_tag_resources(cloud: Cloud, request: Request) -> Reply:
        rows = _named(cloud, request, kinds) if "ResourceId" in request else _of_type(cloud, request, kinds)
        entries = [
            {"ResourceId": row.id, "ResourceType": request.text("ResourceType"), "TagKey": key, "TagValue": value}
            for row in rows
            if has_tags(row, request.tags())
            for key, value in row.tags.items()
        ]
        page = token_page(request, entries, size=50)
        return {"TagResources": {"TagResource": page.items}, **page.fields}

    return list_tag_resources


def _of_type(cloud: Cloud, request: Request, kinds: Kinds) -> list[Resource]:
    return [row for kind in _kinds(request, kinds) for row in cloud.all(kind)]


def _named(cloud: Cloud, request: Request, kinds: Kinds) -> list[Resource]:
    found: list[Resource] = []
    for identifier in request.texts("ResourceId"):
        rows = [row for kind in _kinds(request, kinds) if (row := cloud.get(kind, identifier))]
        if not rows:
            wanted = request.text("ResourceType")
            raise ApiError("InvalidResourceId.NotFound", f"There is no {wanted} {identifier!r} (NotFound).", 404)
        found += rows
    return found


def _kinds(request: Request, kinds: Kinds) -> Sequence[type[Resource]]:
    wanted = request.text("ResourceType")
    known = kinds.get(wanted.lower())
    if known is None:
        raise ApiError("InvalidResourceType.NotFound", f"ResourceType {wanted!r} is none of {', '.join(kinds)}.")
    return known
