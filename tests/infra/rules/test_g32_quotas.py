"""G32: quotas."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def fill(world: World, count: int) -> None:
    """Put existing routes into the client's table."""
    world.client_vpc["route-tables"][0]["routes"] = [
        {"destination": f"192.168.{n}.0/24", "hop-type": "VpnGateway", "hop": "vpn-abc"} for n in range(count)
    ]


def test_the_worked_example_fits() -> None:
    assert World().findings("G32") == []


def test_exactly_the_quota_fits() -> None:
    world = World()
    fill(world, 194)
    assert world.findings("G32") == []


def test_one_more_is_refused_with_all_three_numbers() -> None:
    world = World()
    fill(world, 195)
    finding = world.only("G32")
    assert finding.severity is Severity.REFUSE
    assert (
        "vtb-uf6main of vpc-uf6demo in cn-shanghai holds 195 of 200 routes, +6 by this stack: 1 too many"
        in finding.message
    )
    assert "options.quotas.vpc-routes" in finding.remedy


def test_a_raised_quota_lifts_it() -> None:
    world = World()
    fill(world, 195)
    world.stack["options"] = {"quotas": {"vpc-routes": 300}}
    assert world.findings("G32") == []


def test_a_lowered_quota_is_placed_at_its_key() -> None:
    world = World()
    world.stack["options"] = {"quotas": {"vpc-routes": 5}}
    finding = world.only("G32")
    assert "0 of 5 routes, +6" in finding.message
    assert finding.where == world.place("options", "quotas", "vpc-routes")


def test_an_existing_route_that_is_used_as_it_is_counts_once() -> None:
    world = World()
    fill(world, 194)
    world.client_vpc["route-tables"][0]["routes"].append(
        {"destination": "100.118.28.0/24", "hop-type": "Attachment", "hop": "tr-attach-x"}
    )
    assert world.findings("G32") == []


def test_transit_router_tables_are_counted_when_the_number_is_known() -> None:
    world = World()
    world.stack["options"] = {"quotas": {"transit-router-routes": 6}}
    found = world.findings("G32")
    assert len(found) == 2
    assert "transit-router table system of acree-dev-cn-hangzhou" in found[0].message
    assert "0 of 6 routes, +7" in found[0].message
    world.stack["options"] = {"quotas": {"transit-router-routes": 7}}
    assert world.findings("G32") == []


def test_more_tables_than_the_quota_says_warn() -> None:
    world = World()
    world.client_vpc["route-tables"] += [{"id": f"vtb-more{n}", "type": "Custom", "routes": []} for n in range(10)]
    finding = world.only("G32")
    assert finding.severity is Severity.WARN
    assert "vpc-uf6demo (shanghai) has 11 route tables, the quota says 10" in finding.message
    assert "options.quotas.vpc-tables" in finding.remedy


def test_the_table_warning_can_be_lowered_but_not_the_refusal() -> None:
    world = World()
    fill(world, 195)
    world.client_vpc["route-tables"] += [{"id": f"vtb-more{n}", "type": "Custom", "routes": []} for n in range(10)]
    world.stack["rules"] = {"G32": {"severity": "info", "reason": "the quota has been raised"}}
    assert [f.severity for f in world.findings("G32")] == [Severity.REFUSE, Severity.INFO]


def test_linked_vpcs_beyond_the_quota_are_refused() -> None:
    world = World()
    world.add_client("tools", "cn-hangzhou", "172.20.0.0/16", via="link", **{"link-vswitch": "vsw-tools0"})
    world.stack["options"] = {"quotas": {"linked-vpcs": 1}}
    finding = world.only("G32")
    assert "cri-demo1234 has 1 of 1 linked VPCs, +1 by this stack" in finding.message
    world.stack["options"] = {"quotas": {"linked-vpcs": 2}}
    assert world.findings("G32") == []


def test_a_link_that_exists_is_not_counted_again() -> None:
    world = World()
    world.stack["registry"]["link"] = "vsw-bp1j"
    world.stack["options"] = {"quotas": {"linked-vpcs": 1}}
    assert world.findings("G32") == []
