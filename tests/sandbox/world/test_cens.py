"""CENs of a world file, as the API sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from acree_sandbox.api.cbn.resources import Association, Propagation
from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import World
from acree_sandbox.world.file import load_world
from tests.sandbox.conftest import Calling, Clock


@pytest.fixture
def world() -> World:
    return load_world(Path(__file__).parents[3] / "stacks" / "worlds" / "prod.yaml")


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("DissociateTransitRouterAttachmentFromRouteTable", Association),
        ("DisableTransitRouterRouteTablePropagation", Propagation),
    ],
)
def test_what_a_world_has_linked_the_api_takes_apart(
    cloud: Cloud, clock: Clock, call: Calling, action: str, kind: type[Association | Propagation]
) -> None:
    (link,) = cloud.where(kind, "attachment", "tr-attach-2zeprod")
    ends = {"TransitRouterAttachmentId": link.attachment, "TransitRouterRouteTableId": link.table}
    call(CBN, action, ends, RegionId="cn-beijing")
    clock.pass_by(60)
    call(CBN, "ListTransitRouters", CenId="cen-prod", RegionId="cn-beijing")
    assert not cloud.where(kind, "attachment", "tr-attach-2zeprod")
