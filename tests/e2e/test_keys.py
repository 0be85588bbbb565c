"""A wrong access key: refused with one clear sentence, by every command that asks the account."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest

from scripts.workplace import Done, Workplace
from tests.e2e.account import kinds
from tests.e2e.telling import Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

WRONG = {
    "ALICLOUD_ACCESS_KEY": "somebody-else",
    "ALICLOUD_SECRET_KEY": "not-the-secret",
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "somebody-else",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "not-the-secret",
}


@dataclass
class Told:
    """What each command said."""

    said: dict[str, Done]
    lock: tuple[bytes, bytes]
    before: Counter[str]
    after: Counter[str]


def locked_out(place: Workplace, name: str) -> Told:
    """Run everything with the wrong key."""
    before, path = kinds(place.resources()), place.project / "stacks" / f"{name}.lock.yaml"
    lock = path.read_bytes()
    place.overrides = WRONG
    said = {
        "resolve": place.acree("resolve", "-q", "--stack", name, expect=3),
        "check": place.acree("resolve", "-q", "--stack", name, "--check", expect=3),
    }
    place.select(name)
    said["preview"] = place.pulumi("preview", expect=None)
    said["up"] = place.pulumi("up", "--yes", "--skip-preview", expect=None)
    place.overrides = {}
    return Told(said, (lock, path.read_bytes()), before, kinds(place.resources()))


@story("dev")
def dev(place: Workplace) -> Told:
    """Nothing is looked up by the engine before it makes something."""
    return locked_out(place, "dev")


@story("prod")
def prod(place: Workplace) -> Told:
    """The live guard asks for the routers of the CEN."""
    return locked_out(place, "prod")


@pytest.fixture(params=["dev", "prod"])
def told(request: pytest.FixtureRequest, telling: Telling) -> Told:
    return telling.of({"dev": dev, "prod": prod}[request.param])


def test_resolve_names_the_action_and_the_variables_and_writes_nothing(told: Told) -> None:
    for verb in ("resolve", "check"):
        said = told.said[verb].output
        assert "refused the access key" in said
        assert "ALIBABA_CLOUD_ACCESS_KEY_ID" in said
    assert told.lock[0] == told.lock[1]


def test_up_fails_with_the_code_of_the_service(told: Told) -> None:
    assert told.said["up"].code != 0
    assert "InvalidAccessKeyId" in told.said["up"].output


def test_nothing_is_made_and_no_secret_is_shown(told: Told) -> None:
    assert told.after == told.before
    for done in told.said.values():
        assert "not-the-secret" not in done.output
        assert "Traceback" not in done.output


def test_where_routers_exist_the_preview_fails_too(telling: Telling) -> None:
    preview = telling.of(prod).said["preview"]
    assert preview.code != 0
    assert "transit routers of cen-prod" in preview.output
    assert "check the credentials" in preview.output
