from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from acree_infra.program.adoption import Adoption, Thing, adoption
from acree_infra.program.routes import to_create
from acree_infra.routing.planner import make_plan
from tests.infra.routing.variations import add_router, example
from tests.infra.samples import lock_of, stack_of

Data = dict[str, Any]
HOME, AWAY = "vtb-home", "vtb-away"


def made_by_hand() -> tuple[Data, Data]:
    """The worked example over a CEN that exists, with everything that its plan wants, made by somebody."""
    stack, lock = example()
    stack["network"]["cen"] = "cen-hand"
    home, away = add_router(lock, "tr-home", "cn-hangzhou"), add_router(lock, "tr-away", "cn-shanghai")
    peer = {"id": "att-p", "kind": "peer", "bandwidth": 100, "bandwidth-type": "DataTransfer", "auto-advertise": True}
    home["attachments"] = [
        _linked("att-s", HOME, kind="vpc", resource="vpc-bp1demo", vswitches=["vsw-bp1j", "vsw-bp1k"]),
        {**peer, "resource": "tr-away", "peer-region": "cn-shanghai", "association": HOME, "propagations": [HOME]},
    ]
    away["attachments"] = [
        _linked("att-c", AWAY, kind="vpc", resource="vpc-uf6demo", vswitches=["vsw-uf6m", "vsw-uf6n"]),
        {**peer, "resource": "tr-home", "peer-region": "cn-hangzhou", "association": AWAY, "propagations": [AWAY]},
    ]
    ids = {"att-service": "att-s", "att-shanghai": "att-c", "peer-cn-shanghai": "att-p"}
    for table, routes in to_create(make_plan(stack_of(stack), lock_of(lock))).items():
        for route in routes:
            row = {"destination": str(route.destination), "hop-type": "Attachment", "hop": ids[route.hop.name]}
            table_rows(lock, table.id).append({**row, "name": "by-hand"})
    return stack, lock


def _linked(name: str, table: str, **what: object) -> Data:
    return {"id": name, "association": table, "propagations": [table], "auto-advertise": False, **what}


def table_rows(lock: Data, table: str) -> list[Data]:
    """The foreign routes of a table."""
    networks = lock["networks"]
    tables = [t for r in networks["transit-routers"] for t in r["tables"]]
    tables += [t for v in networks["vpcs"] for t in v["route-tables"]]
    rows: list[Data] = next(t["routes"] for t in tables if t["id"] == table)
    return rows


def attachment(lock: Data, name: str) -> Data:
    """An attachment of the lock file, as its first router sees it."""
    found: Data = next(a for r in lock["networks"]["transit-routers"] for a in r["attachments"] if a["id"] == name)
    return found


def adopted(stack: Data, lock: Data) -> Adoption:
    return adoption(stack_of(stack), lock_of(lock))


def of_kind(things: tuple[Thing, ...], kind: str) -> list[str]:
    return [thing.name for thing in things if thing.kind == kind]


class TestEverything:
    def test_all_of_it_is_adopted(self) -> None:
        found = adopted(*made_by_hand())
        assert of_kind(found.adopted, "attachment") == ["att-service", "peer-cn-shanghai", "att-shanghai"]
        assert len(of_kind(found.adopted, "association")) == 4
        assert len(of_kind(found.adopted, "propagation")) == 4
        assert found.left == ()
        assert found.missing == ()

    def test_then_the_plan_makes_exactly_that(self) -> None:
        found = adopted(*made_by_hand())
        made = [f"{r.destination} in {t.id}" for t, routes in to_create(found.plan).items() for r in routes]
        assert sorted(of_kind(found.adopted, "route")) == sorted(made)
        assert made
        assert [one.id for one in found.plan.vpc_attachments] == [None, None]
        assert [one.id for one in found.plan.peer_attachments] == [None]

    def test_the_lock_file_has_nothing_foreign_left(self) -> None:
        networks = adopted(*made_by_hand()).lock.networks
        assert all(not router.attachments for router in networks.transit_routers)
        assert all(not table.routes for router in networks.transit_routers for table in router.tables)
        assert all(not table.routes for vpc in networks.vpcs for table in vpc.route_tables)

    def test_the_lock_file_is_the_one_of_a_network_that_the_stack_has_made(self) -> None:
        """What `resolve` writes when it finds the same things with the stack's marks."""
        stack, lock = made_by_hand()
        bare = {**lock, "networks": {**lock["networks"]}}
        found = adopted(stack, lock)
        for router in bare["networks"]["transit-routers"]:
            router["attachments"] = []
        for table in (HOME, AWAY, "vtb-bp1main", "vtb-uf6main"):
            table_rows(bare, table).clear()
        for vpc in bare["networks"]["vpcs"]:
            for one in vpc["vswitches"]:
                one["free-addresses"] = 10
        counted = {vpc.id: [v.free_addresses for v in vpc.vswitches] for vpc in found.lock.networks.vpcs}
        assert found.plan == make_plan(stack_of(stack), lock_of(bare))
        assert counted == {"vpc-bp1demo": [10, 10], "vpc-uf6demo": [10, 10]}

    def test_a_second_look_finds_nothing(self) -> None:
        stack, lock = made_by_hand()
        again = adoption(stack_of(stack), adopted(stack, lock).lock)
        assert again.adopted == ()
        assert again.lock == adopted(stack, lock).lock

    def test_the_stack_itself_reads_as_text(self) -> None:
        found = adopted(*made_by_hand())
        assert "cn-hangzhou attachment att-service: att-s" in [str(thing) for thing in found.adopted]


