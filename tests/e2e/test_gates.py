"""The gates of a pipeline, with the real engine: the reviewed plan only, previews that agree, interrupts told."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from scripts.workplace import Done, Workplace
from tests.e2e.account import Row, account_of, kinds
from tests.e2e.telling import Story, Telling, replaced, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

OTHER = "sha256:" + "0" * 64


@dataclass
class Told:
    """What each command said, by what was tried."""

    done: dict[str, Done] = field(default_factory=dict)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    routes: tuple[set[Row], set[Row]] = (set(), set())


@story("dev")
def gates(place: Workplace) -> Told:
    told = Told()
    told.kinds["before"] = kinds(place.resources())
    digest = json.loads(place.acree("plan", "-s", "dev", "-f", "json").output)["digest"]

    def tried(name: str, *arguments: str) -> None:
        told.done[name] = place.acree(*arguments, expect=None)

    tried("no stack", "preview", "-s", "dev")
    tried("nobody to ask", "up", "-s", "dev")
    tried("other plan", "up", "-s", "dev", "--plan-sha256", OTHER)
    told.kinds["refused"] = kinds(place.resources())
    tried("something to do", "up", "-s", "dev", "--expect-no-changes")
    tried("reviewed", "up", "-s", "dev", "--plan-sha256", digest)
    tried("again", "up", "-s", "dev", "--yes")
    tried("nothing changes", "preview", "-s", "dev", "--refresh", "--expect-no-changes", "-f", "json")
    account = account_of(place, "dev")
    told.routes = (account.planned_routes(), account.routes())

    stack = place.project / "stacks" / "Pulumi.dev.yaml"
    switched = "  acree:options: {auto-advertise: false}\n  acree:clients:"
    stack.write_text(replaced(stack.read_text(encoding="utf-8"), "  acree:clients:", switched), encoding="utf-8")
    place.acree("resolve", "-q", "-s", "dev")
    tried("changed since", "up", "-s", "dev", "--plan-sha256", digest)
    tried("a change", "preview", "-s", "dev", "-f", "json")
    tried("the change expected none", "preview", "-s", "dev", "--expect-no-changes")
    place.pulumi("destroy", "--yes", "--skip-preview", "--stack", "dev")
    told.kinds["after"] = kinds(place.resources())
    return told


@story("dev")
def interrupted(place: Workplace) -> Told:
    """A pipeline is cancelled: only `acree` gets the signal."""
    told = Told()
    told.kinds["before"] = kinds(place.resources())
    running = _started(place, "up", "-s", "dev", "--yes")
    while not place.resources().get("attachment"):
        assert running.poll() is None, "ended before there was an attachment"
        time.sleep(0.05)
    running.send_signal(signal.SIGTERM)
    said, _ = running.communicate(timeout=300)
    told.done["ended"] = Done(running.returncode, said)
    told.done["again"] = place.acree("up", "-s", "dev", "--yes", expect=None)
    told.done["nothing left"] = place.acree("preview", "-s", "dev", "--refresh", "--expect-no-changes", expect=None)
    account = account_of(place, "dev")
    told.routes = (account.planned_routes(), account.routes())
    place.pulumi("destroy", "--yes", "--skip-preview", "--stack", "dev")
    told.kinds["after"] = kinds(place.resources())
    return told


def _started(place: Workplace, *arguments: str) -> subprocess.Popen[str]:
    command: Sequence[str] = ("acree", *arguments)
    return subprocess.Popen(
        command,
        cwd=place.project,
        env=place.variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.parametrize(
    ("tried", "code", "says"),
    [
        ("no stack", 2, "pulumi stack select --create dev"),
        ("nobody to ask", 2, "standard input is no terminal"),
        ("other plan", 5, "is not the reviewed one"),
        ("something to do", 7, "The engine would change 31 resources"),
        ("reviewed", 0, "31 resources changed"),
        ("again", 0, "nothing to do"),
        ("nothing changes", 0, '"changes": []'),
        ("changed since", 5, "is not the reviewed one"),
        ("the change expected none", 7, "create  7  TransitRouterRouteEntry"),
    ],
)
def test_each_gate_ends_with_its_code_and_says_why(telling: Telling, tried: str, code: int, says: str) -> None:
    done = telling.of(gates).done[tried]
    assert done.code == code, done.output
    assert says in done.output
    assert "Traceback" not in done.output


def test_a_refusal_made_nothing(telling: Telling) -> None:
    told = telling.of(gates)
    assert told.kinds["refused"] == told.kinds["before"] == told.kinds["after"]


def test_the_update_is_told_by_region(telling: Telling) -> None:
    said = telling.of(gates).done["reviewed"].output
    assert "It and the route difference agree on all 14 route resources." in said
    assert "cn-hangzhou     18/18 " in said
    assert "cn-shanghai     13/13 " in said


def test_preview_and_difference_tell_the_same_change(telling: Telling) -> None:
    document = json.loads(telling.of(gates).done["a change"].output)
    engine = [change["name"] for change in document["engine"]["changes"] if change["kind"].endswith("RouteEntry")]
    rows = [row for table in document["diff"]["tables"] for row in table["routes"]]
    made = [row for row in rows if _made(row["after"]) and not _made(row["before"])]
    assert len(engine) == len(made) == 8  # seven ways there in Shanghai, one back in Hangzhou
    assert not [row for row in rows if _made(row["before"]) and not _made(row["after"])]


def _made(row: dict[str, object] | None) -> bool:
    return row is not None and row["origin"] == "created"


@pytest.mark.parametrize("tale", [gates, interrupted], ids=["gates", "interrupted"])
def test_the_account_held_exactly_the_plan(telling: Telling, tale: Story[Told]) -> None:
    planned, live = telling.of(tale).routes
    assert live == planned
    assert live


def test_an_interrupted_update_says_what_was_under_way(telling: Telling) -> None:
    done = telling.of(interrupted).done["ended"]
    assert done.code == 130, done.output
    assert "asked the engine to stop" in done.output
    assert "`acree up` goes on from there" in done.output
    assert "Traceback" not in done.output


def test_the_next_one_completes_it(telling: Telling) -> None:
    told = telling.of(interrupted)
    assert told.done["again"].code == 0, told.done["again"].output
    assert told.done["nothing left"].code == 0, told.done["nothing left"].output
    assert told.kinds["after"] == told.kinds["before"]
