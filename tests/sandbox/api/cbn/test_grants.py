"""Grants of networks to CEN instances."""

import pytest

from tests.sandbox.api.cbn.networks import HANGZHOU, SHANGHAI, Network

WHOSE = {"CenOwnerId": "9999999999999999", "InstanceId": "vpc-hz", "InstanceType": "VPC", "RegionId": HANGZHOU}
ASKED = {"ProductType": "VPC", "ResourceId": "vpc-hz", "RegionId": HANGZHOU}
LIST = "DescribeGrantRulesToResource"


def test_a_grant_is_described_as_it_was_made(network: Network) -> None:
    network.ask("GrantInstanceToTransitRouter", WHOSE, CenId="cen-of-another-account", OrderType="PayByCenOwner")
    assert network.ask(LIST, ASKED) == {
        "TotalCount": 1,
        "MaxResults": 50,
        "GrantRules": [
            {
                "CenId": "cen-of-another-account",
                "CenOwnerId": 9999999999999999,
                "OrderType": "PayByCenOwner",
                "EffectiveOrderType": "PayByCenOwner",
                "ResourceId": "vpc-hz",
                "ResourceType": "VPC",
                "RegionId": HANGZHOU,
                "CreateTime": "2026-01-01T00:00:00Z",
            }
        ],
    }


@pytest.mark.parametrize("changed", [{"ProductType": "ECR"}, {"ResourceId": "vpc-sh"}, {"RegionId": SHANGHAI}])
def test_other_grants_are_not_shown(network: Network, changed: dict[str, str]) -> None:
    network.ask("GrantInstanceToTransitRouter", WHOSE, CenId="cen-1")
    assert network.ask(LIST, ASKED | changed)["GrantRules"] == []


def test_a_grant_changes_and_is_revoked(network: Network) -> None:
    network.ask("GrantInstanceToTransitRouter", WHOSE, CenId="cen-1")
    assert network.refused("OperationFailed.GrantExist", "GrantInstanceToTransitRouter", WHOSE, CenId="cen-1")
    network.ask(
        "ModifyGrantInstanceToTransitRouter", CenId="cen-1", InstanceId="vpc-hz", OrderType="PayByResourceOwner"
    )
    assert network.ask(LIST, ASKED)["GrantRules"][0]["OrderType"] == "PayByResourceOwner"
    network.ask("RevokeInstanceFromTransitRouter", WHOSE, CenId="cen-1")
    assert network.ask(LIST, ASKED)["GrantRules"] == []
    assert network.refused("InvalidInstanceId.NotFound", "RevokeInstanceFromTransitRouter", WHOSE, CenId="cen-1")


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("InvalidInstanceId.NotFound", {"InstanceId": "vpc-none"}),
        ("InvalidParameter.InstanceType", {"InstanceType": "ECS"}),
        ("InvalidParameter.OrderType", {"OrderType": "Free"}),
        ("MissingParameter.CenOwnerId", {"CenOwnerId": ""}),
        ("MissingParameter.RegionId", {"RegionId": ""}),
    ],
)
def test_what_is_refused(network: Network, code: str, changed: dict[str, str]) -> None:
    assert network.refused(code, "GrantInstanceToTransitRouter", WHOSE | changed, CenId="cen-1")


def test_other_types_need_not_exist(network: Network) -> None:
    network.ask("GrantInstanceToTransitRouter", WHOSE | {"InstanceId": "ecr-1", "InstanceType": "ECR"}, CenId="cen-1")
    asked = {"ProductType": "ECR", "ResourceId": "ecr-1", "RegionId": HANGZHOU}
    assert network.ask(LIST, asked)["TotalCount"] == 1
