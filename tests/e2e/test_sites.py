"""Kinds of connections of data centers: provisioned, the device loaded with what is rendered, pulled through, cut."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

import pytest

from scripts.account import Account
from scripts.proof import LARGE
from scripts.removals import Removal
from scripts.site_proof import Leak, SiteProof
from scripts.sites import DEVICES, ends, loaded
from scripts.workplace import Workplace
from tests.e2e.account import counted, plan_of
from tests.e2e.telling import Story, Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

CREATED = {"vpn-gateway": 1, "transit-vpn": 9, "express-connect": 9, "express-connect-router": 7}
"""Routes that each plan creates."""


@dataclass
class Proved:
    """What a data center's host could do, step by step; `None` where nothing was tried."""

    before: bool = True
    again: dict[str, int] = field(default_factory=dict)
    ready: bool = False
    pulled: bool = False
    pushed: bool = False
    doctor: dict[str, str] = field(default_factory=dict)
    moved: dict[str, bool] = field(default_factory=dict)
    removals: list[Removal] = field(default_factory=list)
    failover: float | None = None
    on_second: bool = False
    guarded: Leak | None = None
    healed: bool = False
    unguarded: Leak | None = None
    doctor_without: dict[str, str] = field(default_factory=dict)
    repaired: dict[str, int] = field(default_factory=dict)
    after: bool = True


def proved(place: Workplace, stack: str) -> Proved:
    """Everything that can happen to one kind of connection."""
    found = Proved()
    found.before = SiteProof(place, plan_of(place, stack)).pull()
    place.select(stack)
    place.pulumi("up", "--yes", "--skip-preview")
    place.acree("resolve", "-q", "--stack", stack)  # learns the cloud's addresses of the tunnels
    found.again = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)
    with loaded(place, stack) as (folder, before):
        proof = SiteProof(place, plan_of(place, stack), folder, before)
        _pulled(found, proof)
        found.doctor = proof.doctor(stack)
        found.removals = list(proof.removals(Account(place.variables)))
        place.pulumi("up", "--refresh", "--yes", "--skip-preview")
        found.repaired = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)
        if DEVICES[stack].tunnels:
            _cut(found, proof, ends(place))
        place.pulumi("destroy", "--yes", "--skip-preview")
        found.after = proof.pull_within(10)
        found.unguarded = proof.leaks_unloaded()
    return found


def _pulled(found: Proved, proof: SiteProof) -> None:
    found.ready = proof.ready()
    found.pulled = proof.pull() and proof.pull(LARGE)
    found.pushed = proof.push("site")
    for prefix in proof.ranges():
        proof.move_storage(str(prefix[7]))
        found.moved[str(prefix)] = proof.ready() and proof.pull(LARGE)


def _cut(found: Proved, proof: SiteProof, both: list[str]) -> None:
    """Cut the first tunnel, then both."""
    with proof.cut(both[0]):
        found.failover = proof.failover()
        found.on_second = proof.pull()
    found.healed = proof.ready()
    with proof.cut(*both):
        found.guarded = proof.leaks()
        found.doctor_without = proof.doctor(proof.plan["stack"])


@story("vpn-gateway", network=True)
def vpn_gateway(place: Workplace) -> Proved:
    return proved(place, "vpn-gateway")


@story("transit-vpn", network=True)
def transit_vpn(place: Workplace) -> Proved:
    return proved(place, "transit-vpn")


@story("express-connect", network=True)
def express_connect(place: Workplace) -> Proved:
    return proved(place, "express-connect")


@story("express-connect-router", network=True)
def express_connect_router(place: Workplace) -> Proved:
    return proved(place, "express-connect-router")


KINDS: dict[str, Story[Proved]] = {
    "vpn-gateway": vpn_gateway,
    "transit-vpn": transit_vpn,
    "express-connect": express_connect,
    "express-connect-router": express_connect_router,
}
TUNNELS = [kind for kind in KINDS if DEVICES[kind].tunnels]


@pytest.mark.parametrize("kind", KINDS)
class TestPull:
    """A host of the data center pulls while the cloud's end and the device are there, and neither before nor after."""

    def test_before_up_nothing_is_pulled(self, telling: Telling, kind: str) -> None:
        assert not telling.of(KINDS[kind]).before

    def test_learning_the_cloud_s_addresses_changes_nothing(self, telling: Telling, kind: str) -> None:
        assert telling.of(KINDS[kind]).again.keys() == {"unchanged"}

    def test_with_the_rendered_device_every_leg_answers_and_is_pulled(self, telling: Telling, kind: str) -> None:
        told = telling.of(KINDS[kind])
        assert (told.ready, told.pulled) == (True, True)

    def test_and_pushed(self, telling: Telling, kind: str) -> None:
        assert telling.of(KINDS[kind]).pushed

    def test_doctor_on_that_host_finds_every_leg_well(self, telling: Telling, kind: str) -> None:
        assert telling.of(KINDS[kind]).doctor == dict.fromkeys(("registry", "auth", "oss"), "ok")

    def test_storage_may_move_through_every_published_range(self, telling: Telling, kind: str) -> None:
        assert list(telling.of(KINDS[kind]).moved.values()) == [True] * 4

    def test_each_created_route_counts_and_heals(
        self, telling: Telling, kind: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        found = telling.of(KINDS[kind]).removals
        with capsys.disabled():
            rows = (f"  {removal.line()}\n" for removal in found)
            sys.stdout.write(f"\n{kind}: every created route, taken away and put back\n{''.join(rows)}")
        assert [removal.line() for removal in found if not removal.right] == []
        assert len(found) == CREATED[kind]

    def test_routes_that_somebody_deleted_are_made_again(self, telling: Telling, kind: str) -> None:
        assert telling.of(KINDS[kind]).repaired.keys() == {"unchanged"}

    def test_after_destroy_nothing_is_pulled_again(self, telling: Telling, kind: str) -> None:
        assert not telling.of(KINDS[kind]).after


@pytest.mark.parametrize("kind", TUNNELS)
class TestCut:
    """A tunnel that is cut is missed until the device has noticed; with both cut, nothing leaves in clear text."""

    def test_pulls_go_on_over_the_second_tunnel(
        self, telling: Telling, kind: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        told = telling.of(KINDS[kind])
        assert told.failover is not None
        with capsys.disabled():
            sys.stdout.write(f"\n{kind}: every leg answers {told.failover:.1f} s after the first tunnel was cut\n")
        assert told.on_second

    def test_the_first_one_comes_back(self, telling: Telling, kind: str) -> None:
        assert telling.of(KINDS[kind]).healed

    def test_with_both_cut_nothing_leaves_in_clear_text(self, telling: Telling, kind: str) -> None:
        guarded = telling.of(KINDS[kind]).guarded
        assert guarded is not None
        assert guarded.clear == ()

    def test_doctor_then_finds_no_leg_well(self, telling: Telling, kind: str) -> None:
        assert set(telling.of(KINDS[kind]).doctor_without.values()) == {"fail"}

    def test_without_the_rendered_files_it_would_and_is_seen(self, telling: Telling, kind: str) -> None:
        unguarded = telling.of(KINDS[kind]).unguarded
        assert unguarded is not None
        assert "10.0.0.20" in unguarded.clear
