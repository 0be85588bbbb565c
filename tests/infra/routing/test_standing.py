"""What tables hold beside the plan's own rows, and who wins where two have the same prefix."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Network

import pytest

from acree_infra.routing.nouns import ForeignRoute, Hop, HopKind, Origin, Table, TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.standing import BLACK_HOLE, standing_rows
from acree_infra.topology.values import SERVICE_SPACE
from tests.infra.routing.variations import Data, add_client, add_router, example, plan_of
from tests.infra.samples import vswitch

PEER = Hop(HopKind.PEER_ATTACHMENT, "peer-cn-shanghai")
ELSEWHERE = Hop(HopKind.FOREIGN, "Attachment tr-attach-x")
CLIENT_TABLE = Table(TableKind.VPC, "cn-shanghai", "vpc-uf6demo", "vtb-uf6main")
SERVICE_TABLE = Table(TableKind.VPC, "cn-hangzhou", "vpc-bp1demo", "vtb-bp1main")


def router_table(plan: Plan, region: str) -> Table:
    """The system table of a region's router."""
    return next(link.table for link in plan.associations if link.table.region == region)


def hop_of(plan: Plan, table: Table, destination: str) -> Hop | None:
    return standing_rows(plan)[table].get(IPv4Network(destination))


def with_foreign(plan: Plan, table: Table, destination: str, hop: Hop = ELSEWHERE) -> Plan:
    return replace(plan, foreign_routes=(*plan.foreign_routes, ForeignRoute(table, IPv4Network(destination), hop)))


def synchronising(**changes: bool) -> Plan:
    stack, lock = example()
    stack["options"] = {"vpc-route-synchronisation": True, **changes}
    return plan_of(stack, lock)


def without_created(plan: Plan, table: Table) -> Plan:
    kept = tuple(r for r in plan.routes if r.table != table or r.origin is not Origin.CREATED)
    return replace(plan, routes=kept)


class TestOwn:
    """The plan's rows and the system routes of the tables in use."""

    def test_every_row_of_the_plan_stands(self) -> None:
        plan = plan_of(*example())
        rows = standing_rows(plan)
        assert all(rows[route.table][route.destination] == route.hop for route in plan.routes)
        assert sum(map(len, rows.values())) == len(plan.routes)

    def test_a_table_that_gets_no_routes_has_its_system_routes(self) -> None:
        stack, lock = example()
        lock["networks"]["vpcs"][1]["vswitches"].append(vswitch("vsw-x", "cn-shanghai-m", "172.16.9.0/24", "vtb-own"))
        stack["clients"][0]["route-tables"] = ["vtb-uf6main"]
        rows = standing_rows(plan_of(stack, lock))[replace(CLIENT_TABLE, id="vtb-own")]
        assert rows[SERVICE_SPACE] == Hop(HopKind.CLOUD_SERVICE, "cn-shanghai")
        assert {str(prefix) for prefix in rows} == {
            str(SERVICE_SPACE),
            "172.16.0.0/24",
            "172.16.1.0/24",
            "172.16.9.0/24",
        }

    def test_a_row_of_somebody_else_stands_in_our_place(self) -> None:
        """The service refuses a second static row (G17), and a static one goes before a learned one."""
        plan = plan_of(*example())
        for table, destination in (
            (CLIENT_TABLE, "10.0.0.0/16"),
            (router_table(plan, "cn-shanghai"), "172.16.0.0/16"),
        ):
            assert hop_of(plan, table, destination) not in {None, ELSEWHERE}
            assert hop_of(with_foreign(plan, table, destination), table, destination) == ELSEWHERE


def with_left_out(*cidrs: str) -> Plan:
    """The client's VPC has more CIDRs than the stack file wants a way for."""
    stack, lock = example()
    lock["networks"]["vpcs"][1]["cidrs"] += cidrs
    stack["clients"][0]["cidrs"] = ["172.16.0.0/16"]
    return plan_of(stack, lock)


class TestLeftOut:
    """An attachment offers every CIDR of its VPC (4.2)."""

    def test_both_routers_learn_it(self) -> None:
        plan = with_left_out("192.168.0.0/16")
        assert hop_of(plan, router_table(plan, "cn-shanghai"), "192.168.0.0/16") == Hop(
            HopKind.ATTACHMENT, "att-shanghai"
        )
        assert hop_of(plan, router_table(plan, "cn-hangzhou"), "192.168.0.0/16") == PEER
        assert hop_of(plan, SERVICE_TABLE, "192.168.0.0/16") is None

    def test_what_the_stack_file_wants_is_not_left_out(self) -> None:
        assert with_left_out().clients[0].left_out == ()
        assert plan_of(*example()).clients[0].left_out == ()

    def test_a_row_of_the_plan_stays(self) -> None:
        plan = with_left_out("10.0.0.0/16")
        assert hop_of(plan, router_table(plan, "cn-hangzhou"), "10.0.0.0/16") == Hop(HopKind.ATTACHMENT, "att-service")
        assert hop_of(plan, router_table(plan, "cn-shanghai"), "10.0.0.0/16") == PEER

    def test_a_table_that_does_not_learn_from_the_attachment_has_none(self) -> None:
        plan = with_left_out("192.168.0.0/16")
        silent = tuple(link for link in plan.propagations if link.attachment != "att-shanghai")
        told = replace(plan, propagations=silent)
        assert hop_of(told, router_table(plan, "cn-shanghai"), "192.168.0.0/16") is None
        assert hop_of(told, router_table(plan, "cn-hangzhou"), "192.168.0.0/16") is None

    def test_it_is_synchronised_too(self) -> None:
        stack, lock = example()
        lock["networks"]["vpcs"][1]["cidrs"].append("192.168.0.0/16")
        stack["clients"][0]["cidrs"] = ["172.16.0.0/16"]
        stack["options"] = {"vpc-route-synchronisation": True}
        plan = plan_of(stack, lock)
        assert hop_of(plan, SERVICE_TABLE, "192.168.0.0/16") == Hop(HopKind.ATTACHMENT, "att-service")


