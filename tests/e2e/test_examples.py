"""The main job on the real engine and provider, for every example: nothing is left to do, nothing left behind."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from scripts.workplace import ROOT, Workplace
from tests.e2e.account import Link, Row, account_of, counted, kinds, plan_of, state_of
from tests.e2e.telling import Story, Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]


@dataclass
class Told:
    """What happened to one stack, step by step."""

    lock: tuple[bytes, bytes] = (b"", b"")
    output: dict[str, str] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)
    state: list[dict[str, Any]] = field(default_factory=list)
    routes: dict[str, set[Row]] = field(default_factory=dict)
    links: dict[str, set[Link]] = field(default_factory=dict)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)


def main_job(place: Workplace, name: str) -> Told:
    """Run the whole job of one stack; every command must end as it should."""
    told = Told()
    told.kinds["before"] = kinds(place.resources())
    told.lock = _resolved(place, name)
    told.output["lint"] = place.acree("lint", "--stack", name).output
    told.plan = plan_of(place, name)
    place.select(name)
    told.output["preview"] = place.pulumi("preview").output
    told.output["up"] = place.pulumi("up", "--yes", "--skip-preview").output
    told.output["again"] = place.pulumi("preview", "--refresh", "--expect-no-changes").output
    told.output["check"] = place.acree("resolve", "-q", "--stack", name, "--check").output
    told.state = state_of(place)
    account = account_of(place, name)
    told.routes = {"planned": account.planned_routes(), "live": account.routes()}
    told.links = {"planned": account.planned_links(), "live": account.links()}
    place.pulumi("destroy", "--yes", "--skip-preview")
    told.kinds["after"] = kinds(place.resources())
    return told


def _resolved(place: Workplace, name: str) -> tuple[bytes, bytes]:
    """The lock file before and after another look at the account."""
    path = place.project / "stacks" / f"{name}.lock.yaml"
    before = path.read_bytes()
    place.acree("resolve", "-q", "--stack", name)
    return before, path.read_bytes()


@story("dev")
def dev(place: Workplace) -> Told:
    return main_job(place, "dev")


@story("prod")
def prod(place: Workplace) -> Told:
    return main_job(place, "prod")


@story("same-region")
def same_region(place: Workplace) -> Told:
    return main_job(place, "same-region")


PROVISIONED = {"dev": dev, "prod": prod, "same-region": same_region}


@pytest.fixture(params=PROVISIONED)
def told(request: pytest.FixtureRequest, telling: Telling) -> Told:
    wanted: Story[Told] = PROVISIONED[request.param]
    return telling.of(wanted)


class TestProvisioned:
    """resolve → plan → lint → preview → up → no changes → destroy."""

    def test_resolving_again_changes_no_byte_of_the_committed_lock_file(self, told: Told) -> None:
        before, after = told.lock
        assert after == before

    def test_every_path_is_delivered(self, told: Told) -> None:
        first = told.output["lint"].splitlines()[0]
        delivered, _, traced, *_ = first.partition(": ")[2].split()
        assert delivered == traced != "0"

    def test_the_preview_says_what_the_update_then_does(self, told: Told) -> None:
        assert counted(told.output["preview"])["to create"] == counted(told.output["up"])["created"]

    def test_the_tables_hold_exactly_the_planned_routes(self, told: Told) -> None:
        assert told.routes["live"] == told.routes["planned"]
        assert told.routes["live"]

    def test_the_routers_hold_exactly_the_planned_associations_and_propagations(self, told: Told) -> None:
        assert told.links["live"] == told.links["planned"]
        assert told.links["live"]

    def test_a_second_preview_against_live_tables_has_nothing_to_do(self, told: Told) -> None:
        assert counted(told.output["again"]).keys() == {"unchanged"}

    def test_what_the_stack_made_is_not_foreign_to_it(self, told: Told) -> None:
        assert "up to date" in told.output["check"]

    def test_outputs_tell_what_users_need(self, told: Told) -> None:
        outputs = told.state[0]["outputs"]
        assert outputs["plan_digest"] == told.plan["digest"]
        assert outputs["endpoints"]["registry"]["addresses"] == [told.plan["registry_address"]]
        assert set(outputs["transit_routers"]) == {router["region"] for router in told.plan["transit_routers"]}
        assert outputs["cen"].startswith("cen-")
        assert set(outputs["private_zones"]) == {record["zone"] for record in told.plan["records"]}

    def test_nothing_secret_is_in_the_state(self, told: Told) -> None:
        text = json.dumps(told.state)
        for secret in ("sandbox-secret", "sandbox-key", "uthorization", "password"):
            assert secret not in text

    def test_destroy_leaves_the_account_as_it_was(self, told: Told) -> None:
        assert told.kinds["after"] == told.kinds["before"]


def test_a_basic_router_is_refused_before_any_resource(engine_environment: dict[str, str], tmp_path: Path) -> None:
    """G1: in lint, and in preview by the live guard too."""
    world = ROOT / "stacks" / "worlds" / "refused-basic.yaml"
    with Workplace(tmp_path, world, engine_environment) as place:
        before = kinds(place.resources())
        committed, resolved = _resolved(place, "refused-basic")
        lint = place.acree("lint", "--stack", "refused-basic", expect=5).output
        place.select("refused-basic")
        preview = place.pulumi("preview", expect=None)
        up = place.pulumi("up", "--yes", "--skip-preview", expect=None)
        assert kinds(place.resources()) == before
    assert resolved == committed
    assert "G1 basic-edition" in lint
    for done in (preview, up):
        assert done.code != 0
        for words in ("tr-uf6old", "cn-shanghai", "Basic", "https://www.alibabacloud.com/help/"):
            assert words in done.output
        assert "Traceback" not in done.output
        assert "alicloud:cen" not in done.output
