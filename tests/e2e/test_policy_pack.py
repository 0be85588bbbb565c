"""The policy pack on the real engine: it reads a program that knows nothing of acree, and says what acree would say."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from scripts.workplace import ROOT, Done, Workplace
from tests.e2e.literal import replace_project
from tests.e2e.telling import Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]
PACK = str(Path(sys.executable).parent / "acree-policy")
MISTAKES = ("", "no way back", "too wide", "overlap")


@story("dev")
def judged(place: Workplace) -> dict[tuple[str, bool], Done]:
    """Previews of the program by mistake, and by whether the pack knows a stack file; at last an update."""
    replace_project(place, "team")
    config = place.folder / "config.json"
    knows = {"stack": str(ROOT / "stacks" / "Pulumi.dev.yaml")}
    config.write_text(json.dumps({"acree-stack": knows, "acree-advice": knows}), encoding="utf-8")
    place.select("team")
    seen = {}
    for mistake in MISTAKES:
        place.overrides["MISTAKE"] = mistake
        for told in (False, True):
            more = ["--policy-pack-config", str(config)] if told else []
            seen[mistake, told] = place.pulumi("preview", "--policy-pack", PACK, *more, expect=None)
    place.overrides["MISTAKE"] = ""
    more = ["--policy-pack", PACK, "--policy-pack-config", str(config)]
    seen["update", True] = place.pulumi("up", "--yes", "--skip-preview", *more)
    seen["again", True] = place.pulumi("preview", "--refresh", "--expect-no-changes", *more)
    place.pulumi("destroy", "--yes", "--skip-preview")
    return seen


@pytest.fixture(scope="module")
def seen(telling: Telling) -> dict[tuple[str, bool], Done]:
    return telling.of(judged)


@pytest.mark.parametrize("told", [False, True])
def test_a_good_program_passes_and_is_warned(seen: dict[tuple[str, bool], Done], told: bool) -> None:
    done = seen["", told]
    assert done.code == 0, done.output
    assert "[mandatory]" not in done.output
    assert "G12 service-routes-in-vpc (warn)" in done.output


@pytest.mark.parametrize("told", [False, True])
def test_a_wide_route_is_refused_at_its_resource(seen: dict[tuple[str, bool], Done], told: bool) -> None:
    done = seen["too wide", told]
    assert done.code != 0
    assert "[mandatory]  acree-route  (alicloud:vpc:VPCRouteEntry: cn-shanghai-100.64.0.0/12)" in done.output
    assert "G11 wide-prefix (refuse), resource cn-shanghai-100.64.0.0/12: 100.64.0.0/12" in done.output


def test_the_missing_way_back_is_found_with_the_facts_of_a_stack(seen: dict[tuple[str, bool], Done]) -> None:
    """No resource says who must reach what, so without a stack file nothing can be said."""
    assert seen["no way back", False].code == 0
    done = seen["no way back", True]
    assert done.code != 0
    assert "G25 way-back (refuse)" in done.output
    assert "vpc table vtb-bp1main of vpc-bp1demo in cn-hangzhou has no route to 172.16." in done.output


def test_vpcs_that_overlap_are_refused_together(seen: dict[tuple[str, bool], Done]) -> None:
    done = seen["overlap", False]
    assert done.code != 0
    assert "G16 vpc-overlap (refuse), resource two: VPC CIDR 10.9.0.0/16 of client two" in done.output


def test_it_passes_while_the_account_changes_and_after(seen: dict[tuple[str, bool], Done]) -> None:
    """Ids are known then that no preview knew."""
    assert "[mandatory]" not in seen["update", True].output + seen["again", True].output
