"""A network that somebody made by hand becomes a stack's own, while its hosts pull in a loop."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scripts.account import Account
from scripts.hosts import Pull, pulling
from scripts.proof import SMALL, Proof
from scripts.workplace import Done, Workplace
from tests.e2e.account import account_of, called, ids, kinds, plan_of, state_of
from tests.e2e.by_hand import made_by_hand
from tests.e2e.telling import Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

STACK = "prod"
HOSTS = ("shop-node", "pay-node")
PULLS = 2
OTHERS = "tr-attach-peershop"
"""A connection with another bandwidth than planned: it stays what it is."""


@dataclass
class Told:
    """What was said, what the account was asked, and what the hosts met meanwhile."""

    dry: str = ""
    calls: Counter[str] = field(default_factory=Counter)
    ids: list[dict[str, set[str]]] = field(default_factory=list)
    pulls: list[Pull] = field(default_factory=list)
    span: tuple[float, float] = (0.0, 0.0)
    after: dict[str, Done] = field(default_factory=dict)
    same: tuple[bool, bool] = (False, False)
    protected: list[str] = field(default_factory=list)
    gone: Counter[str] = field(default_factory=Counter)
    left: set[str] = field(default_factory=set)


@story(STACK, network=True)
def adopted(place: Workplace) -> Told:
    told = Told()
    made_by_hand(place, STACK)
    told.dry = place.acree("adopt", "-q", "-s", STACK, "--dry-run").output
    with ExitStack() as kept:
        plan = plan_of(place, STACK)
        auth = next(leg["hosts"][0] for leg in plan["legs"] if leg["leg"] == "auth")
        images = {host: f"{Proof(place, host, plan).registry}/{SMALL}" for host in HOSTS}
        loops = [kept.enter_context(pulling(place, host, image, auth)) for host, image in images.items()]
        for loop in loops:
            loop.wait(PULLS)
        told.ids.append(ids(place))
        before, began = called(place), time.time()
        place.acree("adopt", "-q", "-s", STACK, "--yes")
        told.span = (began, time.time())
        told.calls = called(place) - before
        for loop in loops:
            loop.wait(PULLS)
        told.pulls = [pull for loop in loops for pull in loop.found]
    told.ids.append(ids(place))
    look(place, told)
    place.select(STACK)
    account = account_of(place, STACK)
    told.same = (account.routes() == account.planned_routes(), account.links() >= account.planned_links())
    told.protected = [row["urn"] for row in state_of(place) if row.get("protect")]
    place.pulumi("destroy", "--yes", "--skip-preview")
    told.gone = kinds(place.resources())
    told.left = ids(place)["attachment"]
    return told


def look(place: Workplace, told: Told) -> None:
    """Ask whether anything is to be done."""
    told.after = {
        "resolve": place.acree("resolve", "-q", "--check", "-s", STACK, expect=None),
        "preview": place.acree("preview", "-s", STACK, "--refresh", "--expect-no-changes", expect=None),
        "diff": place.acree("diff", "-s", STACK, "--against", "live", "--expect-no-changes", expect=None),
        "adopt": place.acree("adopt", "-q", "-s", STACK, "--dry-run", expect=None),
    }


class TestAdopted:
    def test_not_one_pull_fails(self, telling: Telling) -> None:
        told = telling.of(adopted)
        assert [pull for pull in told.pulls if pull.wrong] == []

    def test_everybody_pulls_all_the_while(self, telling: Telling) -> None:
        told = telling.of(adopted)
        began, ended = told.span
        meanwhile = Counter(pull.host for pull in told.pulls if pull.ended > began and pull.began < ended)
        assert all(meanwhile[host] >= PULLS for host in HOSTS)

    def test_nothing_is_made_and_nothing_is_taken_away(self, telling: Telling) -> None:
        """Reads, and changes of names, tags and remarks."""
        told = telling.of(adopted)
        reads = ("Describe", "List", "Get", "Check")
        writes = {action for action in told.calls if not action.startswith(reads)}
        assert writes <= {
            "ModifyRouteEntry",
            "TagResources",
            "UpdateTransitRouterPeerAttachmentAttribute",
            "UpdateTransitRouterRouteEntry",
            "UpdateTransitRouterVpcAttachmentAttribute",
        }
        assert told.calls["ModifyRouteEntry"] > 0
        assert told.calls["TagResources"] > 0

    def test_everything_is_the_same_thing_as_before(self, telling: Telling) -> None:
        before, after = telling.of(adopted).ids
        assert after == before
        assert all(before.values())

    @pytest.mark.parametrize("verb", ["resolve", "preview", "diff", "adopt"])
    def test_then_nothing_is_left_to_do(self, telling: Telling, verb: str) -> None:
        done = telling.of(adopted).after[verb]
        assert done.code == 0, done.output

    def test_what_it_said_beforehand(self, telling: Telling) -> None:
        told = telling.of(adopted)
        assert "cn-beijing attachment att-service: tr-attach-2zeprod" in told.dry
        assert f"({OTHERS}): has 200 Mbit/s DataTransfer, planned are 500 Mbit/s DataTransfer" in told.dry
        assert "to be adopted" not in told.after["adopt"].output

    def test_the_account_has_what_is_planned(self, telling: Telling) -> None:
        told = telling.of(adopted)
        assert told.same == (True, True)
        assert told.protected == []

    def test_destroy_takes_what_was_adopted_and_leaves_the_rest(self, telling: Telling) -> None:
        told = telling.of(adopted)
        assert told.left == {OTHERS}
        assert told.gone["route entry"] == told.gone["zone record"] == 0
        assert told.gone["transit router"] == 4


@dataclass
class Interrupted:
    """Refused since something is missing, then killed in the middle, then run again."""

    refused: Done
    untouched: tuple[bool, bool]
    again: Done
    calls: Counter[str]
    told: Told
    stayed: bool = False
    back: Done = field(default_factory=lambda: Done(-1, ""))


@story(STACK)
def interrupted(place: Workplace) -> Interrupted:
    made_by_hand(place, STACK)
    row = next(r for r in plan_of(place, STACK)["routes"] if r["origin"] == "created" and r["table"]["kind"] == "vpc")
    Account(place.variables).delete_route(row)
    place.acree("resolve", "-q", "-s", STACK)
    place.select(STACK)
    before = called(place)
    lock = place.project / "stacks" / f"{STACK}.lock.yaml"
    text, state = lock.read_text(encoding="utf-8"), state_of_new(place)
    refused = place.acree("adopt", "-q", "-s", STACK, "--yes", expect=None)
    untouched = (lock.read_text(encoding="utf-8") == text, state_of_new(place) == state)
    file = place.project / "stacks" / f"{STACK}.import.json"
    file.unlink()
    kill_once_there(place, file)
    place.pulumi("cancel", "--yes")
    again = place.acree("adopt", "-q", "-s", STACK, "--yes", "--with-missing", expect=None)
    told = Told()
    calls = called(place) - before
    look(place, told)
    found = Interrupted(refused, untouched, again, calls, told)
    leave_and_come_back(place, found)
    return found


def leave_and_come_back(place: Workplace, found: Interrupted) -> None:
    """Let the engine forget the stack, see what that does to the account, and give the state back."""
    before, kept = ids(place), place.folder / "kept.json"
    place.pulumi("stack", "export", "--stack", STACK, "--file", str(kept))
    place.pulumi("stack", "rm", STACK, "--force", "--yes", "--preserve-config")
    found.stayed = ids(place) == before
    place.select(STACK)
    place.pulumi("stack", "import", "--stack", STACK, "--file", str(kept))
    found.back = place.acree("preview", "-s", STACK, "--refresh", "--expect-no-changes", expect=None)


def state_of_new(place: Workplace) -> list[object]:
    """The URNs of the state of the stack in hand, which may hold nothing."""
    exported = place.pulumi("stack", "export").output
    return re.findall(r'"urn": "([^"]+)"', exported)


def kill_once_there(place: Workplace, file: Path) -> None:
    """Begin an adoption and kill it and all that it has started once it has written its import file."""
    program = str(Path(sys.executable).parent / "acree")
    environ = {**place.variables, "PATH": f"{Path(program).parent}{os.pathsep}{place.variables['PATH']}"}
    running = subprocess.Popen(
        (program, "adopt", "-q", "-s", STACK, "--yes", "--with-missing"),
        cwd=place.project,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not file.exists():
        assert running.poll() is None, "it ended before it imported anything"
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()


class TestInterrupted:
    def test_what_is_missing_is_refused(self, telling: Telling) -> None:
        refused = telling.of(interrupted).refused
        assert refused.code == 5
        assert "1 resources of the plan do not exist yet" in refused.output
        assert "--with-missing" in refused.output

    def test_then_lock_file_and_state_are_as_they_were(self, telling: Telling) -> None:
        assert telling.of(interrupted).untouched == (True, True)

    def test_after_a_kill_it_goes_on(self, telling: Telling) -> None:
        told = telling.of(interrupted)
        assert told.again.code == 0, told.again.output

    def test_only_what_was_missing_is_made(self, telling: Telling) -> None:
        calls = telling.of(interrupted).calls
        made = {action: number for action, number in calls.items() if action.startswith(("Create", "Add", "Delete"))}
        assert made == {"CreateRouteEntry": 1}

    @pytest.mark.parametrize("verb", ["resolve", "preview", "diff", "adopt"])
    def test_then_nothing_is_left_to_do(self, telling: Telling, verb: str) -> None:
        done = telling.of(interrupted).told.after[verb]
        assert done.code == 0, done.output

    def test_a_stack_that_is_forgotten_stays_in_the_account(self, telling: Telling) -> None:
        """What the how-to on leaving says."""
        assert telling.of(interrupted).stayed

    def test_with_its_state_it_comes_back(self, telling: Telling) -> None:
        back = telling.of(interrupted).back
        assert back.code == 0, back.output