class TestAdvertised:
    """Static routes of others go through a connection too (4.3)."""

    @pytest.mark.parametrize(("near", "far"), [("cn-hangzhou", "cn-shanghai"), ("cn-shanghai", "cn-hangzhou")])
    def test_the_other_end_learns_it(self, near: str, far: str) -> None:
        plan = plan_of(*example())
        told = with_foreign(plan, router_table(plan, far), "10.9.0.0/24")
        assert hop_of(told, router_table(plan, near), "10.9.0.0/24") == PEER
        assert hop_of(told, router_table(plan, far), "10.9.0.0/24") == ELSEWHERE

    def test_a_black_hole_goes_too(self) -> None:
        plan = plan_of(*example())
        told = with_foreign(plan, router_table(plan, "cn-shanghai"), "10.9.0.0/24", BLACK_HOLE)
        assert hop_of(told, router_table(plan, "cn-hangzhou"), "10.9.0.0/24") == PEER

    def test_what_leads_through_the_connection_does_not_come_back(self) -> None:
        plan = plan_of(*example())
        told = with_foreign(plan, router_table(plan, "cn-shanghai"), "10.9.0.0/24", PEER)
        assert hop_of(told, router_table(plan, "cn-hangzhou"), "10.9.0.0/24") is None

    def test_what_stands_at_the_other_end_stays(self) -> None:
        plan = plan_of(*example())
        home = router_table(plan, "cn-hangzhou")
        told = with_foreign(plan, router_table(plan, "cn-shanghai"), "10.0.0.0/16")
        assert hop_of(told, home, "10.0.0.0/16") == Hop(HopKind.ATTACHMENT, "att-service")

    def test_a_silent_connection_tells_nothing(self) -> None:
        stack, lock = example()
        stack["options"] = {"auto-advertise": False}
        plan = plan_of(stack, lock)
        told = with_foreign(plan, router_table(plan, "cn-shanghai"), "10.9.0.0/24")
        assert hop_of(told, router_table(plan, "cn-hangzhou"), "10.9.0.0/24") is None

    def test_a_static_route_to_an_express_connect_router_is_not_told(self) -> None:
        """G33: neither the plan's own, nor somebody else's over an attachment that exists."""
        stack, lock = example()
        stack["network"]["cen"] = "cen-1"
        way = {"kind": "express-connect-router", "vbr": "vbr-1", "router": "ecr-1", "region": "cn-shanghai"}
        stack["sites"] = [{"name": "tokyo", "cidrs": ["192.168.0.0/16"], "via": [way]}]
        lock["networks"]["vbrs"] = [{"id": "vbr-1", "region": "cn-shanghai"}]
        lock["networks"]["express-routers"] = [{"id": "ecr-1", "asn": 65100}]
        router = add_router(lock, "tr-sh", "cn-shanghai")
        edge = {"id": "tr-attach-7", "association": "vtb-sh", "propagations": ["vtb-sh"]}
        router["attachments"] = [{**edge, "kind": "ecr", "resource": "ecr-1"}]
        router["tables"][0]["routes"] = [
            {"destination": "10.9.0.0/24", "hop-type": "Attachment", "hop": "tr-attach-7"},
            {"destination": "10.8.0.0/24", "hop-type": "Attachment", "hop": "tr-attach-x"},
        ]
        plan = plan_of(stack, lock)
        home, away = router_table(plan, "cn-hangzhou"), router_table(plan, "cn-shanghai")
        assert hop_of(plan, away, "10.9.0.0/24") == Hop(HopKind.ATTACHMENT, "att-tokyo-express-connect-router")
        assert hop_of(plan, home, "10.9.0.0/24") is None
        assert hop_of(plan, home, "10.8.0.0/24") == PEER

    def test_no_more_than_one_connection_far(self) -> None:
        stack, lock = example()
        add_client(stack, lock, "beijing", "cn-beijing", "172.20.0.0/16")
        plan = plan_of(stack, lock)
        told = with_foreign(plan, router_table(plan, "cn-beijing"), "10.9.0.0/24")
        assert hop_of(told, router_table(plan, "cn-hangzhou"), "10.9.0.0/24") == replace(PEER, name="peer-cn-beijing")
        assert hop_of(told, router_table(plan, "cn-shanghai"), "10.9.0.0/24") is None

    def test_the_table_associated_with_the_connection_is_the_one_that_is_told(self) -> None:
        plan = plan_of(*with_two_tables())
        away = Table(TableKind.TRANSIT_ROUTER, "cn-shanghai", "tr-sh", "vtb-sh")
        assert hop_of(with_foreign(plan, away, "10.9.0.0/24"), router_table(plan, "cn-hangzhou"), "10.9.0.0/24") == PEER
        other = replace(away, id="vtb-sh2")
        assert (
            hop_of(with_foreign(plan, other, "10.9.0.0/24"), router_table(plan, "cn-hangzhou"), "10.9.0.0/24") is None
        )


