"""Lists of attachments that other files may bring in."""

from typing import Any

import pytest

from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.core.cloud import Cloud
from tests.sandbox.api.cbn.networks import HANGZHOU, Network

LISTS = {"VBR": "ListTransitRouterVbrAttachments", "VPN": "ListTransitRouterVpnAttachments"}
LISTS |= {"ECR": "ListTransitRouterEcrAttachments"}


@pytest.mark.parametrize("action", LISTS.values())
def test_there_are_none_at_first(network: Network, action: str) -> None:
    router = network.router()
    network.attach(router)
    asked = {"CenId": network.cen, "RegionId": HANGZHOU, "TransitRouterId": router, "MaxResults": "50"}
    assert network.ask(action, asked) == {"TransitRouterAttachments": [], "TotalCount": 0, "MaxResults": 50}


@pytest.mark.parametrize(
    ("resource_type", "fields"),
    [
        ("VBR", {"VbrId": "x-1", "VbrOwnerId": 42, "VbrRegionId": "cn-qingdao"}),
        ("VPN", {"VpnId": "x-1", "VpnOwnerId": 42, "VpnRegionId": "cn-qingdao", "Zones": [{"ZoneId": "z"}]}),
        ("ECR", {"EcrId": "x-1", "EcrOwnerId": 42, "TransitRouterRegionId": HANGZHOU}),
    ],
)
def test_each_type_has_its_fields(network: Network, cloud: Cloud, resource_type: str, fields: dict[str, Any]) -> None:
    router = network.router()
    with cloud.transaction():
        cloud.put(
            Attachment(
                id="tr-attach-1",
                region=HANGZHOU,
                status="Attached",
                cen=network.cen,
                router=router,
                resource_type=resource_type,
                resource="x-1",
                resource_owner="42",
                resource_region="cn-qingdao",
                zones=[{"ZoneId": "z"}],
            )
        )
    (row,) = network.ask(LISTS[resource_type], TransitRouterId=router)["TransitRouterAttachments"]
    assert {name: row[name] for name in fields} == fields
    assert (row["TransitRouterAttachmentId"], row["ResourceType"]) == ("tr-attach-1", resource_type)
    assert network.ask(LISTS[resource_type], RegionId="cn-qingdao")["TransitRouterAttachments"] == []
    for other in set(LISTS.values()) - {LISTS[resource_type]}:
        assert network.ask(other)["TransitRouterAttachments"] == []
