"""Tags of zones; this service lists them flat, where others wrap the list once more."""

from __future__ import annotations

from acree_sandbox.api.pvtz.resources import PrivateZone
from acree_sandbox.api.pvtz.service import LANGUAGE, PVTZ, need_zone
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.parameters import boolean, integer, tags, text, texts
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

_WHOSE = (text("ResourceType", required=True, choices=("ZONE",)), texts("ResourceId"), *LANGUAGE)


@PVTZ.action("TagResources", *_WHOSE, tags(), boolean("OverWrite"))
def tag_resources(cloud: Cloud, request: Request) -> Reply:
    """Set tags on zones."""
    for zone_id in request.texts("ResourceId"):
        zone = need_zone(cloud, zone_id)
        cloud.change(zone, tags={**zone.tags, **request.tags()})
    return {}


@PVTZ.action("UntagResources", *_WHOSE, texts("TagKey"), boolean("All"))
def untag_resources(cloud: Cloud, request: Request) -> Reply:
    """Remove tags from zones."""
    gone = set(request.texts("TagKey"))
    for zone_id in request.texts("ResourceId"):
        zone = need_zone(cloud, zone_id)
        kept = {} if request.boolean("All") else {k: v for k, v in zone.tags.items() if k not in gone}
        cloud.change(zone, tags=kept)
    return {}


@PVTZ.action("ListTagResources", *_WHOSE, tags(), integer("Size", minimum=1), text("NextToken"))
def list_tag_resources(cloud: Cloud, request: Request) -> Reply:
    """The tags of the named zones, or of all."""
    named = request.texts("ResourceId")
    zones: list[PrivateZone] = [need_zone(cloud, zone_id) for zone_id in named] if named else cloud.all(PrivateZone)
    wanted = request.tags()
    return {
        "TagResources": [
            {"ResourceId": zone.id, "ResourceType": "ZONE", "TagKey": key, "TagValue": value}
            for zone in zones
            for key, value in zone.tags.items()
            if not wanted or wanted.get(key) in ("", value)
        ]
    }
