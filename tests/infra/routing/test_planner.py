"""The plan of the worked example and of what people change in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from ipaddress import IPv4Network

import pytest

from acree_infra.errors import LockError
from acree_infra.routing.nouns import ALL_LEGS, Hop, HopKind, LegId, Origin, Route, TableKind
from acree_infra.routing.plan_model import Plan
from tests.infra.routing.variations import Data, add_client, add_router, example, plan_of
from tests.infra.samples import HANGZHOU_OSS, vswitch

CLIENT_TABLE = (TableKind.VPC, "vpc-uf6demo")
SERVICE_TABLE = (TableKind.VPC, "vpc-bp1demo")
CLIENT_ROUTER = (TableKind.TRANSIT_ROUTER, "acree-dev-cn-shanghai")
SERVICE_ROUTER = (TableKind.TRANSIT_ROUTER, "acree-dev-cn-hangzhou")


def rows(plan: Plan, table: tuple[TableKind, str], origin: Origin | None = None) -> dict[str, str]:
    """Destination to next hop of one table, as text."""
    return {
        str(route.destination): str(route.hop)
        for route in plan.routes
        if (route.table.kind, route.table.owner) == table and origin in (None, route.origin)
    }


def created(plan: Plan) -> list[Route]:
    """The routes that the stack makes."""
    return [route for route in plan.routes if route.origin is Origin.CREATED]


class TestWorkedExample:
    """Section 2.3, table by table."""

    def test_client_vpc(self) -> None:
        plan = plan_of(*example())
        service = dict.fromkeys((*HANGZHOU_OSS, "100.103.9.188/32", "10.0.0.0/16"), "attachment att-shanghai")
        assert rows(plan, CLIENT_TABLE, Origin.CREATED) == service
        assert rows(plan, CLIENT_TABLE, Origin.BUILT_IN) == {
            "172.16.0.0/24": "local vsw-uf6m",
            "172.16.1.0/24": "local vsw-uf6n",
            "100.64.0.0/10": "cloud-service cn-shanghai",
        }

    def test_client_router_learns_everything(self) -> None:
        plan = plan_of(*example())
        learned = dict.fromkeys((*HANGZHOU_OSS, "100.103.9.188/32", "10.0.0.0/16"), "peer-attachment peer-cn-shanghai")
        assert rows(plan, CLIENT_ROUTER) == {**learned, "172.16.0.0/16": "attachment att-shanghai"}
        assert rows(plan, CLIENT_ROUTER, Origin.LEARNED) == rows(plan, CLIENT_ROUTER)

    def test_service_router_needs_static_service_routes(self) -> None:
        plan = plan_of(*example())
        static = dict.fromkeys((*HANGZHOU_OSS, "100.103.9.188/32"), "attachment att-service")
        assert rows(plan, SERVICE_ROUTER, Origin.CREATED) == static
        assert rows(plan, SERVICE_ROUTER, Origin.LEARNED) == {
            "10.0.0.0/16": "attachment att-service",
            "172.16.0.0/16": "peer-attachment peer-cn-shanghai",
        }

    def test_service_vpc_has_the_way_back(self) -> None:
        plan = plan_of(*example())
        assert rows(plan, SERVICE_TABLE, Origin.CREATED) == {"172.16.0.0/16": "attachment att-service"}

    def test_number_of_entries_to_create_is_that_of_the_reference(self) -> None:
        counts = Counter((r.table.kind, r.table.owner) for r in created(plan_of(*example())))
        assert counts == {CLIENT_TABLE: 6, SERVICE_ROUTER: 5, SERVICE_TABLE: 1}

    def test_attachments_associations_and_propagations_are_explicit(self) -> None:
        plan = plan_of(*example())
        ends = {
            ("cn-hangzhou", "att-service"),
            ("cn-hangzhou", "peer-cn-shanghai"),
            ("cn-shanghai", "att-shanghai"),
            ("cn-shanghai", "peer-cn-shanghai"),
        }
        assert {(link.table.region, link.attachment) for link in plan.associations} == ends
        assert {(link.table.region, link.attachment) for link in plan.propagations} == ends
        assert all(link.created for link in (*plan.associations, *plan.propagations))
        zones = {a.name: [z.zone for z in a.zones] for a in plan.vpc_attachments}
        assert zones == {
            "att-service": ["cn-hangzhou-j", "cn-hangzhou-k"],
            "att-shanghai": ["cn-shanghai-m", "cn-shanghai-n"],
        }

    def test_the_client_gets_a_record_for_the_registry_name_only(self) -> None:
        (record,) = plan_of(*example()).records
        assert record.host == record.zone == "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"
        assert (record.record, str(record.address)) == ("@", "10.0.0.20")
        assert record.vpcs == (("cn-shanghai", "vpc-uf6demo"),)

    def test_the_same_files_give_the_same_digest(self) -> None:
        first, second = plan_of(*example()), plan_of(*example())
        assert first == second
        assert first.digest == second.digest
        assert replace(first, cen="cen-other").digest != first.digest

    def test_order_in_the_files_does_not_matter(self) -> None:
        stack, lock = example()
        add_client(stack, lock, "beijing", "cn-beijing", "192.168.0.0/16")
        plan = plan_of(stack, lock)
        stack["clients"].reverse()
        for facts in lock["networks"].values():
            if isinstance(facts, list):
                facts.reverse()
        lock["legs"]["oss"]["ranges"].reverse()
        assert plan_of(stack, lock).digest == plan.digest


class TestAdvertising:
    """K2, G28: where nothing is advertised, static routes stand on both routers."""

    def test_static_routes_replace_learned_ones(self) -> None:
        stack, lock = example()
        stack["options"] = {"auto-advertise": False}
        plan = plan_of(stack, lock)
        assert set(rows(plan, CLIENT_ROUTER, Origin.CREATED)) == {*HANGZHOU_OSS, "100.103.9.188/32", "10.0.0.0/16"}
        assert "172.16.0.0/16" in rows(plan, SERVICE_ROUTER, Origin.CREATED)
        assert not plan.peer_attachments[0].auto_advertise

    def test_without_either_the_rows_are_absent(self) -> None:
        stack, lock = example()
        stack["options"] = {"auto-advertise": False, "static-without-advertise": False}
        plan = plan_of(stack, lock)
        assert rows(plan, CLIENT_ROUTER) == {"172.16.0.0/16": "attachment att-shanghai"}
        assert "172.16.0.0/16" not in rows(plan, SERVICE_ROUTER)


class TestServiceRegionClient:
    """4.1: a VPC of the service region reaches the cloud services by itself; only the registry needs a route."""

    def build(self, **extra: object) -> Plan:
        stack, lock = example()
        stack["clients"], lock["networks"]["vpcs"] = [], lock["networks"]["vpcs"][:1]
        add_client(stack, lock, "ci", "cn-hangzhou", "192.168.0.0/16", **extra)
        return plan_of(stack, lock)

    def test_it_needs_no_peer_and_no_service_routes(self) -> None:
        plan = self.build()
        assert plan.peer_attachments == ()
        assert {(str(r.destination), r.legs) for r in created(plan)} == {
            ("10.0.0.0/16", (LegId.REGISTRY,)),
            ("192.168.0.0/16", (LegId.REGISTRY,)),
        }

    def test_linked_itself_it_needs_no_route_at_all(self) -> None:
        plan = self.build(via="link", **{"link-vswitch": "vsw-ci0"})
        assert created(plan) == []
        assert not plan.vpc_attachments
        assert not plan.transit_routers
        assert [(link.vpc, link.vswitch) for link in plan.links] == [("vpc-ci", "vsw-ci0")]
        assert plan.records == ()


class TestSeveralClients:
    """One service side, any number of clients."""

    def test_two_clients_of_a_region_share_router_and_peer(self) -> None:
        stack, lock = example()
        add_client(stack, lock, "build", "cn-shanghai", "192.168.0.0/16")
        plan = plan_of(stack, lock)
        assert len(plan.peer_attachments) == 1
        assert len(plan.transit_routers) == 2
        shared = [r for r in plan.routes if (r.table.kind, r.table.owner) == CLIENT_ROUTER]
        assert len({(r.table, r.destination) for r in shared}) == len(shared)

    def test_regions_beside_each_other(self) -> None:
        stack, lock = example()
        add_client(stack, lock, "beijing", "cn-beijing", "192.168.0.0/16")
        plan = plan_of(stack, lock)
        assert [p.name for p in plan.peer_attachments] == ["peer-cn-beijing", "peer-cn-shanghai"]
        back = rows(plan, SERVICE_TABLE, Origin.CREATED)
        assert set(back) == {"172.16.0.0/16", "192.168.0.0/16"}
        via = rows(plan, SERVICE_ROUTER, Origin.LEARNED)
        assert via["192.168.0.0/16"] == "peer-attachment peer-cn-beijing"

    def test_a_shared_row_serves_the_legs_of_all(self) -> None:
        stack, lock = example()
        lock["networks"]["vpcs"][0]["vswitches"].append(vswitch("vsw-x", "cn-hangzhou-j", "10.0.9.0/24", "vtb-other"))
        lock["networks"]["vpcs"][0]["route-tables"].append({"id": "vtb-other", "type": "Custom", "routes": []})
        plan = plan_of(stack, lock)
        back = [r for r in created(plan) if r.table.owner == "vpc-bp1demo"]
        assert {r.table.id for r in back} == {"vtb-bp1main", "vtb-other"}
        assert all(r.legs == ALL_LEGS for r in back)


class TestDeclaredOverLearned:
    """What is written is never overwritten."""

    def test_declared_cidrs_and_tables(self) -> None:
        stack, lock = example()
        stack["clients"][0] |= {"cidrs": ["172.16.0.0/16", "10.9.0.0/16"], "route-tables": ["vtb-uf6a", "vtb-uf6b"]}
        plan = plan_of(stack, lock)
        assert {r.table.id for r in created(plan) if r.table.owner == "vpc-uf6demo"} == {"vtb-uf6a", "vtb-uf6b"}
        assert {"172.16.0.0/16", "10.9.0.0/16"} == set(rows(plan, SERVICE_TABLE, Origin.CREATED))

    def test_declared_vswitches_are_attached(self) -> None:
        stack, lock = example()
        stack["clients"][0]["vswitches"] = ["vsw-uf6n"]
        attachment = next(a for a in plan_of(stack, lock).vpc_attachments if a.name == "att-shanghai")
        assert [(z.zone, z.vswitch) for z in attachment.zones] == [("cn-shanghai-n", "vsw-uf6n")]

    def test_full_vswitches_and_foreign_zones_are_passed_over(self) -> None:
        stack, lock = example()
        client = lock["networks"]["vpcs"][1]
        client["vswitches"][0]["free-addresses"] = 0
        client["vswitches"].append(vswitch("vsw-uf6z", "cn-shanghai-z", "172.16.9.0/24", "vtb-uf6main"))
        attachment = next(a for a in plan_of(stack, lock).vpc_attachments if a.name == "att-shanghai")
        assert [z.vswitch for z in attachment.zones] == ["vsw-uf6n"]

    def test_declared_registry_address_and_wider_zone(self) -> None:
        stack, lock = example()
        stack["legs"] = {"registry": {"address": "10.0.1.9", "hosts": ["hub.example.com"]}}
        stack["dns"] = {"zone": "cn-hangzhou.cr.aliyuncs.com"}
        (record,) = plan_of(stack, lock).records
        assert (record.zone, record.record) == ("cn-hangzhou.cr.aliyuncs.com", "acr-demo-registry-vpc")
        assert str(record.address) == "10.0.1.9"

    @pytest.mark.parametrize(("mode", "count"), [("private-zone", 1), ("hosts", 1), ("none", 0)])
    def test_dns_modes(self, mode: str, count: int) -> None:
        stack, lock = example()
        stack["dns"] = mode
        assert len(plan_of(stack, lock).records) == count

    def test_overrides_of_single_routes(self) -> None:
        stack, lock = example()
        stack["routes"] = [
            {"region": "cn-shanghai", "destination": "100.118.28.0/24", "omit": True, "reason": "carried by a VPN"},
            {
                "region": "cn-shanghai",
                "destination": "100.118.31.0/24",
                "next-hop": "tr-attach-other",
                "reason": "second router",
            },
        ]
        client = rows(plan_of(stack, lock), CLIENT_TABLE)
        assert "100.118.28.0/24" not in client
        assert client["100.118.31.0/24"] == "attachment tr-attach-other"
        assert "100.118.28.0/24" in rows(plan_of(stack, lock), SERVICE_ROUTER)


class TestExistingNetwork:
    """What exists is used and never changed."""

    def existing(self) -> tuple[Data, Data]:
        stack, lock = example()
        stack["network"]["cen"] = "cen-demo"
        home, far = add_router(lock, "tr-home", "cn-hangzhou"), add_router(lock, "tr-far", "cn-shanghai")
        common = {"association": "vtb-home", "propagations": ["vtb-home"]}
        home["attachments"] = [
            {"id": "tr-attach-s", "kind": "vpc", "resource": "vpc-bp1demo", "vswitches": ["vsw-bp1j"], **common},
            {
                "id": "tr-attach-p",
                "kind": "peer",
                "resource": "tr-far",
                "peer-region": "cn-shanghai",
                "auto-advertise": True,
                "bandwidth": 20,
                "bandwidth-type": "DataTransfer",
                **common,
            },
        ]
        far["attachments"] = [
            {
                "id": "tr-attach-p",
                "kind": "peer",
                "resource": "tr-home",
                "peer-region": "cn-hangzhou",
                "auto-advertise": True,
                "association": "vtb-far",
                "propagations": ["vtb-far"],
            }
        ]
        return stack, lock

    def test_routers_attachments_and_links_are_looked_up(self) -> None:
        plan = plan_of(*self.existing())
        assert [(t.name, t.id) for t in plan.transit_routers] == [("tr-home", "tr-home"), ("tr-far", "tr-far")]
        assert {a.name: a.id for a in plan.vpc_attachments} == {"att-service": "tr-attach-s", "att-shanghai": None}
        assert (plan.peer_attachments[0].id, plan.peer_attachments[0].mbps) == ("tr-attach-p", 20)
        made = {
            (link.table.region, link.attachment) for link in (*plan.associations, *plan.propagations) if link.created
        }
        assert made == {("cn-shanghai", "att-shanghai")}
        assert not any(link.missing for link in (*plan.associations, *plan.propagations))

    def test_new_attachments_join_the_table_in_use(self) -> None:
        stack, lock = self.existing()
        far = lock["networks"]["transit-routers"][1]
        far["tables"].append({"id": "vtb-custom", "type": "Custom", "routes": []})
        far["attachments"][0] |= {"association": "vtb-custom", "propagations": ["vtb-custom"]}
        plan = plan_of(stack, lock)
        assert {link.table.id for link in plan.associations if link.table.region == "cn-shanghai"} == {"vtb-custom"}

    def test_a_missing_link_of_another_owner_is_marked_and_its_rows_are_not_learned(self) -> None:
        stack, lock = self.existing()
        lock["networks"]["transit-routers"][1]["attachments"][0]["propagations"] = []
        plan = plan_of(stack, lock)
        missing = [link for link in plan.propagations if link.missing]
        assert [(link.attachment, link.table.region, link.created) for link in missing] == [
            ("peer-cn-shanghai", "cn-shanghai", False)
        ]
        learned = [r for r in plan.routes if r.table.owner == "tr-far" and r.hop.kind is HopKind.PEER_ATTACHMENT]
        assert learned == []

    def test_what_a_table_on_the_way_learns_beside_is_known(self) -> None:
        """The service VPC's attachment reads a table of its own, from which the other one learns too."""
        stack, lock = self.existing()
        home = lock["networks"]["transit-routers"][0]
        home["tables"] += [{"id": name, "type": "Custom", "routes": []} for name in ("vtb-own", "vtb-idle")]
        home["attachments"][0] |= {"association": "vtb-own"}
        home["attachments"][1] |= {"propagations": ["vtb-home", "vtb-idle", "vtb-own"]}
        plan = plan_of(stack, lock)
        learned = {
            (link.attachment, link.table.id, link.created)
            for link in plan.propagations
            if link.table.region == "cn-hangzhou"
        }
        assert learned == {
            ("att-service", "vtb-home", False),
            ("peer-cn-shanghai", "vtb-own", False),
            ("peer-cn-shanghai", "vtb-home", False),
        }

    def test_foreign_routes_keep_their_hop_or_the_plans_own(self) -> None:
        stack, lock = self.existing()
        lock["networks"]["vpcs"][1]["route-tables"][0]["routes"] = [
            {"destination": "100.118.28.0/24", "hop-type": "VpnGateway", "hop": "vpn-1"}
        ]
        lock["networks"]["transit-routers"][0]["tables"][0]["routes"] = [
            {"destination": "100.118.31.0/24", "hop-type": "Attachment", "hop": "tr-attach-s"}
        ]
        foreign = {str(f.destination): f.hop for f in plan_of(stack, lock).foreign_routes}
        assert foreign["100.118.28.0/24"] == Hop(HopKind.FOREIGN, "VpnGateway vpn-1")
        assert foreign["100.118.31.0/24"] == Hop(HopKind.ATTACHMENT, "att-service")

    def test_an_unknown_router_has_no_edition(self) -> None:
        stack, lock = example()
        stack["network"] |= {"cen": "cen-demo", "transit-routers": {"cn-shanghai": "tr-other", "cn-hangzhou": "create"}}
        editions = {t.name: t.edition for t in plan_of(stack, lock).transit_routers}
        assert editions == {"acree-dev-cn-hangzhou": "Enterprise", "tr-other": None}