def with_two_tables() -> tuple[Data, Data]:
    """A router in the client's region with a second table that nothing of the stack reads."""
    stack, lock = example()
    stack["network"]["cen"] = "cen-1"
    router = add_router(lock, "tr-sh", "cn-shanghai")
    router["tables"].append({"id": "vtb-sh2", "type": "Custom", "routes": []})
    return stack, lock


class TestSynchronised:
    """Route synchronisation writes the associated table into the VPC's tables (4.3)."""

    def test_what_the_router_knows_stands_in_the_vpc(self) -> None:
        plan = without_created(synchronising(), SERVICE_TABLE)
        assert hop_of(plan, SERVICE_TABLE, "172.16.0.0/16") == Hop(HopKind.ATTACHMENT, "att-service")

    def test_an_express_connect_router_is_not_listened_to_beside_it(self) -> None:
        """4.3: G34 refuses the two together, and a trace shows why."""
        stack, lock = example()
        way = {"kind": "express-connect-router", "vbr": "vbr-1", "router": "ecr-1", "to": "vpc"}
        stack["sites"] = [{"name": "tokyo", "cidrs": ["192.168.0.0/16"], "via": [way]}]
        lock["networks"]["vbrs"] = [{"id": "vbr-1", "region": "cn-hangzhou"}]
        lock["networks"]["express-routers"] = [{"id": "ecr-1", "asn": 65100}]
        router = Hop(HopKind.EXPRESS_ROUTER, "ecr-1")
        assert hop_of(plan_of(stack, lock), SERVICE_TABLE, "192.168.0.0/16") == router
        stack["options"] = {"vpc-route-synchronisation": True}
        assert hop_of(plan_of(stack, lock), SERVICE_TABLE, "192.168.0.0/16") is None

    def test_without_the_switch_nothing_does(self) -> None:
        plan = without_created(plan_of(*example()), SERVICE_TABLE)
        assert hop_of(plan, SERVICE_TABLE, "172.16.0.0/16") is None

    def test_nothing_of_the_services_space_comes(self) -> None:
        """N12: nobody says that it does."""
        plan = without_created(synchronising(), CLIENT_TABLE)
        assert hop_of(plan, CLIENT_TABLE, "10.0.0.0/16") == Hop(HopKind.ATTACHMENT, "att-shanghai")
        assert hop_of(plan, CLIENT_TABLE, "100.118.28.0/24") is None

    def test_own_ranges_and_black_holes_do_not_come(self) -> None:
        plan = synchronising()
        away = router_table(plan, "cn-shanghai")
        told = with_foreign(with_foreign(plan, away, "10.8.0.0/16", BLACK_HOLE), away, "10.9.0.0/16")
        assert hop_of(told, CLIENT_TABLE, "172.16.0.0/16") is None
        assert hop_of(told, CLIENT_TABLE, "10.8.0.0/16") is None
        assert hop_of(told, CLIENT_TABLE, "10.9.0.0/16") == Hop(HopKind.ATTACHMENT, "att-shanghai")

    def test_rows_of_the_vpc_stay(self) -> None:
        plan = synchronising()
        told = with_foreign(plan, CLIENT_TABLE, "10.9.0.0/16", BLACK_HOLE)
        told = with_foreign(told, router_table(plan, "cn-shanghai"), "10.9.0.0/16")
        assert hop_of(told, CLIENT_TABLE, "10.9.0.0/16") == BLACK_HOLE

    def test_nothing_comes_inside_a_vswitch(self) -> None:
        plan = synchronising()
        away = router_table(plan, "cn-shanghai")
        told = with_foreign(with_foreign(plan, away, "172.16.0.16/28"), away, "172.16.0.0/23")
        assert hop_of(told, CLIENT_TABLE, "172.16.0.16/28") is None
        assert hop_of(told, CLIENT_TABLE, "172.16.0.0/23") == Hop(HopKind.ATTACHMENT, "att-shanghai")

    def test_an_attachment_that_reads_no_table_writes_nothing(self) -> None:
        plan = without_created(synchronising(), SERVICE_TABLE)
        kept = tuple(link for link in plan.associations if link.attachment != "att-service")
        assert hop_of(replace(plan, associations=kept), SERVICE_TABLE, "172.16.0.0/16") is None
