"""A data center's host behind a leased line: the doctor gets there by SSH, or as a script that somebody carries."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Any

import pytest

from scripts.account import Account
from scripts.site_proof import SiteProof
from scripts.sites import HOST, SITE, loaded
from scripts.waiting import until
from scripts.workplace import Done, Workplace
from tests.e2e.account import plan_of
from tests.e2e.ssh_server import Served, serving
from tests.e2e.telling import Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

STACK, ADDRESS, STORAGE = "express-connect", "192.168.10.11", "100.118.28.44"
IMAGE = ("--image", "demo/hello:1.0")
LEGS = ("registry", "auth", "oss")
TIMEOUT = "10"
"""Seconds of each phase: a busy machine must not fail a check."""
_SECONDS = 180.0


@dataclass
class Told:
    """What was seen, step by step."""

    unknown: Done = field(default_factory=lambda: Done(0, ""))
    logins_of_unknown: int = -1
    by_ssh: dict[str, Any] = field(default_factory=dict)
    sent: str = ""
    by_script: dict[str, Any] = field(default_factory=dict)
    answers: str = ""
    broken_by_ssh: dict[str, Any] = field(default_factory=dict)
    broken_by_script: dict[str, Any] = field(default_factory=dict)
    elsewhere: dict[str, Any] = field(default_factory=dict)
    secret: str = ""


class Doctor:
    """Looks at the data center's host: from its device over SSH, and by a script that is run on it."""

    def __init__(self, place: Workplace, served: Served, before: Sequence[str]) -> None:
        self._place = place
        self._served = served
        self._before = before
        self._report = place.folder / "report.json"
        self._files = ("--stack", STACK, "--dir", str(place.project / "stacks"), "--quiet")
        self.answers = place.folder / "answers.json"

    def ssh(self, *words: str) -> Done:
        """One run over SSH."""
        told = ("--timeout", TIMEOUT, "--format", "json", "--output", str(self._report))
        whole = ("doctor", *self._files, "--from", f"ssh:{self._served.alias}", *told, *words)
        return self._place.on_host(SITE, "acree", *whole, expect=None)

    def by_ssh(self) -> dict[str, Any]:
        """The report of a run over SSH."""
        done = self.ssh(*IMAGE, "--site", SITE, "--send-credentials")
        return _read(self._report, done)

    def by_script(self, host: str = HOST) -> dict[str, Any]:
        """The report of what the script prints on a host."""
        script = self._place.folder / "look.sh"
        made = ("--timeout", TIMEOUT, "--output", str(script))
        self._place.acree("doctor", *self._files, "--script", "--site", SITE, *IMAGE, *made)
        before = self._before if host == HOST else ()
        self._place.on_host(host, *before, "sh", "-c", 'sh "$1" >"$2"', "sh", str(script), str(self.answers))
        told = ("--format", "json", "--output", str(self._report))
        done = self._place.acree("doctor", *self._files, "--answers", str(self.answers), *told, expect=None)
        return _read(self._report, done)


def _read(path: Path, done: Done) -> dict[str, Any]:
    if not path.exists():
        raise AssertionError(done.output)
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    assert done.code == report["exit_code"], done.output
    return report


@story(STACK, network=True)
def from_site(place: Workplace) -> Told:
    told = Told(secret=place.variables["ALICLOUD_SECRET_KEY"])
    place.select(STACK)
    place.pulumi("up", "--yes", "--skip-preview")
    place.acree("resolve", "-q", "--stack", STACK)
    plan = plan_of(place, STACK)
    keys = place.folder / "ssh"
    with (
        loaded(place, STACK) as (folder, before),
        serving(place, HOST, ADDRESS, SITE, keys, before) as served,
    ):
        if not SiteProof(place, plan, folder, before).ready():
            raise AssertionError("the data center's host does not reach every leg")
        place.overrides |= {
            "PATH": f"{keys / 'bin'}{os.pathsep}{place.variables['PATH']}",
            "ACREE_REGISTRY_USERNAME": place.variables["ALICLOUD_ACCESS_KEY"],
            "ACREE_REGISTRY_PASSWORD": told.secret,
        }
        doctor = Doctor(place, served, before)
        told.unknown = doctor.ssh()
        told.logins_of_unknown = served.log.count("Accepted publickey")
        served.introduce()
        told.by_ssh = doctor.by_ssh()
        told.sent = served.log
        told.by_script = doctor.by_script()
        told.answers = doctor.answers.read_text(encoding="utf-8")
        told.elsewhere = doctor.by_script("ecs1")
        Account(place.variables).delete_route(_of_storage(plan))

        def seen() -> bool:
            told.broken_by_ssh = doctor.by_ssh()
            return not _well(told.broken_by_ssh)["oss"]

        until(seen, _SECONDS)
        told.broken_by_script = doctor.by_script()
    return told


