"""A service VPC that is not linked to the registry yet: first the link, then, with its address, all the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from scripts.workplace import Workplace
from tests.e2e.account import Row, account_of, counted, kinds, plan_of, state_of
from tests.e2e.telling import Telling, replaced, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]


@dataclass
class Told:
    """What each stage did."""

    done: dict[str, dict[str, int]] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)
    linked: list[dict[str, Any]] = field(default_factory=list)
    routes: tuple[set[Row], set[Row]] = (set(), set())
    kinds: dict[str, Counter[str]] = field(default_factory=dict)


@story("dev", ("    links: [{vswitch: vsw-bp1j, address: 10.0.0.20}]\n", ""))
def two_stages(place: Workplace) -> Told:
    told = Told()
    path = place.project / "stacks" / "Pulumi.dev.yaml"
    text = path.read_text(encoding="utf-8")
    linked = "    instance: cri-demo1234\n"
    path.write_text(replaced(text, linked, f"{linked}    link: vsw-bp1k\n"), encoding="utf-8")
    told.kinds["before"] = kinds(place.resources())

    place.acree("resolve", "-q", "--stack", "dev")
    told.said["lint one"] = place.acree("lint", "--stack", "dev").output
    place.select("dev")
    told.said["up one"] = place.pulumi("up", "--yes", "--skip-preview").output
    told.outputs = state_of(place)[0]["outputs"]
    told.linked = place.resources().get("linked vpc", [])
    told.said["check"] = place.acree("resolve", "-q", "--stack", "dev", "--check", expect=7).output

    place.acree("resolve", "-q", "--stack", "dev")
    told.plan = plan_of(place, "dev")
    told.done["two"] = counted(place.pulumi("up", "--yes", "--skip-preview").output)
    told.done["again"] = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)
    told.said["check after"] = place.acree("resolve", "-q", "--stack", "dev", "--check").output
    account = account_of(place, "dev")
    told.routes = (account.planned_routes(), account.routes())
    place.pulumi("destroy", "--yes", "--skip-preview")
    told.kinds["after"] = kinds(place.resources())
    return told


@pytest.fixture
def told(telling: Telling) -> Told:
    return telling.of(two_stages)


def test_the_first_stage_makes_the_link_alone(told: Told) -> None:
    assert "cri:" not in told.said["up one"]
    assert "VpcEndpointLinkedVpc" in told.said["up one"]
    for kind in ("alicloud:cen", "alicloud:vpc", "alicloud:pvtz"):
        assert kind not in told.said["up one"]
    assert [row["vswitch"] for row in told.linked] == ["vsw-bp1k"]


def test_it_says_what_comes_next(told: Told) -> None:
    for said in (told.said["up one"], told.outputs["waiting"]):
        assert "acree resolve --stack dev" in said
        assert "pulumi up" in said
    assert "no routes" in told.outputs["waiting"]


def test_check_sees_the_link_and_that_the_auth_service_can_be_asked_now(told: Told) -> None:
    for words in ("legs.registry.linked-vpcs[vpc-bp1demo vsw-bp1k]: new", "legs.auth: new"):
        assert words in told.said["check"]


def test_the_second_stage_makes_the_rest_and_keeps_the_link(told: Told) -> None:
    assert told.done["two"].keys() == {"created", "unchanged"}
    assert told.plan["registry_address"] == told.linked[0]["address"]
    planned, live = told.routes
    assert live == planned
    assert live


def test_a_second_preview_has_nothing_to_do(told: Told) -> None:
    assert told.done["again"].keys() == {"unchanged"}
    assert "up to date" in told.said["check after"]


def test_destroy_takes_the_link_back_too(told: Told) -> None:
    assert told.kinds["after"] == told.kinds["before"]
