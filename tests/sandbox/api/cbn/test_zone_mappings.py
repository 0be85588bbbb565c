"""Zones and vSwitches of VPC attachments."""

from dataclasses import replace

import pytest

from acree_sandbox.api.cbn.resources import TransitRouterRegion
from acree_sandbox.api.vpc.resources import HeldAddress, VSwitch, take_address
from acree_sandbox.core.cloud import Cloud
from tests.sandbox.api.cbn.networks import HANGZHOU, Network, zone_parameters

CREATE = "CreateTransitRouterVpcAttachment"
ZONES = "UpdateTransitRouterVpcAttachmentZones"


def mappings(*pairs: str, name: str = "ZoneMappings") -> dict[str, str]:
    """Zone mappings from texts such as ``j=vsw-hz-j``."""
    found: dict[str, str] = {}
    for number, (letter, vswitch) in enumerate((pair.split("=") for pair in pairs), 1):
        found |= {f"{name}.{number}.ZoneId": f"cn-hangzhou-{letter}", f"{name}.{number}.VSwitchId": vswitch}
    return found


@pytest.mark.parametrize(
    ("code", "pairs", "words"),
    [
        ("IllegalParam.ZoneMappings", ["j=vsw-hz-j"], "2 to 10 zones, got 1"),
        ("Duplicated.ZoneMapping", ["j=vsw-hz-j", "j=vsw-hz-j"], "cn-hangzhou-j"),
        ("IllegalParam.ZoneId", ["j=vsw-hz-j", "z=vsw-hz-k"], "cn-hangzhou-h, cn-hangzhou-j, cn-hangzhou-k"),
        ("IllegalParam.VSwitchId", ["j=vsw-hz-j", "k=vsw-hz-h"], "cn-hangzhou-h"),
        ("IllegalParam.VSwitchId", ["j=vsw-hz-j", "k=vsw-sh-m"], "vpc-sh"),
        ("InvalidVSwitchId.NotFound", ["j=vsw-hz-j", "k=vsw-none"], "vsw-none"),
    ],
)
def test_what_is_refused(network: Network, code: str, pairs: list[str], words: str) -> None:
    parameters = mappings(*pairs) | {"TransitRouterId": network.router(), "VpcId": "vpc-hz"}
    assert words in network.refused(code, CREATE, parameters)


def test_mappings_are_needed(network: Network) -> None:
    parameters = {"TransitRouterId": network.router(), "VpcId": "vpc-hz"}
    assert network.refused("MissingParameter.ZoneMappings", CREATE, parameters)
    half = parameters | {"ZoneMappings.1.ZoneId": "cn-hangzhou-j"}
    assert network.refused("MissingParameter.ZoneMappings.1.VSwitchId", CREATE, half)


def test_one_zone_is_enough_where_there_is_one(network: Network, cloud: Cloud) -> None:
    with cloud.transaction():
        cloud.put(TransitRouterRegion(id=HANGZHOU, master_zones=["cn-hangzhou-j"]))
    router = network.router()
    parameters = {"TransitRouterId": router, "VpcId": "vpc-hz"}
    assert network.refused("IllegalParam.ZoneId", CREATE, parameters | mappings("j=vsw-hz-j", "k=vsw-hz-k"))
    network.ask(CREATE, parameters | mappings("j=vsw-hz-j"))


def test_a_full_vswitch_is_refused_and_nothing_stays_taken(network: Network, cloud: Cloud) -> None:
    with cloud.transaction():
        small = replace(cloud.need(VSwitch, "vsw-hz-k", ""), cidr="10.0.9.0/29")
        cloud.put(small)
        for _ in range(4):
            assert take_address(cloud, small, "ecs", "ecs")
    parameters = zone_parameters("vpc-hz") | {"TransitRouterId": network.router(), "VpcId": "vpc-hz"}
    assert "vsw-hz-k" in network.refused("InsufficientIpAddr.vsw", CREATE, parameters)
    assert {row.holder for row in cloud.all(HeldAddress)} == {"ecs"}


def test_a_vswitch_that_is_still_being_made(network: Network, cloud: Cloud) -> None:
    with cloud.transaction():
        row = cloud.need(VSwitch, "vsw-hz-k", "")
        cloud.put(replace(row, status="Pending", next_status="Available", due_at=cloud.now() + 60))
    parameters = zone_parameters("vpc-hz") | {"TransitRouterId": network.router(), "VpcId": "vpc-hz"}
    assert "vsw-hz-k" in network.refused("IncorrectStatus.VpcOrVswitch", CREATE, parameters)


def test_zones_are_exchanged(network: Network, cloud: Cloud) -> None:
    identifier = network.attach(network.router())
    before = network.ask("ListTransitRouterVpcAttachments")["TransitRouterAttachments"][0]["ZoneMappings"]
    network.ask(
        ZONES,
        mappings("h=vsw-hz-h", name="AddZoneMappings") | mappings("j=vsw-hz-j", name="RemoveZoneMappings"),
        TransitRouterAttachmentId=identifier,
    )
    (row,) = network.ask("ListTransitRouterVpcAttachments")["TransitRouterAttachments"]
    assert [zone["VSwitchId"] for zone in row["ZoneMappings"]] == ["vsw-hz-k", "vsw-hz-h"]
    assert row["ZoneMappings"][0] == before[1]
    assert {held.vswitch for held in cloud.all(HeldAddress)} == {"vsw-hz-k", "vsw-hz-h"}


@pytest.mark.parametrize(
    ("code", "parameters"),
    [
        ("IllegalParam.ZoneMappings", mappings("j=vsw-hz-j", name="RemoveZoneMappings")),
        ("IllegalParam.ZoneMappings", mappings("h=vsw-hz-h", name="RemoveZoneMappings")),
        ("Duplicated.ZoneMapping", mappings("j=vsw-hz-j", name="AddZoneMappings")),
        ("IllegalParam.VSwitchId", mappings("h=vsw-hz-j", name="AddZoneMappings")),
    ],
)
def test_what_an_exchange_is_refused_for(network: Network, code: str, parameters: dict[str, str]) -> None:
    identifier = network.attach(network.router())
    assert network.refused(code, ZONES, parameters, TransitRouterAttachmentId=identifier)
    (row,) = network.ask("ListTransitRouterVpcAttachments")["TransitRouterAttachments"]
    assert [zone["VSwitchId"] for zone in row["ZoneMappings"]] == ["vsw-hz-j", "vsw-hz-k"]