class TestStages:
    """2.5: link first; the auth service answers only then."""

    def test_before_the_link_runs_only_the_link_is_planned(self) -> None:
        stack, lock = example()
        stack["registry"]["link"] = "vsw-bp1j"
        lock["legs"]["registry"]["linked-vpcs"] = []
        lock["legs"].pop("auth")
        plan = plan_of(stack, lock)
        assert plan.waiting == "the service VPC is not linked to the registry yet"
        assert (plan.routes, plan.vpc_attachments, plan.records) == ((), (), ())
        assert [(link.vpc, link.vswitch) for link in plan.links] == [("vpc-bp1demo", "vsw-bp1j")]

    def test_linked_but_no_answer_yet(self) -> None:
        stack, lock = example()
        lock["legs"].pop("auth")
        assert plan_of(stack, lock).waiting == "the auth service is not known yet"

    def test_the_link_stays_planned_once_it_runs(self) -> None:
        stack, lock = example()
        stack["registry"]["link"] = "vsw-bp1j"
        plan = plan_of(stack, lock)
        assert plan.waiting == ""
        assert len(plan.links) == 1

    def test_a_vpc_that_the_lock_lacks_names_the_command(self) -> None:
        stack, lock = example()
        lock["networks"]["vpcs"].pop()
        with pytest.raises(LockError, match=r"vpc-uf6demo.*acree resolve --stack dev"):
            plan_of(stack, lock)


class TestRanges:
    """G6, G19: all ranges, merged only where the sum is the same."""

    def test_neighbours_merge_only_when_asked(self) -> None:
        stack, lock = example()
        lock["legs"]["oss"]["ranges"] = ["100.118.28.0/24", "100.118.29.0/24", "100.118.31.0/24"]
        stack["options"] = {"aggregate": True}
        oss = next(t for t in plan_of(stack, lock).targets if t.leg is LegId.OSS)
        assert oss.prefixes == (IPv4Network("100.118.28.0/23"), IPv4Network("100.118.31.0/24"))

    def test_an_expired_address_within_grace_is_still_routed(self) -> None:
        stack, lock = example()
        seen = {"first-seen": "2026-10-01T00:00:00Z", "last-seen": "2026-11-01T00:00:00Z"}
        lock["legs"]["auth"]["addresses"].append(
            {"address": "100.103.7.181", "missing-since": "2026-11-02T00:00:00Z", **seen}
        )
        assert "100.103.7.181/32" in rows(plan_of(stack, lock), CLIENT_TABLE)