def _of_storage(plan: Mapping[str, Any]) -> dict[str, Any]:
    """The created route that carries object storage, as it is now, and nothing else."""
    wanted = IPv4Address(STORAGE)
    found: list[dict[str, Any]] = [
        route
        for route in plan["routes"]
        if route["origin"] == "created" and route["legs"] == ["oss"] and wanted in IPv4Network(route["destination"])
    ]
    return found[0]


def _well(report: Mapping[str, Any]) -> dict[str, bool]:
    """Whether each leg is well; slow is well."""
    return {
        leg["leg"]: all(check["outcome"] == "ok" or check["code"] == "slow" for check in leg["checks"])
        for leg in report["legs"]
    }


def _done(report: Mapping[str, Any]) -> set[tuple[str, str, str, str]]:
    """(leg, check, host, address) of everything that was looked at."""
    return {
        (leg["leg"], check["check"], check["host"], check["address"])
        for leg in report["legs"]
        for check in leg["checks"]
        if check["outcome"] != "skip"
    }


def _failures(report: Mapping[str, Any]) -> set[tuple[str, str, str]]:
    """(leg, code, address) of everything that failed."""
    return {
        (leg["leg"], check["code"], check["address"])
        for leg in report["legs"]
        for check in leg["checks"]
        if check["outcome"] == "fail"
    }


@pytest.fixture
def told(telling: Telling) -> Told:
    return telling.of(from_site)


class TestSsh:
    def test_a_host_whose_key_nobody_knows_is_refused_before_anything_is_sent(self, told: Told) -> None:
        assert told.unknown.code == 4
        assert (
            "ssh:hq-runner: its host key is not known, so nothing was sent; log in once by hand" in told.unknown.output
        )
        assert told.logins_of_unknown == 0

    def test_every_leg_is_well_with_the_ways_of_that_site(self, told: Told) -> None:
        report = told.by_ssh
        assert (report["vantage"], report["exit_code"]) == ("ssh:hq-runner", 0)
        assert _well(report) == dict.fromkeys(LEGS, True)
        ways = {check["cause"] for leg in report["legs"] for check in leg["checks"] if check["check"] == "plan"}
        assert ways
        assert all(way.startswith(f"{ADDRESS} to ") for way in ways)

    def test_a_route_that_is_gone_is_named_with_its_leg(self, told: Told) -> None:
        assert _well(told.broken_by_ssh) == {"registry": True, "auth": True, "oss": False}
        assert told.broken_by_ssh["exit_code"] == 4
        assert {(leg, address) for leg, _, address in _failures(told.broken_by_ssh)} == {("oss", STORAGE)}

    def test_credentials_were_used_and_are_told_nowhere(self, told: Told) -> None:
        tokens = [check for leg in told.by_ssh["legs"] for check in leg["checks"] if check["check"] == "token"]
        assert tokens
        assert {check["outcome"] for check in tokens} <= {"ok", "warn"}
        assert "Accepted publickey" in told.sent
        assert told.secret not in json.dumps(told.by_ssh) + told.sent


class TestScript:
    def test_it_finds_what_ssh_finds(self, told: Told) -> None:
        assert told.by_script["exit_code"] == 0
        assert told.by_script["vantage"].startswith("answers:")
        assert _well(told.by_script) == _well(told.by_ssh)
        assert _done(told.by_script) == _done(told.by_ssh)

    def test_a_route_that_is_gone_is_named_with_its_leg(self, told: Told) -> None:
        assert _failures(told.broken_by_script) == _failures(told.broken_by_ssh)

    def test_its_answers_hold_no_secret(self, told: Told) -> None:
        assert '"login":"sent"' in told.answers
        assert told.secret not in told.answers

    def test_a_host_of_another_place_does_not_pass_for_one_of_the_site(self, told: Told) -> None:
        assert told.elsewhere["exit_code"] == 4
        assert {code for _, code, _ in _failures(told.elsewhere)} >= {"not-in-site"}
