"""A data center behind a Smart Access Gateway: AnyTunnel entries made, pulled through, taken away one by one.

Whether the service accepts a Cloud Connect Network as access region is not known (N13, K11): one world accepts it, the
other refuses it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

import pytest

from scripts.account import Account
from scripts.proof import LARGE
from scripts.removals import Removal
from scripts.site_proof import SiteProof
from scripts.sites import loaded
from scripts.workplace import Done, Workplace
from tests.e2e.account import counted, plan_of
from tests.e2e.telling import Telling, replaced, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

STACK = "smart-access-gateway-create"
LOWERED = '  acree:rules:\n    G4: {severity: warn, reason: "one entry was made by hand, and a pull worked"}\n'
CREATED = "          entries: create\n          cen: cen-hq\n"
ENTRIES = 6
"""Two auth addresses and four ranges of storage."""


@dataclass
class Proved:
    """What the data center's host could do, step by step."""

    before: bool = True
    asked: Done = field(default_factory=lambda: Done(0, ""))
    kept: Done = field(default_factory=lambda: Done(0, ""))
    made: dict[str, int] = field(default_factory=dict)
    again: dict[str, int] = field(default_factory=dict)
    live: Done = field(default_factory=lambda: Done(1, ""))
    ready: bool = False
    pulled: bool = False
    pushed: bool = False
    doctor: dict[str, str] = field(default_factory=dict)
    moved: dict[str, bool] = field(default_factory=dict)
    removals: list[Removal] = field(default_factory=list)
    repaired: dict[str, int] = field(default_factory=dict)
    after: bool = True
    left: int = 0


@story("smart-access-gateway", network=True)
def accepted(place: Workplace) -> Proved:
    found = Proved()
    found.before = SiteProof(place, plan_of(place, STACK)).pull_within(10)
    place.select(STACK)
    changed(place, LOWERED, "")
    found.asked = place.acree("lint", "--stack", STACK, expect=None)
    found.kept = place.pulumi("up", "--yes", "--skip-preview", expect=None)
    changed(place, CREATED, CREATED + LOWERED)
    found.made = counted(place.pulumi("up", "--yes", "--skip-preview").output)
    found.again = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)
    against = ("--against", "live", "--expect-no-changes")
    found.live = place.acree("diff", "--stack", STACK, *against, expect=None)
    with loaded(place, STACK) as (folder, before):
        _through(place, found, SiteProof(place, plan_of(place, STACK), folder, before))
    return found


def _through(place: Workplace, found: Proved, proof: SiteProof) -> None:
    """Pulls and pushes, while every entry is there, while one of them is not, and after `destroy`."""
    found.ready = proof.ready()
    found.pulled = proof.pull() and proof.pull(LARGE)
    found.pushed = proof.push("site")
    found.doctor = proof.doctor(STACK)
    for prefix in proof.ranges():
        proof.move_storage(str(prefix[7]))
        found.moved[str(prefix)] = proof.ready() and proof.pull()
    found.removals = list(proof.removals(Account(place.variables)))
    found.repaired = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)
    place.pulumi("destroy", "--yes", "--skip-preview")
    found.after = proof.pull_within(10)
    found.left = len(place.resources().get("route service", ()))


@dataclass
class Refused:
    """What is said in a world where the network is no access region, and what is left then."""

    up: Done
    preview: dict[str, int]
    left: int
    by_hand: dict[str, int]
    at_the_end: dict[str, int]


@story("smart-access-gateway", ("any-tunnel: accepts", "any-tunnel: refuses"))
def refused(place: Workplace) -> Refused:
    place.select(STACK)
    up = place.pulumi("up", "--yes", "--skip-preview", expect=None)
    preview = counted(place.pulumi("preview", "--refresh").output)
    left = len(place.resources().get("route service", ()))
    changed(place, CREATED, "")
    by_hand = counted(place.pulumi("up", "--yes", "--skip-preview").output)
    return Refused(up, preview, left, by_hand, counted(place.pulumi("preview", "--expect-no-changes").output))


