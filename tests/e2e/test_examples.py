"""The main job on the real engine and provider, for every example: nothing is left to do, nothing left behind."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from scripts.workplace import ROOT, Workplace

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

PROVISIONED = ("dev", "prod", "same-region")


@dataclass
class Story:
    """What happened to one stack, step by step."""

    name: str
    output: dict[str, str] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)
    state: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    counts: dict[str, Counter[str]] = field(default_factory=dict)


def told(name: str, folder: Path, environ: dict[str, str]) -> Story:
    """Run the whole job of one stack; every command must end as it should."""
    story = Story(name)
    with Workplace(folder, ROOT / "stacks" / "worlds" / f"{name}.yaml", environ) as place:
        before = place.resources()
        story.output["check"] = place.acree("resolve", "-q", "--stack", name, "--check").output
        story.output["lint"] = place.acree("lint", "--stack", name).output
        story.plan = json.loads(place.acree("plan", "--stack", name, "--format", "json").output)
        place.select(name)
        story.output["preview"] = place.pulumi("preview").output
        place.pulumi("up", "--yes", "--skip-preview")
        story.output["again"] = place.pulumi("preview", "--refresh", "--expect-no-changes").output
        story.output["check after"] = place.acree("resolve", "-q", "--stack", name, "--check").output
        story.state = json.loads(place.pulumi("stack", "export").output)
        story.tables = custom_routes(place.resources())
        place.pulumi("destroy", "--yes", "--skip-preview")
        after = place.resources()
    story.counts = {"before": kinds(before), "after": kinds(after)}
    return story


def custom_routes(resources: dict[str, list[dict[str, Any]]]) -> dict[str, set[tuple[str, str]]]:
    """(destination, hop type) of every custom route, by kind of table, as the emulated cloud holds them."""
    vpc = {(row["destination"], row["hop_type"]) for row in resources.get("route entry", [])}
    router = {(row["destination"], "Attachment") for row in resources.get("transit router route entry", [])}
    return {"vpc": vpc, "transit-router": router}


def kinds(resources: dict[str, list[dict[str, Any]]]) -> Counter[str]:
    """How many resources of each kind there are, without what only remembers calls."""
    return Counter({kind: len(rows) for kind, rows in resources.items() if kind != "client-token"})


@pytest.fixture(scope="module")
def stories(engine_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Story]]:
    """All stacks at once: the provider mostly sleeps."""
    with ThreadPoolExecutor() as pool:
        running = {n: pool.submit(told, n, tmp_path_factory.mktemp(n), engine_environment) for n in PROVISIONED}
        yield {name: future.result() for name, future in running.items()}


@pytest.mark.parametrize("name", PROVISIONED)
class TestProvisioned:
    """resolve → plan → lint → up → no changes → destroy."""

    def test_the_committed_lock_file_is_what_resolve_finds(self, stories: dict[str, Story], name: str) -> None:
        assert "up to date" in stories[name].output["check"]

    def test_every_path_is_delivered(self, stories: dict[str, Story], name: str) -> None:
        first = stories[name].output["lint"].splitlines()[0]
        delivered, _, traced, *_ = first.partition(": ")[2].split()
        assert delivered == traced != "0"

    def test_the_tables_hold_what_was_planned(self, stories: dict[str, Story], name: str) -> None:
        story = stories[name]
        planned: dict[str, set[tuple[str, str]]] = {"vpc": set(), "transit-router": set()}
        for route in story.plan["routes"]:
            if route["origin"] == "created":
                planned[route["table"]["kind"]].add((route["destination"], "Attachment"))
        assert story.tables == planned

    def test_a_second_preview_against_live_tables_has_nothing_to_do(self, stories: dict[str, Story], name: str) -> None:
        assert "unchanged" in stories[name].output["again"]

    def test_what_the_stack_made_is_not_foreign_to_it(self, stories: dict[str, Story], name: str) -> None:
        assert "up to date" in stories[name].output["check after"]

    def test_outputs_tell_what_users_need(self, stories: dict[str, Story], name: str) -> None:
        story = stories[name]
        outputs = story.state["deployment"]["resources"][0]["outputs"]
        assert outputs["plan_digest"] == story.plan["digest"]
        assert outputs["endpoints"]["registry"]["addresses"] == [story.plan["registry_address"]]
        assert set(outputs["transit_routers"]) == {router["region"] for router in story.plan["transit_routers"]}

    def test_nothing_secret_is_in_the_state(self, stories: dict[str, Story], name: str) -> None:
        text = json.dumps(stories[name].state)
        assert "sandbox-secret" not in text
        assert "uthorization" not in text

    def test_destroy_leaves_the_account_as_it_was(self, stories: dict[str, Story], name: str) -> None:
        assert stories[name].counts["after"] == stories[name].counts["before"]


def test_a_basic_router_is_refused_before_any_resource(engine_environment: dict[str, str], tmp_path: Path) -> None:
    """G1: in lint, and in preview by the live guard too."""
    world = ROOT / "stacks" / "worlds" / "refused-basic.yaml"
    with Workplace(tmp_path, world, engine_environment) as place:
        before = kinds(place.resources())
        lint = place.acree("lint", "--stack", "refused-basic", expect=5).output
        place.select("refused-basic")
        preview = place.pulumi("preview", expect=None)
        up = place.pulumi("up", "--yes", "--skip-preview", expect=None)
        assert kinds(place.resources()) == before
    assert "G1 basic-edition" in lint
    for done in (preview, up):
        assert done.code != 0
        for words in ("tr-uf6old", "cn-shanghai", "Basic", "https://www.alibabacloud.com/help/"):
            assert words in done.output
        assert "Traceback" not in done.output
        assert "alicloud:cen" not in done.output
