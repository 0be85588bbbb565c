"""The steps of the demos: what they say of what they saw, and that they stop when a promise is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.demos.steps import (
    NotAsPromised,
    created,
    fails,
    loss,
    open_facts,
    place_of,
    plan_of,
    pulled,
    removed,
    stack_file,
    works,
)
from scripts.workplace import ROOT
from tests.scripts.demos.fakes import proof, removal, route, workplace

OSS = route("100.118.28.0/24", "vpc-a", "oss")


class TestWords:
    """A word for what was seen; what was not promised stops the demo."""

    def test_what_should_work_works(self) -> None:
        assert works(True) == "works"

    def test_what_should_fail_fails(self) -> None:
        assert fails(False) == "fails"

    def test_what_should_work_and_fails_stops(self) -> None:
        with pytest.raises(NotAsPromised, match=r"should work, and it fails: see sandbox/sandbox\.log"):
            works(False)

    def test_what_should_fail_and_works_stops(self) -> None:
        with pytest.raises(NotAsPromised, match="should fail without routes"):
            fails(True)


class TestPlan:
    """What is read of a plan and a stack file."""

    def test_plan_is_asked_as_json(self) -> None:
        fake, place = workplace(plan='{"routes": []}')
        assert plan_of(place, "dev") == {"routes": []}
        assert fake.asked == [("acree", "plan", "--stack", "dev", "--format", "json")]

    def test_created_routes_are_counted_by_owner(self) -> None:
        learned = route("10.0.0.0/16", "vpc-a", "registry", origin="learned")
        selector = route("0.0.0.0/0", "vco-a", kind="ipsec")
        routes = [OSS, route("10.0.0.0/8", "tr-b"), route("100.98.170.0/24", "vpc-a", "oss"), learned, selector]
        assert created({"routes": routes}) == "1 in tr-b, 2 in vpc-a"

    def test_open_facts_are_told_by_id_once_each(self) -> None:
        ways = [{"notes": ["N14: a limit is old", "K1: not told"]}, {"notes": ["D-M: carried", "N14: again", "others"]}]
        assert open_facts({"premises": {"ways": ways}}) == "D-M, K1, N14"

    def test_stack_file_comes_without_the_line_for_editors(self, tmp_path: Path) -> None:
        place = place_of("dev", folder=tmp_path)
        (place.project / "stacks").mkdir(parents=True)
        text = (ROOT / "stacks" / "Pulumi.dev.yaml").read_text(encoding="utf-8")
        (place.project / "stacks" / "Pulumi.dev.yaml").write_text(text, encoding="utf-8")
        first = text.splitlines()[0]
        assert first.startswith("# yaml-language-server")
        assert stack_file(place, "dev") == text.removeprefix(f"{first}\n").rstrip("\n")

    def test_a_place_begins_without_what_an_earlier_run_left(self, tmp_path: Path) -> None:
        left = tmp_path / "dev" / "backend"
        left.mkdir(parents=True)
        place = place_of("dev", folder=tmp_path)
        assert not left.exists()
        assert place.world == ROOT / "stacks" / "worlds" / "dev.yaml"


class TestPulled:
    """Two pulls and a push."""

    def test_both_images_are_pulled_and_one_is_pushed(self, capsys: pytest.CaptureFixture[str]) -> None:
        fake, one = proof(good=True)
        pulled(one)
        assert fake.pulls == ["small", "demo/layers:1.0", "push demo"]
        assert capsys.readouterr().out.count("works") == 3

    def test_the_first_that_fails_stops(self) -> None:
        fake, one = proof(good=False)
        with pytest.raises(NotAsPromised):
            pulled(one)
        assert fake.pulls == ["small"]


class TestRemoved:
    """Each route's loss is a row; one that breaks something else than the plan says stops the demo."""

    def test_row_names_table_route_and_legs(self) -> None:
        row = loss(removal(OSS, runner=("oss",)))
        assert row.split() == ["vpc", "vpc-a", "100.118.28.0/24", "without", "it", "fails:", "oss"]

    def test_with_several_hosts_it_says_whose(self) -> None:
        assert loss(removal(OSS, far=("oss",), near=())).endswith("without it fails: oss of far")

    def test_nothing_is_said_when_nothing_failed(self) -> None:
        assert loss(removal(OSS, runner=())).endswith("without it fails: nothing")

    def test_of_two_resolvers_one_is_enough(self) -> None:
        row = loss(removal(route("100.100.2.136/32", "tr-a"), runner=()))
        assert row.endswith("without it fails: nothing: the other resolver answers")

    def test_routes_are_counted_and_made_again(self, capsys: pytest.CaptureFixture[str]) -> None:
        fake, place = workplace()
        other = route("10.0.0.0/16", "vpc-a", "registry")
        found = [removal(OSS, runner=("oss",)), removal(other, runner=("registry",))]
        assert removed(place, found) == 2
        assert fake.asked == [("pulumi", "up", "--refresh", "--yes", "--skip-preview")]
        assert "10.0.0.0/16" in capsys.readouterr().out

    def test_another_leg_than_planned_stops_with_the_planned_one(self) -> None:
        _, place = workplace()
        with pytest.raises(NotAsPromised, match="the plan says that oss fails"):
            removed(place, [removal(OSS, runner=("auth",))])

    def test_a_route_that_does_not_heal_stops(self) -> None:
        fake, place = workplace()
        with pytest.raises(NotAsPromised, match="heals once the route is back"):
            removed(place, [removal(OSS, runner=("oss",), healed=False)])
        assert fake.asked == []
