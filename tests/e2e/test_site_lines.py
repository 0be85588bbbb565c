"""Leased lines with static routes a region away, with an ECR at the VPC itself, and with tunnels that stand by."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

import pytest

from scripts.account import Account
from scripts.proof import LARGE
from scripts.removals import Removal
from scripts.site_proof import SECONDS, Carried, Leak, SiteProof
from scripts.sites import DEVICES, ends, loaded
from scripts.waiting import until
from scripts.workplace import Workplace
from tests.e2e.account import counted, plan_of
from tests.e2e.telling import Story, Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

CREATED = {"express-connect-elsewhere": 8, "express-connect-router-vpc": 10, "two-ways": 7}
"""Routes that each plan creates, without selectors."""
PLANNED = {"registry", "auth", "oss"}


@dataclass
class Proved:
    """What a data center's host could do, step by step."""

    before: bool = True
    again: dict[str, int] = field(default_factory=dict)
    ready: bool = False
    pulled: bool = False
    pushed: bool = False
    doctor: dict[str, str] = field(default_factory=dict)
    removals: list[Removal] = field(default_factory=list)
    after: bool = True


@dataclass
class TwoWays(Proved):
    """The same, and which way was used when; `None` where nothing was tried."""

    first: Carried | None = None
    failover: float | None = None
    second: Carried | None = None
    pushed_on_second: bool = False
    came_back: bool = False
    guarded: Leak | None = None


def provisioned(place: Workplace, stack: str, found: Proved) -> None:
    """Up, after a pull that must fail; the second preview sees the live tables."""
    found.before = SiteProof(place, plan_of(place, stack)).pull()
    place.select(stack)
    place.pulumi("up", "--yes", "--skip-preview")
    place.acree("resolve", "-q", "--stack", stack)  # learns the cloud's addresses of tunnels
    found.again = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)


def pulled(proof: SiteProof, stack: str, found: Proved) -> None:
    """Pull, push, ask the doctor."""
    found.ready = proof.ready()
    found.pulled = proof.pull() and proof.pull(LARGE)
    found.pushed = proof.push("line")
    found.doctor = proof.doctor(stack)


def ended(place: Workplace, proof: SiteProof, found: Proved) -> None:
    """Each route away and back, then everything."""
    found.removals = list(proof.removals(Account(place.variables)))
    place.pulumi("destroy", "--yes", "--skip-preview")
    found.after = proof.pull_within(10)


def proved(place: Workplace, stack: str) -> Proved:
    """Everything that can happen to a site with one line."""
    found = Proved()
    provisioned(place, stack, found)
    with loaded(place, stack) as (folder, names):
        proof = SiteProof(place, plan_of(place, stack), folder, names)
        pulled(proof, stack, found)
        ended(place, proof, found)
    return found


@story("express-connect-elsewhere", network=True)
def elsewhere(place: Workplace) -> Proved:
    return proved(place, "express-connect-elsewhere")


@story("express-connect-router-vpc", network=True)
def router_vpc(place: Workplace) -> Proved:
    return proved(place, "express-connect-router-vpc")


@story("two-ways", network=True)
def two_ways(place: Workplace) -> TwoWays:
    stack, found = "two-ways", TwoWays()
    line = DEVICES[stack].line
    provisioned(place, stack, found)
    with loaded(place, stack) as (folder, names):
        proof = SiteProof(place, plan_of(place, stack), folder, names)
        pulled(proof, stack, found)
        until(lambda: _over(proof, line), SECONDS)  # the tunnels may have been quicker
        found.first = proof.pull_over(line)
        with proof.cut_line(line):
            found.failover = proof.failover()
            found.second = proof.pull_over(line)
            found.pushed_on_second = proof.push("spare")
        found.came_back = until(lambda: _over(proof, line), SECONDS)
        with proof.cut_line(line), proof.cut(*ends(place)):
            found.guarded = proof.leaks()
        proof.ready()
        ended(place, proof, found)
    return found


def _over(proof: SiteProof, line: str) -> bool:
    """Whether a pull takes the line, there and back."""
    carried = proof.pull_over(line)
    return carried.pulled and carried.there > 0 and carried.back > 0


ONE_LINE: dict[str, Story[Proved]] = {"express-connect-elsewhere": elsewhere, "express-connect-router-vpc": router_vpc}


def told_of(telling: Telling, kind: str) -> Proved:
    """What was seen of a kind."""
    return telling.of(ONE_LINE[kind]) if kind in ONE_LINE else telling.of(two_ways)


@pytest.mark.parametrize("kind", CREATED)
class TestPull:
    """A host of the data center pulls while the cloud's end and the device are there, and neither before nor after."""

    def test_before_up_nothing_is_pulled(self, telling: Telling, kind: str) -> None:
        assert not told_of(telling, kind).before

    def test_nothing_is_left_to_do(self, telling: Telling, kind: str) -> None:
        assert told_of(telling, kind).again.keys() == {"unchanged"}

    def test_with_the_rendered_device_every_leg_answers_and_is_pulled(self, telling: Telling, kind: str) -> None:
        told = told_of(telling, kind)
        assert (told.ready, told.pulled) == (True, True)

    def test_and_pushed(self, telling: Telling, kind: str) -> None:
        assert told_of(telling, kind).pushed

    def test_doctor_on_that_host_finds_every_leg_well(self, telling: Telling, kind: str) -> None:
        assert told_of(telling, kind).doctor == dict.fromkeys(PLANNED, "ok")

    def test_each_created_route_counts_and_heals(
        self, telling: Telling, kind: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        found = told_of(telling, kind).removals
        with capsys.disabled():
            rows = (f"  {removal.line()}\n" for removal in found)
            sys.stdout.write(f"\n{kind}: every created route, taken away and put back\n{''.join(rows)}")
        assert [removal.line() for removal in found if not removal.right] == []
        assert len(found) == CREATED[kind]

    def test_after_destroy_nothing_is_pulled_again(self, telling: Telling, kind: str) -> None:
        assert not told_of(telling, kind).after


class TestTwoWays:
    """The line is used there and back while it works, then the tunnels, then the line again."""

    def test_first_the_line(self, telling: Telling) -> None:
        first = telling.of(two_ways).first
        assert first is not None
        assert first.pulled
        assert min(first.there, first.back) > 0

    def test_when_it_is_cut_pulls_go_on_over_the_tunnels(
        self, telling: Telling, capsys: pytest.CaptureFixture[str]
    ) -> None:
        told = telling.of(two_ways)
        assert told.failover is not None
        with capsys.disabled():
            sys.stdout.write(f"\ntwo-ways: every leg answers {told.failover:.1f} s after the line was cut\n")
        assert told.second == Carried(pulled=True, there=0, back=0)
        assert told.pushed_on_second

    def test_when_it_heals_it_is_used_again(self, telling: Telling) -> None:
        assert telling.of(two_ways).came_back

    def test_with_all_of_them_cut_nothing_leaves_in_clear_text(self, telling: Telling) -> None:
        guarded = telling.of(two_ways).guarded
        assert guarded is not None
        assert guarded.clear == ()