class TestAttachments:
    def test_other_vswitches_stay_foreign(self) -> None:
        stack, lock = made_by_hand()
        attachment(lock, "att-c")["vswitches"] = ["vsw-uf6m"]
        found = adopted(stack, lock)
        (left,) = found.left
        assert left.name == "att-shanghai (att-c)"
        assert left.note == "has the vSwitches vsw-uf6m, planned are vsw-uf6m, vsw-uf6n"
        assert next(a.id for a in found.plan.vpc_attachments if a.name == "att-shanghai") == "att-c"

    def test_routes_over_it_are_adopted_all_the_same(self) -> None:
        stack, lock = made_by_hand()
        whole = of_kind(adopted(stack, lock).adopted, "route")
        attachment(lock, "att-c")["vswitches"] = ["vsw-uf6m"]
        assert of_kind(adopted(stack, lock).adopted, "route") == whole

    def test_other_bandwidth(self) -> None:
        stack, lock = made_by_hand()
        attachment(lock, "att-p")["bandwidth"] = 20
        (left,) = adopted(stack, lock).left
        assert left.note == "has 20 Mbit/s DataTransfer, planned are 100 Mbit/s DataTransfer"

    def test_without_a_planned_bandwidth_every_one_is_right(self) -> None:
        stack, lock = made_by_hand()
        del stack["network"]["bandwidth"]
        attachment(lock, "att-p")["bandwidth"] = 20
        assert "peer-cn-shanghai" in of_kind(adopted(stack, lock).adopted, "attachment")

    def test_route_synchronisation(self) -> None:
        stack, lock = made_by_hand()
        attachment(lock, "att-s")["auto-advertise"] = True
        (left,) = adopted(stack, lock).left
        assert left.note == "synchronises routes: True, planned is False"

    def test_auto_advertise(self) -> None:
        stack, lock = made_by_hand()
        wanted = adopted(stack, lock).plan.peer_attachments[0].auto_advertise
        attachment(lock, "att-p")["auto-advertise"] = not wanted
        (left,) = adopted(stack, lock).left
        assert left.note == f"advertises by itself: {not wanted}, planned is {wanted}"

    def test_one_that_the_stack_file_names_stays_looked_up(self) -> None:
        stack, lock = made_by_hand()
        stack["clients"][0]["attachment"] = "tr-attach-c"
        attachment(lock, "att-c")["id"] = "tr-attach-c"
        for row in table_rows(lock, "vtb-uf6main"):
            row["hop"] = "tr-attach-c"
        found = adopted(stack, lock)
        assert "att-shanghai" not in of_kind(found.adopted, "attachment")
        assert found.left == ()


