"""A data center beside another VPC than the registry's: the VPN gateway is made there, and its keys are configured."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from scripts.account import Account
from scripts.hosts import reaching
from scripts.proof import LARGE
from scripts.removals import Removal
from scripts.site_proof import SECONDS, SiteProof
from scripts.sites import DEVICES, SITE, configured, loaded
from scripts.waiting import until
from scripts.workplace import Workplace
from tests.e2e.account import counted, kinds, plan_of
from tests.e2e.telling import Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

STACK = "vpn-gateway-elsewhere"
CREATED = 17
"""Routes that the plan creates: 7 in the client's VPC, 6 of the registry's router, 3 ways back, one advertised."""
OF_THE_GATEWAY = {"customer gateway", "vpn gateway", "vpn connection", "vpn route", "publication"}
"""Kinds of resources that nothing but the way of the data center needs."""


@dataclass
class Told:
    """What was seen, step by step.

    Attributes:
        texts: all that anybody can read of the stack afterwards, by what it is.
        keys: the keys of the tunnels: those of the first update, then those that came in their place.
        loaded: of each time, whether the device's file of secrets has both keys.
    """

    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    before: bool = True
    again: dict[str, int] = field(default_factory=dict)
    ready: bool = False
    pulled: bool = False
    pushed: bool = False
    removals: list[Removal] = field(default_factory=list)
    repaired: dict[str, int] = field(default_factory=dict)
    keys: list[tuple[str, ...]] = field(default_factory=list)
    told: list[tuple[str, ...]] = field(default_factory=list)
    loaded: list[bool] = field(default_factory=list)
    rotation: dict[str, int] = field(default_factory=dict)
    refused: bool = False
    rotated: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    after: bool = True


@story(STACK, network=True)
def elsewhere(place: Workplace) -> Told:
    """Everything from an account without a gateway to one without a gateway."""
    found = Told()
    found.kinds["before"] = kinds(place.resources())
    found.before = SiteProof(place, plan_of(place, STACK)).pull()
    found.keys.append(configured(place, STACK))
    _provisioned(found, place)
    with loaded(place, STACK) as (folder, names):
        proof = SiteProof(place, plan_of(place, STACK), folder, names)
        _loaded(found, place, folder)
        _proved(found, place, proof)
        _rotated(found, place, proof)
    with loaded(place, STACK) as (folder, names):
        proof = SiteProof(place, plan_of(place, STACK), folder, names)
        _loaded(found, place, folder)
        found.rotated = proof.ready() and proof.pull()
        found.texts |= dict(_readable(place))
        place.pulumi("destroy", "--yes", "--skip-preview")
        found.after = proof.pull_within(10)
    found.kinds["after"] = kinds(place.resources())
    return found


def _provisioned(found: Told, place: Workplace) -> None:
    report = place.folder / "changes.txt"
    found.texts["preview"] = place.pulumi("preview", "--diff").output
    found.texts["up"] = place.acree("up", "--stack", STACK, "--yes", "--output", str(report)).output
    found.texts["report of up"] = report.read_text(encoding="utf-8")
    found.kinds["during"] = kinds(place.resources())
    found.texts["resolve"] = place.acree("resolve", "-q", "--stack", STACK).output  # learns the cloud's addresses
    place.acree("resolve", "-q", "--stack", STACK, "--check")  # what the gateway published is not foreign
    found.again = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)


def _loaded(found: Told, place: Workplace, folder: Path) -> None:
    """Whether the device has the configured keys, which the stack's secret output hands over."""
    outputs: dict[str, Any] = json.loads(place.pulumi("stack", "output", "--show-secrets", "--json").output)
    found.told.append(tuple(outputs["tunnel_keys"][f"{SITE}-vpn-gateway-{number}"] for number in (1, 2)))
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("secrets.conf")))
    found.loaded.append(all(key in text for key in found.keys[-1]))


def _proved(found: Told, place: Workplace, proof: SiteProof) -> None:
    found.ready = proof.ready()
    found.pulled = proof.pull() and proof.pull(LARGE)
    found.pushed = proof.push("site")
    found.removals = list(proof.removals(Account(place.variables)))
    place.pulumi("up", "--refresh", "--yes", "--skip-preview")
    found.repaired = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)


def _rotated(found: Told, place: Workplace, proof: SiteProof) -> None:
    """Other keys are configured: while the device has the old ones, nothing may come through."""
    found.keys.append(configured(place, STACK))
    update = place.pulumi("up", "--yes", "--diff").output
    found.texts["preview and update with other keys"] = update
    found.rotation = counted(update)
    with reaching(place, proof.host) as reach:
        found.refused = until(lambda: proof.silent(reach), SECONDS)
    place.acree("resolve", "-q", "--stack", STACK)  # the storage has moved: the device gets its new record (G42)


