"""A stack changes while its hosts pull in a loop: nobody who had access loses it for a moment."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from acree_infra.discovery.digest import content_digest
from acree_infra.discovery.lock_file import read_lock
from acree_infra.discovery.lock_writer import write_lock
from acree_infra.topology.loader import load_stack
from scripts.account import Account
from scripts.hosts import Pull, Pulls, pulling
from scripts.proof import SMALL, Proof
from scripts.workplace import Workplace
from tests.e2e.account import counted, plan_of
from tests.e2e.telling import Telling, replaced, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

SHANGHAI = "  - {id: cn-shanghai, master-zones: [cn-shanghai-m], slave-zones: [cn-shanghai-n]}\n"
SHENZHEN = "  - {id: cn-shenzhen, master-zones: [cn-shenzhen-d], slave-zones: [cn-shenzhen-e]}\n"
PAY_VPC = """vpcs:
  - id: vpc-wz9pay
    region: cn-shenzhen
    cidr: 172.20.0.0/16
    vswitches:
      - {id: vsw-wz9d, zone: cn-shenzhen-d, cidr: 172.20.1.0/24}
      - {id: vsw-wz9e, zone: cn-shenzhen-e, cidr: 172.20.2.0/24}
"""
LAST_VSWITCH = "      - {id: vsw-uf6n, zone: cn-shanghai-n, cidr: 172.16.1.0/24}\n"
SECOND_TABLE = """      - {id: vsw-uf6x, zone: cn-shanghai-m, cidr: 172.16.2.0/24}
    route-tables:
      - {id: vtb-uf6nodes, vswitches: [vsw-uf6x]}
"""
HOSTS = """hosts:
  - {id: i-uf6node, name: node, vswitch: vsw-uf6x, address: 172.16.2.1}
  - {id: i-wz9pay, name: pay, vswitch: vsw-wz9d, address: 172.20.1.11}
"""
CLIENT = "      vpc: vpc-uf6demo\n"
ONE_TABLE = f"{CLIENT}      route-tables: [vtb-uf6main]\n"
BOTH_TABLES = f"{CLIENT}      route-tables: [vtb-uf6main, vtb-uf6nodes]\n"
CLIENTS = "  acree:clients:\n"
PAY_CLIENT = f"{CLIENTS}    - {{name: pay, region: cn-shenzhen, vpc: vpc-wz9pay, pod-cidrs: []}}\n"
OLD, KEPT, NEW = "100.103.7.181", "100.103.9.188", "100.103.11.5"
DECLARED = f"  acree:legs: {{auth: {{addresses: [{OLD}, {KEPT}, {NEW}]}}}}\n{CLIENTS}"
OTHER_HOP = f"""  acree:routes:
    - {{region: cn-shanghai, destination: {KEPT}/32, next-hop: tr-attach-other, reason: to another attachment}}
{CLIENTS}"""
PULLS_AFTER = 2


@dataclass
class Told:
    """What the engine did in each change, and what the hosts met meanwhile."""

    done: dict[str, dict[str, int]] = field(default_factory=dict)
    spans: dict[str, tuple[float, float]] = field(default_factory=dict)
    pulls: list[Pull] = field(default_factory=list)
    listed: str = ""
    gone: bool = False
    control: list[Pull] = field(default_factory=list)


@dataclass
class Changing:
    """A stack that changes, and the hosts that pull meanwhile; a host joins as soon as it has access."""

    place: Workplace
    told: Told
    kept: ExitStack
    pulling: list[Pulls] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.place.select("dev")
        self.path = self.place.project / "stacks" / "Pulumi.dev.yaml"
        self.text = replaced(self.path.read_text(encoding="utf-8"), CLIENT, ONE_TABLE)

    def joins(self, host: str) -> None:
        """Let a host pull in a loop from now on."""
        plan = plan_of(self.place, "dev")
        proof = Proof(self.place, host, plan)
        auth_host = next(leg["hosts"][0] for leg in plan["legs"] if leg["leg"] == "auth")
        image = f"{proof.registry}/{SMALL}"
        self.pulling.append(self.kept.enter_context(pulling(self.place, host, image, auth_host)))

    def to(self, what: str, text: str) -> None:
        """Change the stack file, look up, and apply it while everybody pulls."""
        self.write(text)
        with self.meanwhile(what):
            self.told.done[what] = counted(self.place.pulumi("up", "--yes", "--skip-preview").output)

    def write(self, text: str) -> None:
        """Change the stack file and look up what it asks for."""
        self.path.write_text(text, encoding="utf-8")
        self.place.acree("resolve", "-q", "--stack", "dev")

    @contextmanager
    def meanwhile(self, what: str) -> Iterator[None]:
        """Note when a change began and ended, with a few pulls around it."""
        self._pulled()
        began = time.time()
        yield
        self._pulled()
        self.told.spans[what] = (began, time.time())

    def auth(self, *addresses: str, silent: tuple[str, ...] = ()) -> None:
        """Let the auth host's name be answered with these addresses, and return when the kernel has them."""
        self.place.ask("POST", "move-auth", {"addresses": addresses, "silent": silent})
        self.place.ask("GET", "network")

    def breaks(self) -> None:
        """Take a route away and put it back, with a few pulls meanwhile."""
        routes = plan_of(self.place, "dev")["routes"]
        wanted = (f"{KEPT}/32", "vtb-uf6main")
        route = next(route for route in routes if (route["destination"], route["table"]["id"]) == wanted)
        restore = Account(self.place.variables).delete_route(route)
        self._pulled()
        restore()

    def found(self) -> list[Pull]:
        """Every pull of every host in the order in which they ended."""
        return sorted((pull for pulls in self.pulling for pull in pulls.found), key=lambda pull: pull.ended)

    def _pulled(self) -> None:
        for pulls in self.pulling:
            pulls.wait(PULLS_AFTER)


