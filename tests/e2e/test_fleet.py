"""`acree fleet` over two stacks of one account, with the real engine: one of them fails, and goes on when run again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest

from scripts.workplace import Done, Workplace
from tests.e2e.account import kinds
from tests.e2e.telling import Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

BIG, SMALL = "dev", "dev-ci"
ONLY_BIG = "CreateTransitRouterPeerAttachment"
"""An action that only the stack of two regions needs."""
VPCS = """vpcs:
  - id: vpc-bp1ops
    name: ops
    region: cn-hangzhou
    cidr: 10.2.0.0/16
    vswitches:
      - {id: vsw-bp1opsj, zone: cn-hangzhou-j, cidr: 10.2.0.0/24}
      - {id: vsw-bp1opsk, zone: cn-hangzhou-k, cidr: 10.2.1.0/24}
  - id: vpc-bp1ci
    name: ci
    region: cn-hangzhou
    cidr: 192.168.0.0/16
    vswitches:
      - {id: vsw-bp1cij, zone: cn-hangzhou-j, cidr: 192.168.0.0/24}
      - {id: vsw-bp1cik, zone: cn-hangzhou-k, cidr: 192.168.1.0/24}
"""
LINK = "{vswitch: vsw-bp1j, address: 10.0.0.20}"
SECOND = """config:
  acree:registry: {region: cn-hangzhou, instance: cri-demo1234}
  acree:network: {cen: create, service-vpc: vpc-bp1ops}
  acree:clients:
    - {name: ci, region: cn-hangzhou, vpc: vpc-bp1ci, pod-cidrs: [10.245.0.0/16]}
"""


@dataclass
class Told:
    """What each command said, and its summary."""

    done: dict[str, Done] = field(default_factory=dict)
    summaries: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)


@story(BIG, ("vpcs:\n", VPCS), (LINK, f"{LINK}, {{vswitch: vsw-bp1opsj, address: 10.2.0.20}}"))
def fleet(place: Workplace) -> Told:
    told, reports = Told(), place.folder / "reports"
    told.kinds["before"] = kinds(place.resources())
    (place.project / "stacks" / f"Pulumi.{SMALL}.yaml").write_text(SECOND, encoding="utf-8")

    def tried(name: str, command: str, *more: str) -> None:
        file = place.folder / f"{name}.txt"
        options = ("--stacks", f"{BIG}*", "--jobs", "2", "--output", str(file), *more)
        told.done[name] = place.acree("fleet", command, *options, expect=None)
        told.summaries[name] = file.read_text(encoding="utf-8") if file.exists() else ""

    tried("resolved", "resolve -q")
    place.ask("POST", "faults", {"action": ONLY_BIG, "code": "QuotaExceeded.Peers", "message": "asked for"})
    tried("one fails", "up --yes", "--keep", str(reports))
    told.kept = {path.name: path.read_text(encoding="utf-8") for path in reports.iterdir()}
    tried("one differs", "diff --against deployed --brief --expect-no-changes")
    tried("again", "up --yes")
    tried("none differs", "diff --against deployed --brief --expect-no-changes", "--verbose")
    tried("examined", "doctor --quiet --only registry")
    for stack in (BIG, SMALL):
        place.pulumi("destroy", "--yes", "--skip-preview", "--stack", stack)
    told.kinds["after"] = kinds(place.resources())
    return told


@pytest.fixture(scope="module")
def told(telling: Telling) -> Told:
    return telling.of(fleet)


def rows(told: Told, name: str) -> dict[str, str]:
    """The summary's line of each stack, without its name."""
    _, *lines = told.summaries[name].splitlines()
    return {stack: " ".join(rest) for stack, *rest in map(str.split, lines)}


def test_one_command_for_both(told: Told) -> None:
    done = told.done["resolved"]
    assert done.code == 0, done.output
    assert told.summaries["resolved"].startswith("2 stacks: 2 done\n")


class TestOneFails:
    def test_its_code_is_the_fleet_s(self, told: Told) -> None:
        done = told.done["one fails"]
        assert done.code == 4, done.output
        assert told.summaries["one fails"].startswith("2 stacks: 1 check failed, 1 done\n")

    def test_the_other_is_done(self, told: Told) -> None:
        found = rows(told, "one fails")
        assert found[BIG].startswith("check failed")
        assert found[SMALL].startswith("done")

    def test_only_what_failed_is_told_at_once(self, told: Told) -> None:
        said = told.done["one fails"].output
        assert "QuotaExceeded.Peers" in said
        assert f"{SMALL}: done after" in said
        assert "Difference of stack dev-ci" not in said

    def test_what_each_said_is_kept(self, told: Told) -> None:
        assert set(told.kept) == {f"{BIG}.txt", f"{SMALL}.txt"}
        assert "QuotaExceeded.Peers" in told.kept[f"{BIG}.txt"]
        assert "resources changed in" in told.kept[f"{SMALL}.txt"]

    def test_a_difference_is_left_in_one(self, told: Told) -> None:
        done = told.done["one differs"]
        assert done.code == 7, done.output
        found = rows(told, "one differs")
        assert found[BIG].startswith("changes")
        assert found[SMALL].startswith("done")


class TestAgain:
    def test_it_goes_on(self, told: Told) -> None:
        done = told.done["again"]
        assert done.code == 0, done.output
        assert rows(told, "again")[SMALL].endswith("nothing to do")

    def test_then_none_differs(self, told: Told) -> None:
        done = told.done["none differs"]
        assert done.code == 0, done.output
        assert "stack dev-ci" in done.output

    def test_each_is_examined(self, told: Told) -> None:
        done = told.done["examined"]
        assert done.code == 0, done.output
        assert told.summaries["examined"].startswith("2 stacks: 2 done\n")


def test_nothing_stays_behind(told: Told) -> None:
    assert told.kinds["after"] == told.kinds["before"]
