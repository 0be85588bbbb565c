"""Changes of what is wanted and of the world: each one touches what it is about, and replaces nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scripts.workplace import Workplace
from tests.e2e.account import Row, account_of, counted, kinds
from tests.e2e.telling import Telling, replaced, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

SECOND_REGION = """  - {id: cn-shanghai, master-zones: [cn-shanghai-m], slave-zones: [cn-shanghai-n]}
  - {id: cn-shenzhen, master-zones: [cn-shenzhen-d], slave-zones: [cn-shenzhen-e]}
"""
SECOND_VPC = """vpcs:
  - id: vpc-wz9pay
    region: cn-shenzhen
    cidr: 172.20.0.0/16
    vswitches:
      - {id: vsw-wz9d, zone: cn-shenzhen-d, cidr: 172.20.1.0/24}
      - {id: vsw-wz9e, zone: cn-shenzhen-e, cidr: 172.20.2.0/24}
"""
SECOND_CLIENT = """  acree:clients:
    - {name: pay, region: cn-shenzhen, vpc: vpc-wz9pay, pod-cidrs: []}
"""
AUTH = ["100.103.7.181", "100.103.9.188"]
NEW = "100.103.11.5"


@dataclass
class Told:
    """What each change did."""

    done: dict[str, dict[str, int]] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    routes: dict[str, tuple[set[Row], set[Row]]] = field(default_factory=dict)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)


@story(
    "dev",
    (SECOND_REGION.splitlines(keepends=True)[0], SECOND_REGION),
    ("vpcs:\n", SECOND_VPC),
)
def changes(place: Workplace) -> Told:
    told = Told()
    told.kinds["before"] = kinds(place.resources())
    place.select("dev")
    _up(place, told, "made")
    path = place.project / "stacks" / "Pulumi.dev.yaml"
    first = path.read_text(encoding="utf-8")  # with the line that the engine has added

    place.ask("POST", "move-auth", {"addresses": [*AUTH, NEW]})
    told.said["address: check"] = place.acree("resolve", "-q", "--stack", "dev", "--check", expect=7).output
    place.acree("resolve", "-q", "--stack", "dev")
    _up(place, told, "address added")

    place.ask("POST", "move-auth", {"addresses": [AUTH[1], NEW]})
    place.acree("resolve", "-q", "--stack", "dev")
    told.said["gone: lint"] = place.acree("lint", "--stack", "dev").output
    place.pulumi("preview", "--expect-no-changes")

    _write(path, replaced(first, "  acree:clients:\n", SECOND_CLIENT))
    told.said["stale"] = place.acree("plan", "--stack", "dev", expect=2).output
    place.acree("resolve", "-q", "--stack", "dev")
    _up(place, told, "client added")

    _write(path, _turned(path.read_text(encoding="utf-8")))
    place.acree("resolve", "-q", "--stack", "dev")
    told.done["order"] = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)

    _write(path, first)
    place.acree("resolve", "-q", "--stack", "dev")
    _up(place, told, "client removed")
    place.pulumi("destroy", "--yes", "--skip-preview")
    told.kinds["after"] = kinds(place.resources())
    return told


def _up(place: Workplace, told: Told, what: str) -> None:
    told.done[what] = counted(place.pulumi("up", "--yes", "--skip-preview").output)
    account = account_of(place, "dev")
    told.routes[what] = (account.planned_routes(), account.routes())


def _turned(text: str) -> str:
    """The same stack file with its last client first, and a key moved."""
    first, second = SECOND_CLIENT.splitlines(keepends=True)
    assert f"{first}{second}    - name: shanghai\n" in text
    last = "      pod-cidrs: [10.244.0.0/16]\n"
    moved = replaced(replaced(text, second, ""), last, last + second)
    two = ("    region: cn-hangzhou\n", "    instance: cri-demo1234\n")
    return replaced(moved, "".join(two), "".join(reversed(two)))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def told(telling: Telling) -> Told:
    return telling.of(changes)


@pytest.mark.parametrize("what", ["made", "address added", "client added", "client removed"])
def test_after_each_change_the_tables_hold_exactly_the_plan(told: Told, what: str) -> None:
    planned, live = told.routes[what]
    assert live == planned


class TestAddress:
    """The auth service answers on one address more, and then no longer on another."""

    def test_check_names_the_new_address(self, told: Told) -> None:
        assert NEW in told.said["address: check"]
        assert "acree resolve --stack dev" in told.said["address: check"]

    def test_up_adds_its_two_routes_and_touches_nothing_else(self, told: Told) -> None:
        """One in the client's VPC, one in the service router; the client's router learns it."""
        made = told.done["made"]["created"]
        assert told.done["address added"] == {"created": 2, "unchanged": made}
        added = told.routes["address added"][1] - told.routes["made"][1]
        assert {destination for _, destination, _ in added} == {f"{NEW}/32"}
        assert told.routes["made"][1] < told.routes["address added"][1]

    def test_an_address_that_vanished_keeps_its_routes_for_a_while(self, told: Told) -> None:
        assert "G24" in told.said["gone: lint"]
        assert AUTH[0] in told.said["gone: lint"]


class TestClient:
    """A client in another region comes and goes."""

    def test_an_old_lock_file_is_refused_with_the_command_to_run(self, told: Told) -> None:
        assert "acree resolve --stack dev" in told.said["stale"]

    def test_it_comes_beside_the_others(self, told: Told) -> None:
        done = told.done["client added"]
        assert done.keys() == {"created", "updated", "unchanged"}
        assert done["updated"] == 1, "the private zone is bound to one VPC more"
        assert done["created"] > 20
        assert told.routes["address added"][1] < told.routes["client added"][1]

    def test_order_in_the_stack_file_means_nothing(self, told: Told) -> None:
        assert told.done["order"].keys() == {"unchanged"}

    def test_it_goes_and_takes_only_its_own(self, told: Told) -> None:
        added, removed = told.done["client added"], told.done["client removed"]
        assert removed == {"deleted": added["created"], "updated": 1, "unchanged": added["unchanged"]}
        assert told.routes["client removed"][1] == told.routes["address added"][1]

    def test_destroy_leaves_the_account_as_it_was(self, told: Told) -> None:
        assert told.kinds["after"] == told.kinds["before"]