@story(
    "dev",
    (SHANGHAI, SHANGHAI + SHENZHEN),
    ("vpcs:\n", PAY_VPC),
    (LAST_VSWITCH, LAST_VSWITCH + SECOND_TABLE),
    ("hosts:\n", HOSTS),
    network=True,
)
def make_before_break(place: Workplace) -> Told:
    told = Told()
    with ExitStack() as kept:
        changing = Changing(place, told, kept)
        first = changing.text
        changing.to("made", first)
        changing.joins("ecs2")

        changing.to("address added", replaced(first, CLIENTS, DECLARED))
        with changing.meanwhile("address announced"):
            changing.auth(OLD, KEPT, silent=(NEW,))
            changing.auth(OLD, KEPT, NEW)

        both = replaced(first, ONE_TABLE, BOTH_TABLES)
        changing.to("table added", both)
        changing.joins("node")

        more = replaced(both, CLIENTS, PAY_CLIENT)
        changing.to("client added", more)
        changing.joins("pay")

        wide = replaced(more, "mbps: 100", "mbps: 300")
        changing.to("bandwidth changed", wide)

        with changing.meanwhile("address withdrawn"):
            changing.auth(KEPT, NEW, silent=(OLD,))
        changing.to("grace time begins", wide)
        age(changing.path)
        changing.to("address expired", wide)

        told.listed = listed(changing, wide)
        told.pulls = changing.found()
        changing.breaks()
        told.control = changing.found()[len(told.pulls) :]
    told.gone = not Proof(place, "ecs2", plan_of(place, "dev")).reaches(OLD)
    return told


def age(path: Path) -> None:
    """Let the grace time of vanished auth addresses be over, as if the lock file were older."""
    stack = load_stack(path)
    lock = read_lock(stack)
    assert lock.legs.auth is not None
    days = timedelta(days=stack.topology.options.grace_days)
    addresses = tuple(
        seen.model_copy(update={"missing_since": seen.missing_since and seen.missing_since - days})
        for seen in lock.legs.auth.addresses
    )
    legs = lock.legs.model_copy(update={"auth": lock.legs.auth.model_copy(update={"addresses": addresses})})
    content = content_digest(legs, lock.networks)
    assert write_lock(stack, lock.model_copy(update={"legs": legs, "content": content}))


def listed(changing: Changing, text: str) -> str:
    """What `acree diff` says of a route that goes to another attachment; nothing is applied."""
    place = changing.place
    saved = place.folder / "saved.json"
    saved.write_text(place.acree("plan", "--stack", "dev", "--format", "json").output, encoding="utf-8")
    changing.write(replaced(text, CLIENTS, OTHER_HOP))
    said = place.acree("diff", "--against-plan", str(saved), "--stack", "dev", "--brief", expect=5).output
    changing.write(text)
    return said


@pytest.fixture
def told(telling: Telling) -> Told:
    return telling.of(make_before_break)


CHANGES = {
    "address added": ["ecs2"],
    "address announced": ["ecs2"],
    "table added": ["ecs2"],
    "client added": ["ecs2", "node"],
    "bandwidth changed": ["ecs2", "node", "pay"],
    "address withdrawn": ["ecs2", "node", "pay"],
    "grace time begins": ["ecs2", "node", "pay"],
    "address expired": ["ecs2", "node", "pay"],
}
"""Who has access already when each change begins."""


class TestNoBreak:
    """What is changed is there before what it replaces goes."""

    def test_not_one_pull_fails(self, told: Told) -> None:
        assert [pull for pull in told.pulls if pull.wrong] == []

    @pytest.mark.parametrize("what", CHANGES)
    def test_everybody_pulls_all_the_while(self, told: Told, what: str) -> None:
        began, ended = told.spans[what]
        pulls = [pull for pull in told.pulls if pull.ended > began and pull.began < ended]
        assert {pull.host for pull in pulls} >= set(CHANGES[what])
        for host in CHANGES[what]:
            assert sum(pull.host == host for pull in pulls) >= PULLS_AFTER

    def test_each_change_does_what_it_is_about(self, told: Told) -> None:
        kept = {what: done for what, done in told.done.items() if what != "made"}
        assert kept["address added"].keys() == {"created", "unchanged"}
        assert kept["address added"]["created"] == 2
        assert kept["table added"].keys() == {"created", "unchanged"}
        assert kept["client added"].keys() == {"created", "updated", "unchanged"}
        assert kept["bandwidth changed"] == {"updated": 2, "unchanged": kept["bandwidth changed"]["unchanged"]}
        assert kept["grace time begins"].keys() == {"unchanged"}
        assert kept["address expired"].keys() == {"deleted", "unchanged"}

    def test_the_expired_address_is_out_of_reach(self, told: Told) -> None:
        assert told.gone


class TestBreak:
    """A route that gets another next hop is gone for a moment: that is said before anything happens."""

    def test_the_loop_would_have_noticed(self, told: Told) -> None:
        """Where one auth address of two loses its route, and only there."""
        failed = [pull for pull in told.control if pull.wrong]
        assert {pull.host for pull in failed} == {"ecs2"}
        assert any(f"on {KEPT}: no answer" in wrong for pull in failed for wrong in pull.wrong)

    def test_it_is_listed_beforehand_as_an_interruption(self, told: Told) -> None:
        assert "hop-change" in told.listed
        assert "service is interrupted" in " ".join(told.listed.split())
        assert f"{KEPT}/32" in told.listed
