"""Gateways, lines and peerings that a stack file names, learned into its lock file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from acree_infra.cloud.premises import (
    ConnectionRecord,
    ExpressRouterRecord,
    PeeringRecord,
    VbrRecord,
    VpnGatewayRecord,
)
from acree_infra.cloud.routes import RouteRecord
from acree_infra.discovery.digest import content_digest, inputs_digest
from acree_infra.discovery.lookups import Lookups
from acree_infra.discovery.premises import PremisesLookups, start_premises_lookups, without_published
from acree_infra.discovery.progress import silent
from acree_infra.discovery.site_facts import ConnectionFacts
from acree_infra.discovery.wanted import router_regions, wanted_premises
from acree_infra.routing.planner import make_plan
from acree_infra.topology.stack_file import StackFile
from tests.infra.discovery.fakes import FakeAccount, worked_account
from tests.infra.discovery.scene import stack_in
from tests.infra.samples import lock_data, lock_of, stack_data

TUNNELS = [{"device": "203.0.113.10"}]


def stack_with(directory: Path, *ways: dict[str, Any], **client: object) -> StackFile:
    data = stack_data()
    data["clients"][0].update(client)
    if ways:
        data["sites"] = [{"name": "tokyo", "cidrs": ["192.168.0.0/16"], "via": list(ways)}]
    return stack_in(directory, data)


def looked_up(stack: StackFile, account: FakeAccount) -> PremisesLookups:
    with Lookups(silent) as lookups:
        return start_premises_lookups(stack, account.clouds(), lookups)


class TestWanted:
    def test_a_stack_without_sites_wants_nothing(self, tmp_path: Path) -> None:
        wanted = wanted_premises(stack_with(tmp_path))
        assert not any(getattr(wanted, name) for name in wanted.__slots__)

    def test_what_exists_is_named_with_its_region(self, tmp_path: Path) -> None:
        stack = stack_with(
            tmp_path,
            {"kind": "vpn-gateway", "gateway": "vpn-1", "connection": "vco-1", "tunnels": TUNNELS},
            {"kind": "vpn-gateway", "name": "far", "vpc": "vpc-uf6demo", "gateway": "vpn-2", "tunnels": TUNNELS},
            {"kind": "transit-vpn", "region": "cn-beijing", "connection": "vco-3", "tunnels": TUNNELS},
            {"kind": "express-connect", "vbr": "vbr-1"},
            {"kind": "express-connect-router", "vbr": "vbr-2", "router": "ecr-1", "region": "cn-beijing"},
        )
        wanted = wanted_premises(stack)
        assert wanted.vpn_gateways == (("cn-hangzhou", "vpn-1"), ("cn-shanghai", "vpn-2"))
        assert wanted.connections == (("cn-beijing", "vco-3"), ("cn-hangzhou", "vco-1"))
        assert wanted.own == ("cn-shanghai",)
        assert wanted.vbrs == (("cn-beijing", "vbr-2"), ("cn-hangzhou", "vbr-1"))
        assert wanted.express_routers == (("cn-beijing", "ecr-1"),)
        assert sorted(router_regions(stack)) == ["cn-beijing", "cn-beijing", "cn-hangzhou"]

    def test_a_peering_that_exists(self, tmp_path: Path) -> None:
        assert wanted_premises(stack_with(tmp_path, via="vpc-peering")).peerings == ()
        found = wanted_premises(stack_with(tmp_path, via="vpc-peering", peering="pcc-1")).peerings
        assert found == (("cn-shanghai", "pcc-1"),)


class TestFacts:
    def test_a_gateway_and_its_connection(self, tmp_path: Path) -> None:
        account = worked_account()
        account.vpn_gateways["cn-hangzhou", "vpn-1"] = VpnGatewayRecord("vpn-1", "vpc-bp1demo", ("vsw-bp1j",))
        tunnels = ((1, "198.51.100.1"), (2, "198.51.100.2"))
        account.ipsec["cn-hangzhou"] = [
            ConnectionRecord("vco-1", "hq", "vpn-1", tunnels),
            ConnectionRecord("vco-2", "another", "vpn-1", ()),
        ]
        way = {"kind": "vpn-gateway", "gateway": "vpn-1", "connection": "vco-1", "tunnels": TUNNELS}
        found = looked_up(stack_with(tmp_path, way), account)
        assert [gateway.value.vswitches for gateway in found.vpn_gateways] == [("vsw-bp1j",)]
        ((connection,),) = [region.value for region in found.connections]
        assert (connection.id, [str(tunnel.address) for tunnel in connection.tunnels]) == (
            "vco-1",
            ["198.51.100.1", "198.51.100.2"],
        )

    def test_of_its_own_connections_the_addresses(self, tmp_path: Path) -> None:
        account = worked_account()
        account.ipsec["cn-hangzhou"] = [
            ConnectionRecord("vco-8", "acree-dev-ipsec-tokyo-vpn-gateway", "vpn-8", ((1, "198.51.100.8"),)),
            ConnectionRecord("vco-9", "acree-other-ipsec-tokyo-vpn-gateway", "vpn-9", ((1, "198.51.100.9"),)),
        ]
        found = looked_up(stack_with(tmp_path, {"kind": "vpn-gateway", "tunnels": TUNNELS}), account)
        assert [one.id for region in found.connections for one in region.value] == ["vco-8"]

    def test_a_vbr_with_its_link_and_the_routes_that_it_holds(self, tmp_path: Path) -> None:
        account = worked_account()
        account.vbrs["cn-hangzhou", "vbr-1"] = VbrRecord(
            "vbr-1", 7, "10.255.0.1", "10.255.0.2", "255.255.255.252", "vtb-vbr"
        )
        account.routes["vtb-vbr"] = [
            RouteRecord("10.9.0.0/24", "RouterInterface", "ri-1", ""),
            RouteRecord("10.9.0.0/24", "RouterInterface", "ri-2", ""),
        ]
        (vbr,) = looked_up(stack_with(tmp_path, {"kind": "express-connect", "vbr": "vbr-1"}), account).vbrs
        assert (str(vbr.value.link), str(vbr.value.cloud), vbr.value.vlan, vbr.value.routes) == (
            "10.255.0.0/30",
            "10.255.0.1",
            7,
            1,
        )

    def test_a_vbr_without_addresses_has_no_link(self, tmp_path: Path) -> None:
        account = worked_account()
        account.vbrs["cn-hangzhou", "vbr-1"] = VbrRecord("vbr-1", 0, "", "", "", "")
        (vbr,) = looked_up(stack_with(tmp_path, {"kind": "express-connect", "vbr": "vbr-1"}), account).vbrs
        assert (vbr.value.link, vbr.value.cloud, vbr.value.device) == (None, None, None)

    def test_an_express_connect_router_and_a_peering(self, tmp_path: Path) -> None:
        account = worked_account()
        account.vbrs["cn-hangzhou", "vbr-1"] = VbrRecord("vbr-1", 0, "", "", "", "")
        account.express_routers["ecr-1"] = ExpressRouterRecord("ecr-1", 65100, ("vbr-1",), (), ("tr-1",))
        account.peerings["cn-shanghai", "pcc-1"] = PeeringRecord(
            "pcc-1", "cn-shanghai", "vpc-uf6demo", "cn-hangzhou", "vpc-bp1demo", "Activated"
        )
        way = {"kind": "express-connect-router", "vbr": "vbr-1", "router": "ecr-1"}
        found = looked_up(stack_with(tmp_path, way, via="vpc-peering", peering="pcc-1"), account)
        assert [router.value.asn for router in found.express_routers] == [65100]
        assert [peering.value.status for peering in found.peerings] == ["Activated"]

    @pytest.mark.parametrize(
        ("way", "missing"),
        [
            ({"kind": "vpn-gateway", "gateway": "vpn-1", "tunnels": TUNNELS}, "vpn-1"),
            ({"kind": "express-connect", "vbr": "vbr-1"}, "vbr-1"),
        ],
    )
    def test_what_does_not_exist_is_named_with_its_place(
        self, tmp_path: Path, way: dict[str, Any], missing: str
    ) -> None:
        stack, lookups = stack_with(tmp_path, way), Lookups(silent)
        with lookups:
            start_premises_lookups(stack, worked_account().clouds(), lookups)
        message = str(lookups.failure())
        assert f"expected {missing} in cn-hangzhou, found none of this id" in message
        assert "Pulumi.dev.yaml:" in message


def test_routes_that_a_gateway_publishes_for_the_stack_are_its_own(tmp_path: Path) -> None:
    route = {"hop-type": "VpnGateway", "hop": "vpn-1"}
    data = lock_data()
    data["networks"]["vpcs"][0]["route-tables"][0]["routes"] = [
        {"destination": "192.168.0.0/16", **route},
        {"destination": "192.168.0.0/16", **route, "hop": "vpn-2"},
        {"destination": "10.99.0.0/16", **route},
    ]
    own = ConnectionFacts(id="vco-8", region="cn-hangzhou", name="acree-dev-ipsec-tokyo-vpn-gateway", gateway="vpn-1")
    other = ConnectionFacts(id="vco-9", region="cn-hangzhou", name="somebody's", gateway="vpn-2")
    stack = stack_with(tmp_path, {"kind": "vpn-gateway", "tunnels": TUNNELS})
    vpcs = lock_of(data).networks.vpcs
    kept = without_published(stack, vpcs, (own, other))
    routes = [(str(r.destination), r.hop) for table in kept[0].route_tables for r in table.routes]
    assert routes == [("192.168.0.0/16", "vpn-2"), ("10.99.0.0/16", "vpn-1")]
    assert without_published(stack, vpcs, ()) == vpcs


class TestDigests:
    def test_a_stack_without_sites_keeps_its_digest(self, tmp_path: Path) -> None:
        """The digest of a lock file of before data centers were known."""
        lock = lock_of(lock_data())
        same = lock.networks.model_copy(update={"vbrs": (), "connections": ()})
        assert content_digest(lock.legs, lock.networks) == content_digest(lock.legs, same)
        assert inputs_digest(stack_with(tmp_path)) == inputs_digest(stack_in(tmp_path, stack_data()))

    def test_what_is_named_makes_another_one(self, tmp_path: Path) -> None:
        plain = inputs_digest(stack_with(tmp_path))
        named = inputs_digest(stack_with(tmp_path, {"kind": "express-connect", "vbr": "vbr-1"}))
        other = inputs_digest(stack_with(tmp_path, {"kind": "express-connect", "vbr": "vbr-2"}))
        assert len({plain, named, other}) == 3

    def test_cidrs_and_keys_do_not(self, tmp_path: Path) -> None:
        one = {"kind": "vpn-gateway", "tunnels": [{"device": "203.0.113.10"}]}
        two = {"kind": "vpn-gateway", "tunnels": [{"device": "203.0.113.99"}], "selectors": "exact"}
        assert inputs_digest(stack_with(tmp_path, one)) == inputs_digest(stack_with(tmp_path, two))


def test_facts_of_a_lock_file_make_a_plan(tmp_path: Path) -> None:
    data = lock_data()
    data["networks"]["vbrs"] = [{"id": "vbr-1", "region": "cn-hangzhou", "link": "10.255.0.0/30"}]
    plan = make_plan(stack_with(tmp_path, {"kind": "express-connect", "vbr": "vbr-1"}), lock_of(data))
    assert [str(vbr.link) for vbr in plan.premises.vbrs] == ["10.255.0.0/30"]
