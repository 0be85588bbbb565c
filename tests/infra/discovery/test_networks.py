"""VPCs, transit routers and zones: what is recorded, and what is left out because the stack made it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from acree_infra.cloud.cen import AttachmentRecord, TransitRouterRecord, TransitRouterTableRecord
from acree_infra.cloud.private_zone import ZoneRecord
from acree_infra.cloud.routes import RouteRecord
from acree_infra.cloud.vpc import RouteTableRecord
from acree_infra.discovery.existing import existing_routes
from acree_infra.discovery.facts import FREE_ENOUGH, Vpc
from acree_infra.discovery.routers import own_addresses, region_routers, without_own_attachments
from acree_infra.discovery.vpcs import named_vpcs, vpc_facts, with_own_addresses
from acree_infra.discovery.zones import covering_zones
from acree_infra.errors import DiscoveryError
from tests.infra.discovery.fakes import OWN_TAGS, REGISTRY_HOST, FakeAccount
from tests.infra.discovery.scene import stack_in

CEN, HERE = "cen-1", "cn-shanghai"


@pytest.fixture
def notes() -> list[str]:
    return []


def client_vpc_of(
    account: FakeAccount, directory: Path, data: dict[str, Any], notes: list[str], vpc: str = "vpc-uf6demo"
) -> Vpc:
    return vpc_facts(stack_in(directory, data), account, HERE, vpc, notes.append)


class TestExistingRoutes:
    def test_foreign_routes_are_sorted_and_own_ones_left_out(self, notes: list[str]) -> None:
        records = [
            RouteRecord("192.168.0.0/16", "VpnGateway", "vpn-1", "office"),
            RouteRecord("100.118.28.0/24", "Attachment", "tr-attach-1", "acree-dev-oss"),
            RouteRecord("10.9.0.0/16", "Attachment", "tr-attach-1", "acree-prod-return"),
            RouteRecord("10.8.0.1", "BlackHole", "", ""),
            RouteRecord("2001:db8::/32", "IPv6Gateway", "ipv6gw-1", ""),
        ]

        found = existing_routes("dev", "vtb-1", records, notes.append)

        assert [(str(route.destination), route.hop_type, route.hop, route.name) for route in found] == [
            ("10.8.0.1/32", "BlackHole", "", ""),
            ("10.9.0.0/16", "Attachment", "tr-attach-1", "acree-prod-return"),
            ("192.168.0.0/16", "VpnGateway", "vpn-1", "office"),
        ]
        assert notes == []

    def test_what_is_no_prefix_is_noted(self, notes: list[str]) -> None:
        assert existing_routes("dev", "vtb-1", [RouteRecord("pl-1", "Attachment", "a", "")], notes.append) == ()
        assert notes == ["vtb-1: the entry to 'pl-1' is no IPv4 prefix and is not recorded"]


class TestVpcs:
    def test_each_vpc_once_and_sorted(self, directory: Path, data: dict[str, Any]) -> None:
        data["clients"] += [
            {"name": "again", "region": "cn-shanghai", "vpc": "vpc-uf6demo"},
            {"name": "beijing", "region": "cn-beijing", "vpc": "vpc-2ze"},
        ]

        assert named_vpcs(stack_in(directory, data)) == (
            ("cn-beijing", "vpc-2ze"),
            ("cn-hangzhou", "vpc-bp1demo"),
            ("cn-shanghai", "vpc-uf6demo"),
        )

    def test_everything_of_a_vpc(
        self, account: FakeAccount, directory: Path, data: dict[str, Any], notes: list[str]
    ) -> None:
        record = account.vpcs[HERE, "vpc-uf6demo"]
        account.vpcs[HERE, "vpc-uf6demo"] = replace(record, cidrs=("172.16.0.0/16", "10.9.0.0/16", "10.8.0.0/16"))
        account.vpc_tables["vpc-uf6demo"].insert(0, RouteTableRecord("vtb-uf6other", "Custom", "VSwitch"))
        account.routes["vtb-uf6other"] = [RouteRecord("0.0.0.0/0", "NatGateway", "ngw-1", "")]
        account.routes["vtb-uf6main"] = [RouteRecord("100.118.28.0/24", "Attachment", "a", "acree-dev-oss")]
        account.subnets["vpc-uf6demo"].reverse()

        vpc = client_vpc_of(account, directory, data, notes)

        assert (vpc.id, vpc.region, vpc.owner) == ("vpc-uf6demo", "cn-shanghai", "1234567890123456")
        assert [str(cidr) for cidr in vpc.cidrs] == ["172.16.0.0/16", "10.8.0.0/16", "10.9.0.0/16"]
        assert [(v.id, v.zone, str(v.cidr), v.route_table) for v in vpc.vswitches] == [
            ("vsw-uf6m", "cn-shanghai-m", "172.16.0.0/24", "vtb-uf6main"),
            ("vsw-uf6n", "cn-shanghai-n", "172.16.1.0/24", "vtb-uf6main"),
        ]
        assert [(t.id, t.type, len(t.routes)) for t in vpc.route_tables] == [
            ("vtb-uf6main", "System", 0),
            ("vtb-uf6other", "Custom", 1),
        ]

    def test_vswitch_without_a_table_uses_the_system_table(
        self, account: FakeAccount, directory: Path, data: dict[str, Any], notes: list[str]
    ) -> None:
        account.subnets["vpc-uf6demo"] = [replace(v, route_table="") for v in account.subnets["vpc-uf6demo"]]

        vpc = client_vpc_of(account, directory, data, notes)

        assert {vswitch.route_table for vswitch in vpc.vswitches} == {"vtb-uf6main"}

    @pytest.mark.parametrize(("vpc", "line"), [("vpc-uf6demo", 4), ("vpc-bp1demo", 3)])
    def test_vpc_that_does_not_exist_is_named_with_its_line(
        self, account: FakeAccount, directory: Path, data: dict[str, Any], notes: list[str], vpc: str, line: int
    ) -> None:
        account.vpcs.clear()

        with pytest.raises(DiscoveryError) as caught:
            client_vpc_of(account, directory, data, notes, vpc)

        (problem,) = caught.value.problems
        assert str(problem.where).endswith(f"Pulumi.dev.yaml:{line}")
        assert f"expected {vpc} in cn-shanghai, found none of this id" in str(problem)

    @pytest.mark.parametrize(
        ("free", "used", "recorded"), [(0, 1, 1), (3, 0, 3), (9, 2, FREE_ENOUGH), (250, 0, FREE_ENOUGH)]
    )
    def test_own_addresses_count_as_free_up_to_enough(
        self,
        account: FakeAccount,
        directory: Path,
        data: dict[str, Any],
        notes: list[str],
        free: int,
        used: int,
        recorded: int,
    ) -> None:
        account.subnets["vpc-uf6demo"] = [replace(v, free_addresses=free) for v in account.subnets["vpc-uf6demo"]]
        vpc = client_vpc_of(account, directory, data, notes)

        (counted,) = with_own_addresses([vpc], Counter({"vsw-uf6m": used}))

        assert counted.vswitches[0].free_addresses == recorded
        assert counted.vswitches[1].free_addresses == min(free, FREE_ENOUGH)


def attachment(name: str) -> AttachmentRecord:
    return AttachmentRecord(name, "vpc", "tr-1", "vpc-x")


@pytest.fixture
def foreign(account: FakeAccount) -> FakeAccount:
    """A CEN that exists, with a foreign router and what others attached to it."""
    account.routers[CEN, HERE] = [TransitRouterRecord("tr-1", HERE, "Enterprise")]
    account.router_tables["tr-1"] = [
        TransitRouterTableRecord("vtb-tr2", "Custom"),
        TransitRouterTableRecord("vtb-tr1", "System"),
    ]
    account.attached[CEN, HERE, "vpc"] = [
        replace(attachment("tr-attach-2"), vswitches=("vsw-a", "vsw-b"), auto_publish=True)
    ]
    account.attached[CEN, HERE, "vbr"] = [replace(attachment("tr-attach-1"), kind="vbr", resource="vbr-1")]
    account.attached[CEN, HERE, "peer"] = [
        replace(
            attachment("tr-attach-9"),
            kind="peer",
            resource="tr-hz",
            peer_region="cn-hangzhou",
            bandwidth=50,
            bandwidth_type="BandwidthPackage",
        )
    ]
    account.associated = {"vtb-tr1": ("tr-attach-2",), "vtb-tr2": ("tr-attach-1",)}
    account.propagated = {"vtb-tr1": ("tr-attach-1", "tr-attach-2"), "vtb-tr2": ("tr-attach-2",)}
    account.routes["vtb-tr1"] = [
        RouteRecord("10.0.0.0/8", "BlackHole", "", ""),
        RouteRecord("100.118.28.0/24", "Attachment", "tr-attach-7", "acree-dev-oss"),
    ]
    return account


class TestRouters:
    def test_foreign_router_with_tables_and_attachments(self, foreign: FakeAccount, notes: list[str]) -> None:
        (router,) = region_routers("dev", foreign.clouds().cen, CEN, HERE, notes.append).routers

        assert (router.id, router.region, router.edition) == ("tr-1", HERE, "Enterprise")
        assert [(t.id, t.type, [str(r.destination) for r in t.routes]) for t in router.tables] == [
            ("vtb-tr1", "System", ["10.0.0.0/8"]),
            ("vtb-tr2", "Custom", []),
        ]
        assert [(a.id, a.kind, a.association, a.propagations) for a in router.attachments] == [
            ("tr-attach-1", "vbr", "vtb-tr2", ("vtb-tr1",)),
            ("tr-attach-2", "vpc", "vtb-tr1", ("vtb-tr1", "vtb-tr2")),
            ("tr-attach-9", "peer", "", ()),
        ]
        vbr, vpc, peer = router.attachments
        assert (vpc.vswitches, vpc.auto_advertise, vpc.bandwidth, vpc.peer_region) == (
            ("vsw-a", "vsw-b"),
            True,
            None,
            None,
        )
        assert (peer.peer_region, peer.bandwidth, peer.bandwidth_type) == ("cn-hangzhou", 50, "BandwidthPackage")
        assert vbr.resource == "vbr-1"

    def test_own_attachments_are_left_out_and_their_addresses_counted(
        self, foreign: FakeAccount, notes: list[str]
    ) -> None:
        before = region_routers("dev", foreign.clouds().cen, CEN, HERE, notes.append)
        foreign.attached[CEN, HERE, "vpc"].append(
            replace(attachment("tr-attach-7"), vswitches=("vsw-uf6m", "vsw-uf6n"), tags=OWN_TAGS)
        )
        foreign.associated["vtb-tr1"] += ("tr-attach-7",)
        foreign.propagated["vtb-tr1"] += ("tr-attach-7",)

        after = region_routers("dev", foreign.clouds().cen, CEN, HERE, notes.append)

        assert after.routers == before.routers
        assert after.own_attachments == {"tr-attach-7"}
        assert after.used == Counter({"vsw-uf6m": 1, "vsw-uf6n": 1})

    def test_own_router_is_left_out_with_all_that_hangs_on_it(self, foreign: FakeAccount, notes: list[str]) -> None:
        foreign.routers[CEN, HERE] = [TransitRouterRecord("tr-1", HERE, "Enterprise", OWN_TAGS)]

        found = region_routers("dev", foreign.clouds().cen, CEN, HERE, notes.append)

        assert found.routers == ()
        assert foreign.calls["tables tr-1"] == 0

    def test_attachment_of_another_stack_is_foreign(self, foreign: FakeAccount, notes: list[str]) -> None:
        foreign.attached[CEN, HERE, "vpc"] = [replace(attachment("tr-attach-3"), tags=(("acree:stack", "prod"),))]

        found = region_routers("dev", foreign.clouds().cen, CEN, HERE, notes.append)

        assert "tr-attach-3" in {a.id for a in found.routers[0].attachments}
        assert found.used == Counter()

    @pytest.mark.parametrize(("edition", "recorded"), [("Basic", "Basic"), ("", None), ("Deluxe", None)])
    def test_router_of_another_edition_has_no_tables_to_read(
        self, foreign: FakeAccount, notes: list[str], edition: str, recorded: str | None
    ) -> None:
        foreign.routers[CEN, HERE] = [TransitRouterRecord("tr-1", HERE, edition)]

        (router,) = region_routers("dev", foreign.clouds().cen, CEN, HERE, notes.append).routers

        assert (router.edition, router.tables, router.attachments) == (recorded, (), ())
        assert foreign.calls["tables tr-1"] == 0

    def test_region_with_an_enterprise_and_a_basic_router(self, foreign: FakeAccount, notes: list[str]) -> None:
        foreign.routers[CEN, HERE].append(TransitRouterRecord("tr-0", HERE, "Basic"))

        found = without_own_attachments([region_routers("dev", foreign.clouds().cen, CEN, HERE, notes.append)])

        assert [(router.id, router.edition, len(router.tables)) for router in found] == [
            ("tr-0", "Basic", 0),
            ("tr-1", "Enterprise", 2),
        ]

    def test_region_without_a_router(self, account: FakeAccount, notes: list[str]) -> None:
        found = region_routers("dev", account.clouds().cen, CEN, HERE, notes.append)

        assert (found.routers, found.used) == ((), Counter())

    def test_what_is_own_at_one_end_is_left_out_at_both(self, foreign: FakeAccount, notes: list[str]) -> None:
        cen = foreign.clouds().cen
        here = region_routers("dev", cen, CEN, HERE, notes.append)
        there = replace(here, routers=(), own_attachments=frozenset({"tr-attach-9"}))

        (router,) = without_own_attachments([there, here])

        assert [a.id for a in router.attachments] == ["tr-attach-1", "tr-attach-2"]

    def test_addresses_of_a_cen_that_the_stack_made_are_found_by_its_tag(self, account: FakeAccount) -> None:
        account.own_cens["acree:stack", "dev"] = ("cen-own",)
        account.attached["cen-own", HERE, "vpc"] = [
            replace(attachment("tr-attach-7"), vswitches=("vsw-uf6m", "vsw-uf6n"), tags=OWN_TAGS),
            replace(attachment("tr-attach-8"), vswitches=("vsw-other",)),
        ]

        assert own_addresses("dev", account.clouds().cen, (HERE, "cn-hangzhou")) == Counter(
            {"vsw-uf6m": 1, "vsw-uf6n": 1}
        )
        assert own_addresses("prod", account.clouds().cen, (HERE,)) == Counter()


class TestZones:
    def test_zones_that_hold_or_hide_a_name(self, account: FakeAccount) -> None:
        account.dns_zones = {
            ZoneRecord("z-5", REGISTRY_HOST, ""): ("vpc-1",),
            ZoneRecord("z-4", "CR.aliyuncs.com.", "by hand"): ("vpc-1", "vpc-2"),
            ZoneRecord("z-3", "com", ""): (),
            ZoneRecord("z-2", "demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com", ""): (),
            ZoneRecord("z-1", f"a.{REGISTRY_HOST}", ""): (),
        }

        found = covering_zones("dev", account.clouds().private_zones, (REGISTRY_HOST,))

        assert [(zone.id, zone.name, zone.vpcs) for zone in found] == [
            ("z-3", "com", ()),
            ("z-4", "cr.aliyuncs.com", ("vpc-1", "vpc-2")),
            ("z-5", REGISTRY_HOST, ("vpc-1",)),
        ]

    def test_own_zone_is_left_out(self, account: FakeAccount) -> None:
        account.dns_zones = {
            ZoneRecord("z-1", REGISTRY_HOST, "acree:dev"): ("vpc-1",),
            ZoneRecord("z-2", REGISTRY_HOST, "acree:prod"): ("vpc-1",),
        }

        found = covering_zones("dev", account.clouds().private_zones, (REGISTRY_HOST,))

        assert [zone.id for zone in found] == ["z-2"]
        assert account.calls["bound_vpcs z-1"] == 0
