"""The service object of PrivateZone, and what its actions share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from acree_sandbox.api.pvtz.resources import PrivateZone
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.paging import numbered_page
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Service

T = TypeVar("T")

PVTZ = Service("pvtz", "2018-01-01")

LANGUAGE = (text("Lang"), text("UserClientIp"))
"""What every client of this service may add; it changes only the language of messages."""


def need_zone(cloud: Cloud, zone_id: str) -> PrivateZone:
    """A zone; ApiError `Zone.NotExists` when there is none."""
    return cloud.need(PrivateZone, zone_id, "Zone.NotExists", 400)


def page(request: Request, items: Sequence[T]) -> tuple[Sequence[T], dict[str, object]]:
    """The page that was asked for, and what this service says about it: items and pages in all."""
    found = numbered_page(request, items, size=20)
    size = int(str(found.fields["PageSize"]))
    pages = -(-len(items) // size)
    spelled = {"PageNumber": found.fields["PageNumber"], "PageSize": size}
    return found.items, {**spelled, "TotalItems": len(items), "TotalPages": pages}
