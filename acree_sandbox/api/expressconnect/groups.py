"""Tags of leased lines and VBRs, which have actions of their own names."""

from __future__ import annotations

from acree_sandbox.api.expressconnect.resources import PhysicalConnection, Vbr
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import boolean, tags, text, texts
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

KINDS: dict[str, type[PhysicalConnection | Vbr]] = {
    "PHYSICALCONNECTION": PhysicalConnection,
    "VIRTUALBORDERROUTER": Vbr,
}
WHICH = (text("ResourceType", required=True, choices=tuple(KINDS)), texts("ResourceId", required=True))


@VPC.action("TagResourcesForExpressConnect", *WHICH, tags())
def tag_resources_for_express_connect(cloud: Cloud, request: Request) -> Reply:
    """Set tags."""
    for row in _named(cloud, request):
        cloud.change(row, "", tags={**row.tags, **request.tags()})
    return {}


@VPC.action("UntagResourcesForExpressConnect", *WHICH, texts("TagKey"), boolean("All"))
def untag_resources_for_express_connect(cloud: Cloud, request: Request) -> Reply:
    """Remove tags."""
    for row in _named(cloud, request):
        gone = set(row.tags) if request.boolean("All") else set(request.texts("TagKey"))
        cloud.change(row, "", tags={key: value for key, value in row.tags.items() if key not in gone})
    return {}


def _named(cloud: Cloud, request: Request) -> list[PhysicalConnection | Vbr]:
    kind, found = KINDS[request.text("ResourceType")], []
    for identifier in request.texts("ResourceId"):
        row = cloud.get(kind, identifier)
        if not isinstance(row, PhysicalConnection | Vbr):
            raise ApiError("InvalidResourceId.NotFound", f"There is no {kind.kind} {identifier!r} (NotFound).", 404)
        found.append(row)
    return found
