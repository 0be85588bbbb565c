"""`acree drift` after a real update: quiet, until somebody deletes a route or the auth service moves."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest

from scripts.account import Account
from scripts.workplace import Done, Workplace
from tests.e2e.telling import Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

PREFIX = "100.118.28.0/24"


@dataclass
class Told:
    """What each look found."""

    done: dict[str, Done] = field(default_factory=dict)


@story("dev")
def drifting(place: Workplace) -> Told:
    told = Told()
    place.acree("up", "-s", "dev", "--yes")
    told.done["left alone"] = place.acree("drift", "-s", "dev", expect=None)

    plan = json.loads(place.acree("plan", "-s", "dev", "-f", "json").output)
    vpc = next(r for r in plan["routes"] if r["destination"] == PREFIX and r["table"]["kind"] == "vpc")
    Account(place.variables).delete_route(vpc)
    told.done["a route deleted"] = place.acree("drift", "-s", "dev", "-f", "markdown", expect=None)
    place.acree("up", "-s", "dev", "--yes", "--refresh")
    told.done["healed"] = place.acree("drift", "-s", "dev", expect=None)

    place.ask("POST", "move-auth", {"addresses": ["100.103.7.181", "100.103.11.5"]})
    told.done["auth moved"] = place.acree("drift", "-s", "dev", "-f", "json", expect=None)
    place.pulumi("destroy", "--yes", "--skip-preview", "--stack", "dev")
    return told


@pytest.mark.parametrize("when", ["left alone", "healed"])
def test_it_is_quiet_while_nothing_drifts(telling: Telling, when: str) -> None:
    done = telling.of(drifting).done[when]
    assert (done.code, done.output) == (0, "")


def test_a_route_deleted_by_hand_is_named(telling: Telling) -> None:
    done = telling.of(drifting).done["a route deleted"]
    assert done.code == 7, done.output
    assert "## Routes in the account differ from the plan" in done.output
    assert PREFIX in done.output
    assert "## Lock: as it was left" in done.output


def test_an_auth_address_that_moved_is_named(telling: Telling) -> None:
    done = telling.of(drifting).done["auth moved"]
    assert done.code == 7, done.output
    tables, lock = json.loads(done.output)["looks"]
    assert tables["code"] == 0
    assert any("100.103.11.5" in line for line in lock["lines"])