class TestLinks:
    def test_one_that_reads_another_table(self) -> None:
        stack, lock = made_by_hand()
        tables = lock["networks"]["transit-routers"][1]["tables"]
        tables.append({"id": "vtb-own", "type": "Custom", "routes": []})
        attachment(lock, "att-c")["association"] = "vtb-own"
        found = adopted(stack, lock)
        notes = {thing.name: thing.note for thing in found.left if thing.kind == "attachment"}
        assert notes["att-shanghai (att-c)"].startswith("reads vtb-own in cn-shanghai")

    def test_then_what_would_follow_it_to_that_table_stays_too(self) -> None:
        """The plan puts new attachments where those that exist are."""
        stack, lock = made_by_hand()
        attachment(lock, "att-c")["association"] = "vtb-own"
        notes = {thing.name: thing.note for thing in adopted(stack, lock).left if thing.kind == "attachment"}
        assert notes["peer-cn-shanghai (att-p)"].startswith(f"reads {AWAY} in cn-shanghai, planned is vtb-own")

    def test_one_that_feeds_another_table(self) -> None:
        stack, lock = made_by_hand()
        attachment(lock, "att-c")["propagations"] = [AWAY, "vtb-own"]
        (left,) = adopted(stack, lock).left
        assert left.note == "feeds vtb-own in cn-shanghai, which is not planned"

    def test_a_link_that_nobody_has_made_is_missing(self) -> None:
        stack, lock = made_by_hand()
        attachment(lock, "att-c")["propagations"] = []
        found = adopted(stack, lock)
        assert [str(thing) for thing in found.missing] == [f"cn-shanghai propagation att-shanghai in {AWAY}"]
        assert "att-shanghai" in of_kind(found.adopted, "attachment")


class TestRoutes:
    def test_one_with_another_hop_is_told_and_stays(self) -> None:
        stack, lock = made_by_hand()
        row = table_rows(lock, "vtb-uf6main")[0]
        row |= {"hop": "ngw-1", "hop-type": "NatGateway"}
        found = adopted(stack, lock)
        (left,) = found.left
        assert left.name == f"{row['destination']} in vtb-uf6main"
        assert "NatGateway ngw-1" in left.note
        assert row["destination"] in {str(route.destination) for route in found.plan.foreign_routes}

    def test_one_that_is_none_of_the_plan_stays(self) -> None:
        stack, lock = made_by_hand()
        table_rows(lock, "vtb-uf6main").append(
            {"destination": "10.99.0.0/16", "hop-type": "Attachment", "hop": "att-c"}
        )
        found = adopted(stack, lock)
        assert [str(route.destination) for route in found.plan.foreign_routes] == ["10.99.0.0/16"]
        assert not any("10.99.0.0" in name for name in of_kind(found.adopted, "route"))

    @settings(deadline=None, max_examples=25)
    @given(st.data())
    def test_every_planned_route_is_either_adopted_or_missing(self, data: st.DataObject) -> None:
        stack, lock = made_by_hand()
        whole = sorted(of_kind(adopted(stack, lock).adopted, "route"))
        for table in ("vtb-bp1main", "vtb-uf6main", HOME, AWAY):
            rows = table_rows(lock, table)
            kept = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
            rows[:] = [row for row, keep in zip(rows, kept, strict=True) if keep]
        found = adopted(stack, lock)
        assert sorted([*of_kind(found.adopted, "route"), *of_kind(found.missing, "route")]) == whole


class TestZones:
    ZONE = "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"

    def _with_zone(self, *vpcs: str, mode: str = "private-zone") -> Adoption:
        stack, lock = made_by_hand()
        stack["dns"] = {"mode": mode}
        lock["networks"]["private-zones"] = [{"id": "z-1", "name": self.ZONE, "vpcs": list(vpcs)}]
        return adopted(stack, lock)

    def test_a_zone_that_the_planned_vpcs_see(self) -> None:
        found = self._with_zone("vpc-uf6demo")
        assert of_kind(found.adopted, "private zone") == [self.ZONE]
        assert found.lock.networks.private_zones == ()

    def test_one_that_others_see_too_stays(self) -> None:
        found = self._with_zone("vpc-uf6demo", "vpc-other")
        (left,) = found.left
        assert left.note == "is seen by vpc-other, vpc-uf6demo, planned are vpc-uf6demo"
        assert [zone.id for zone in found.lock.networks.private_zones] == ["z-1"]

    def test_where_the_stack_makes_no_zones_none_is_adopted(self) -> None:
        assert of_kind(self._with_zone("vpc-uf6demo", mode="none").adopted, "private zone") == []


def test_what_is_not_there_at_all_is_missing() -> None:
    found = adopted(*example())
    assert found.adopted == ()
    assert of_kind(found.missing, "transit router") == ["acree-dev-cn-hangzhou", "acree-dev-cn-shanghai"]
    assert of_kind(found.missing, "attachment") == ["att-service", "peer-cn-shanghai", "att-shanghai"]
