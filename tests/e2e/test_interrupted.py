"""`pulumi up` ends in the middle. After Ctrl-C the next one completes it; a killed one needs a look first."""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from dataclasses import dataclass, field

import pytest

from scripts.workplace import Workplace
from tests.e2e.account import Row, account_of, counted, kinds
from tests.e2e.telling import Story, Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]


@dataclass
class Told:
    """What was left in the middle, and what the next update made of it."""

    code: int
    said: str
    middle: Counter[str]
    adopted: list[str] = field(default_factory=list)
    second: str = ""
    again: dict[str, int] = field(default_factory=dict)
    routes: tuple[set[Row], set[Row]] = (set(), set())
    kinds: dict[str, Counter[str]] = field(default_factory=dict)


def ended_in_the_middle(place: Workplace, kind: str, number: signal.Signals) -> Told:
    """Send a signal to the engine and all that it started, once there is something of a kind; then go on."""
    before = kinds(place.resources())
    place.select("dev")
    running = place.started("up", "--yes", "--skip-preview", apart=True)
    while not place.resources().get(kind):
        assert running.poll() is None, f"ended before there was a {kind}"
        time.sleep(0.05)
    os.killpg(running.pid, number)
    said, _ = running.communicate(timeout=120)
    told = Told(running.returncode, said, kinds(place.resources()))
    if number is signal.SIGKILL:
        place.pulumi("cancel", "--yes")
        place.pulumi("refresh", "--yes", "--skip-preview", "--clear-pending-creates")
        place.acree("adopt", "-q", "-s", "dev", "--yes", "--with-missing")
        kept = json.loads((place.project / "stacks" / "dev.import.json").read_text(encoding="utf-8"))
        told.adopted = [f"{one['type'].rpartition(':')[2]} {one['name']}" for one in kept["resources"]]
    told.second = place.pulumi("up", "--yes", "--skip-preview").output
    told.again = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)
    account = account_of(place, "dev")
    told.routes = (account.planned_routes(), account.routes())
    place.pulumi("destroy", "--yes", "--skip-preview")
    told.kinds = {"before": before, "after": kinds(place.resources())}
    return told


@story("dev")
def in_the_attachments(place: Workplace) -> Told:
    return ended_in_the_middle(place, "attachment", signal.SIGINT)


@story("dev")
def in_the_routes(place: Workplace) -> Told:
    return ended_in_the_middle(place, "route entry", signal.SIGINT)


@story("dev")
def killed(place: Workplace) -> Told:
    """The provider looks at a route that it has just made; meanwhile it is killed."""
    place.ask("POST", "faults", {"action": "DescribeRouteEntryList", "delay": 5.0, "times": 4})
    return ended_in_the_middle(place, "route entry", signal.SIGKILL)


STORIES: dict[str, Story[Told]] = {
    "in the attachments": in_the_attachments,
    "in the routes": in_the_routes,
    "killed": killed,
}


@pytest.fixture(params=STORIES)
def told(request: pytest.FixtureRequest, telling: Telling) -> Told:
    return telling.of(STORIES[request.param])


def test_it_ended_in_the_middle(told: Told) -> None:
    assert told.code != 0
    assert told.middle != told.kinds["before"]


def test_the_next_update_completes_it(told: Told) -> None:
    planned, live = told.routes
    assert live == planned
    assert live
    assert told.again.keys() == {"unchanged"}


def test_destroy_leaves_the_account_as_it_was(told: Told) -> None:
    """Nothing was made twice, nothing was forgotten."""
    assert told.kinds["after"] == told.kinds["before"]


def test_what_a_killed_update_did_not_note_is_imported(telling: Telling) -> None:
    """It asked for a route, and never learned of the answer."""
    adopted = telling.of(killed).adopted
    assert any(one.startswith("VPCRouteEntry ") for one in adopted), adopted