def changed(place: Workplace, old: str, new: str) -> None:
    """Change the stack file."""
    path = place.project / "stacks" / f"Pulumi.{STACK}.yaml"
    path.write_text(replaced(path.read_text(encoding="utf-8"), old, new), encoding="utf-8")


class TestAsked:
    """Nothing is made before somebody has lowered G4 with a reason."""

    def test_lint_asks_and_says_what_is_not_known_once(self, telling: Telling) -> None:
        asked = telling.of(accepted).asked
        assert asked.code == 5, asked.output
        assert asked.output.count("(N13)") == asked.output.count("(K11)") == 1

    def test_so_does_the_engine_before_any_resource(self, telling: Telling) -> None:
        kept = telling.of(accepted).kept
        assert kept.code != 0
        assert "nothing was created" in kept.output
        assert "G4" in kept.output


class TestPull:
    """The host pulls while the entries are there, and neither before nor after."""

    def test_before_up_nothing_is_pulled(self, telling: Telling) -> None:
        assert not telling.of(accepted).before

    def test_a_second_preview_changes_nothing(self, telling: Telling) -> None:
        assert telling.of(accepted).again.keys() == {"unchanged"}

    def test_the_account_has_what_is_planned(self, telling: Telling) -> None:
        live = telling.of(accepted).live
        assert live.code == 0, live.output

    def test_every_leg_answers_and_is_pulled(self, telling: Telling) -> None:
        told = telling.of(accepted)
        assert (told.ready, told.pulled) == (True, True)

    def test_and_pushed(self, telling: Telling) -> None:
        assert telling.of(accepted).pushed

    def test_doctor_on_that_host_finds_every_leg_well(self, telling: Telling) -> None:
        assert telling.of(accepted).doctor == dict.fromkeys(("registry", "auth", "oss"), "ok")

    def test_storage_may_move_through_every_published_range(self, telling: Telling) -> None:
        assert list(telling.of(accepted).moved.values()) == [True] * 4

    def test_each_entry_counts_and_heals(self, telling: Telling, capsys: pytest.CaptureFixture[str]) -> None:
        found = telling.of(accepted).removals
        with capsys.disabled():
            rows = (f"  {removal.line()}\n" for removal in found)
            sys.stdout.write(f"\n{STACK}: every entry, taken away and put back\n{''.join(rows)}")
        assert [removal.line() for removal in found if not removal.right] == []
        assert len(found) == ENTRIES

    def test_an_entry_that_is_made_again_is_the_stack_s_own(self, telling: Telling) -> None:
        assert telling.of(accepted).repaired.keys() == {"unchanged"}

    def test_after_destroy_nothing_is_pulled_and_nothing_left(self, telling: Telling) -> None:
        told = telling.of(accepted)
        assert (told.after, told.left) == (False, 0)


class TestRefused:
    """Where the service refuses the network, a person reads why, and the stack can go on."""

    def test_up_fails_and_says_what_is_wanted_found_and_to_do(self, telling: Telling) -> None:
        up = telling.of(refused).up
        assert up.code != 0
        assert "with access region ccn-cn-shanghai in CEN cen-hq, found that the service refuses it" in up.output
        assert "write `entries: by-hand` without `cen`, run `pulumi up` again" in up.output
        assert "both regions must be the same" in up.output  # what the service itself said
        assert "Traceback" not in up.output

    def test_what_to_do_is_said_once(self, telling: Telling) -> None:
        _, _, diagnostics = telling.of(refused).up.output.partition("Diagnostics:")
        assert diagnostics.count("try one entry in the CEN console") == 1

    def test_the_state_stays_valid_and_knows_that_nothing_was_made(self, telling: Telling) -> None:
        told = telling.of(refused)
        assert told.left == 0
        assert told.preview["to create"] >= ENTRIES

    def test_by_hand_then_ends_well(self, telling: Telling) -> None:
        told = telling.of(refused)
        assert "failed" not in told.by_hand
        assert told.at_the_end.keys() == {"unchanged"}
