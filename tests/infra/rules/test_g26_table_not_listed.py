"""G26: vSwitches whose table gets no routes."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World
from tests.infra.samples import vswitch


def two_tables() -> World:
    world = World()
    world.client_vpc["vswitches"].append(vswitch("vsw-uf6o", "cn-shanghai-m", "172.16.9.0/24", "vtb-uf6other"))
    world.client_vpc["route-tables"].append({"id": "vtb-uf6other", "type": "Custom", "routes": []})
    return world


def test_every_table_in_use_gets_routes_by_itself() -> None:
    assert two_tables().findings("G26") == []


def test_a_table_left_out_warns_with_vswitch_and_table() -> None:
    world = two_tables()
    world.client["route-tables"] = ["vtb-uf6main"]
    finding = world.only("G26")
    assert finding.severity is Severity.WARN
    assert "hosts in vsw-uf6o (172.16.9.0/24, table vtb-uf6other) of client shanghai" in finding.message
    assert "its route-tables are vtb-uf6main" in finding.message
    assert finding.where == world.place("clients", 0, "route-tables")
    assert finding.remedy.startswith("add vtb-uf6other to")


def test_listing_both_passes() -> None:
    world = two_tables()
    world.client["route-tables"] = ["vtb-uf6main", "vtb-uf6other"]
    assert world.findings("G26") == []


def test_skipped_while_waiting() -> None:
    world = two_tables()
    world.client["route-tables"] = ["vtb-uf6main"]
    world.unlink()
    assert world.findings("G26") == []


def test_many_vswitches_are_one_finding() -> None:
    world = two_tables()
    for number in range(20, 40):
        cidr = f"172.16.{number}.0/24"
        world.client_vpc["vswitches"].append(vswitch(f"vsw-more{number}", "cn-shanghai-m", cidr, "vtb-uf6other"))
    world.client["route-tables"] = ["vtb-uf6main"]
    assert "and 17 more" in world.only("G26").message