def _readable(place: Workplace) -> Iterator[tuple[str, str]]:
    """All that a person or a pipeline can read of the stack without asking for secrets."""
    yield "state", place.pulumi("stack", "export").output
    yield "outputs", place.pulumi("stack", "output", "--json").output
    yield "configuration", place.pulumi("config", "--json").output
    for form in ("text", "json", "html"):
        yield f"plan as {form}", place.acree("plan", "--stack", STACK, "--format", form).output
    yield "drift", place.acree("drift", "--stack", STACK, expect=None).output
    yield "lint", place.acree("lint", "--stack", STACK).output
    device = place.folder / "references"
    families = ("--family", "strongswan", "--family", "cisco-ios-xe", "--family", "table")
    yield "onprem", place.acree("onprem", SITE, "--stack", STACK, *families, "--output", str(device)).output
    written = {"device": device, "backend": place.folder / "backend", "stacks": place.project / "stacks"}
    for what, folder in written.items():
        yield f"files: {what}", "".join(_text(path) for path in sorted(folder.rglob("*")) if path.is_file())
    logs = sorted((place.folder / "sandbox").rglob("*.log"))
    yield "files: logs", "".join(_text(path) for path in logs)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


class TestGateway:
    """Gateway, customer gateway and all else are made by the stack, in the VPC of a client, and gone afterwards."""

    def test_the_account_has_none_before_and_after(self, telling: Telling) -> None:
        found = telling.of(elsewhere).kinds
        assert found["after"] == found["before"]
        assert not OF_THE_GATEWAY & found["before"].keys()

    def test_the_stack_makes_each_of_them(self, telling: Telling) -> None:
        made = telling.of(elsewhere).kinds["during"]
        assert {kind: made[kind] for kind in OF_THE_GATEWAY} == dict.fromkeys(OF_THE_GATEWAY, 1)

    def test_learning_the_cloud_s_addresses_changes_nothing(self, telling: Telling) -> None:
        assert telling.of(elsewhere).again.keys() == {"unchanged"}


class TestPull:
    """A host of the data center pulls while the cloud's end and the device are there, and neither before nor after."""

    def test_before_up_nothing_is_pulled(self, telling: Telling) -> None:
        assert not telling.of(elsewhere).before

    def test_with_the_rendered_device_every_leg_answers_and_is_pulled_and_pushed(self, telling: Telling) -> None:
        told = telling.of(elsewhere)
        assert (told.ready, told.pulled, told.pushed) == (True, True, True)

    def test_each_created_route_counts_and_heals(self, telling: Telling, capsys: pytest.CaptureFixture[str]) -> None:
        found = telling.of(elsewhere).removals
        with capsys.disabled():
            rows = (f"  {removal.line()}\n" for removal in found)
            sys.stdout.write(f"\n{STACK}: every created route, taken away and put back\n{''.join(rows)}")
        assert [removal.line() for removal in found if not removal.right] == []
        assert len(found) == CREATED

    def test_without_the_advertisement_only_the_data_center_is_cut_off(self, telling: Telling) -> None:
        (withdrawn,) = (removal for removal in telling.of(elsewhere).removals if "advertisement" in removal.route)
        assert withdrawn.by_host == {"hq-runner": ("registry", "auth", "oss"), "ecs2": ()}

    def test_routes_that_somebody_deleted_are_made_again(self, telling: Telling) -> None:
        assert telling.of(elsewhere).repaired.keys() == {"unchanged"}

    def test_after_destroy_nothing_is_pulled_again(self, telling: Telling) -> None:
        assert not telling.of(elsewhere).after


class TestKeys:
    """Keys of the configuration are those of the tunnels, and nobody reads them who does not ask for secrets."""

    def test_each_tunnel_has_its_own_and_the_device_gets_both(self, telling: Telling) -> None:
        told = telling.of(elsewhere)
        assert len({key for keys in told.keys for key in keys}) == 2 * len(DEVICES[STACK].keys)
        assert told.told == told.keys
        assert told.loaded == [True, True]

    def test_other_keys_change_the_connection_and_nothing_else(self, telling: Telling) -> None:
        assert telling.of(elsewhere).rotation["updated"] == 1
        assert telling.of(elsewhere).rotation.keys() == {"updated", "unchanged"}

    def test_a_device_with_the_old_keys_gets_nothing_through_and_one_with_the_new_ones_does(
        self, telling: Telling
    ) -> None:
        told = telling.of(elsewhere)
        assert (told.refused, told.rotated) == (True, True)

    def test_no_key_stands_anywhere_in_clear_text(self, telling: Telling) -> None:
        told = telling.of(elsewhere)
        keys = [key for keys in told.keys for key in keys]
        assert all(told.texts.values()), [what for what, text in told.texts.items() if not text]
        assert [what for what, text in told.texts.items() if any(key in text for key in keys)] == []

    def test_the_state_has_them_encrypted(self, telling: Telling) -> None:
        state = json.loads(telling.of(elsewhere).texts["state"])["deployment"]["resources"]
        (connection,) = (its for its in state if its["type"] == "alicloud:vpn/connection:Connection")
        for side in ("inputs", "outputs"):
            assert "ciphertext" in connection[side]["tunnelOptionsSpecifications"], side
        assert all("ciphertext" in key for key in state[0]["outputs"]["tunnel_keys"].values())
