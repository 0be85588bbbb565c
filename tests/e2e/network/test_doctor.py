"""The doctor on hosts of the network: each thing that is really broken gets its name, and nothing else does."""

from __future__ import annotations

import json
import logging
import re
import shlex
import shutil
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from acree_infra.cli.main import main
from acree_infra.doctor.render import curl_command
from acree_sandbox.api.ecs.resources import CommandResult
from acree_sandbox.api.ecs.service import ECS
from acree_sandbox.api.pvtz.service import PVTZ
from acree_sandbox.services.loopback import Sandbox, sandbox
from acree_sandbox.world.file import _parse, world_of
from tests.e2e.network.worked_example import REGISTRY, WorkedExample

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]  # the registry comes from the toolchain

STACKS = Path(__file__).resolve().parents[3] / "stacks"
HOW_TO = STACKS.parent / "docs" / "how-to" / "a-pull-hangs.md"
CLIENT, SERVICE = "i-uf6ecs2", "i-bp1ecs1"
LEGS = ("registry", "auth", "oss")
BUCKET = "cri-demo1234-registry.oss-cn-hangzhou-internal.aliyuncs.com"


class Lab:
    """The worked example in a running sandbox, and the command line beside it."""

    def __init__(self, running: Sandbox, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert running.network
        self.running, self.network, self.folder = running, running.network, folder
        self.example = WorkedExample(running.control.dispatcher)
        self._capsys = capsys

    def acree(self, verb: str, *words: str) -> tuple[int, str]:
        """Exit code and standard output."""
        code = main([verb, "--stack", "dev", "--dir", str(self.folder / "stacks"), "--quiet", *words])
        shown = self._capsys.readouterr()
        assert code in {0, 4}, shown.err
        return code, shown.out

    def doctor(self, *words: str, host: str = CLIENT) -> dict[str, Any]:
        """The report; its exit code is in it."""
        sent = ("--send-credentials", "--timeout", "2", "--image", "demo/hello:1.0")
        code, shown = self.acree("doctor", "--from", f"ecs:{host}", "--format", "json", *sent, *words)
        report: dict[str, Any] = json.loads(shown)
        assert report["exit_code"] == code
        return report


@pytest.fixture
def lab(
    tmp_path: Path,
    engine_environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Lab]:
    monkeypatch.setenv("PATH", engine_environment["PATH"])
    shutil.copytree(STACKS, tmp_path / "stacks")
    content = _parse(STACKS / "worlds" / "dev.yaml")
    assert isinstance(content, dict)
    with sandbox(tmp_path / "state", world_of(content | {"paces": {"*": 0}}), network=True) as running:
        key, secret = next(iter(running.control.cloud.world.keys.items()))
        login = {"ACREE_REGISTRY_USERNAME": key, "ACREE_REGISTRY_PASSWORD": secret}
        for name, value in {**running.environment(), **login}.items():
            monkeypatch.setenv(name, value)
        yield Lab(running, tmp_path, capsys)
    logging.disable(logging.NOTSET)  # the verbs hush the libraries for their whole process


def outcomes(report: dict[str, Any]) -> dict[str, str]:
    return {leg["leg"]: leg["outcome"] for leg in report["legs"]}


def failures(report: dict[str, Any]) -> set[tuple[str, str, str]]:
    """(leg, code, host or address) of everything that failed."""
    return {
        (leg["leg"], check["code"], check["address"] or check["host"])
        for leg in report["legs"]
        for check in leg["checks"]
        if check["outcome"] == "fail"
    }


def told(report: dict[str, Any], code: str) -> list[dict[str, Any]]:
    return [check for leg in report["legs"] for check in leg["checks"] if check["code"] == code]


ALL_OK = dict.fromkeys(LEGS, "ok")
NO_WAY = {
    ("registry", "no-dns-answer", REGISTRY),
    ("auth", "timeout", "100.103.9.188"),
    ("auth", "timeout", "100.103.7.181"),
    ("oss", "timeout", "100.118.28.44"),
}


def test_before_and_after(lab: Lab) -> None:
    assert failures(lab.doctor()) == NO_WAY
    assert outcomes(lab.doctor(host=SERVICE)) == ALL_OK
    lab.example.apply()
    report = lab.doctor()
    assert (report["exit_code"], outcomes(report)) == (0, ALL_OK)
    assert report["vantage"] == f"ecs:{CLIENT}"
    assert {check["outcome"] for leg in report["legs"] for check in leg["checks"]} == {"ok"}


def test_a_route_that_is_gone_is_told_by_its_leg(lab: Lab) -> None:
    lab.example.apply()
    wanted = {
        ("client VPC", "100.118.28.0/24"): {("oss", "timeout", "100.118.28.44")},
        ("client VPC", "100.103.9.188/32"): {("auth", "timeout", "100.103.9.188")},
        ("client VPC", "10.0.0.0/16"): {("registry", "timeout", "10.0.0.20")},
        ("service router", "100.103.7.181/32"): {("auth", "timeout", "100.103.7.181")},
    }
    seen = {}
    for route in lab.example.routes:
        if (route.table, route.destination) in wanted:
            route.delete()
            report = lab.doctor()
            seen[route.table, route.destination] = failures(report)
            assert all("a route is missing or not active" in check["cause"] for check in told(report, "timeout"))
            route.make()
    assert seen == wanted
    assert outcomes(lab.doctor()) == ALL_OK


def test_a_record_that_is_gone_is_told_as_dns(lab: Lab) -> None:
    lab.example.apply()
    dispatcher = lab.running.control.dispatcher
    zones: Any = dispatcher.call(PVTZ.version, "DescribeZones", {})
    (zone,) = zones["Zones"]["Zone"]
    listed: Any = dispatcher.call(PVTZ.version, "DescribeZoneRecords", {"ZoneId": zone["ZoneId"]})
    (record,) = listed["Records"]["Record"]
    dispatcher.call(PVTZ.version, "DeleteZoneRecord", {"RecordId": str(record["RecordId"])})
    report = lab.doctor()
    assert failures(report) == {("registry", "no-dns-answer", REGISTRY)}
    assert outcomes(report) == {"registry": "fail", "auth": "ok", "oss": "ok"}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("unreachable", "No route to host"),
        ("throw", "Network is unreachable"),
        ("prohibit", "Permission denied"),
        ("blackhole", "Invalid argument"),
    ],
)
def test_a_host_without_a_way_of_its_own(lab: Lab, kind: str, words: str) -> None:
    lab.example.apply()
    done = lab.network.exec(CLIENT, ["ip", "route", "add", kind, "100.118.28.44/32"])
    assert done.returncode == 0, done.stderr
    report = lab.doctor()
    assert failures(report) == {("oss", "unreachable", "100.118.28.44")}
    (check,) = told(report, "unreachable")
    assert check["cause"] == f"100.118.28.44 cannot be reached from this host: {words}"
    assert "its own route table" in check["remedy"]
    (fact,) = [fact for fact in curl_facts(lab) if fact["step"] == "tcp" and fact["host"] == BUCKET]
    assert fact["error"] == "unreachable"


def curl_facts(lab: Lab) -> list[dict[str, Any]]:
    """What the probe for hosts without python3 tells of the bucket."""
    job = {
        "legs": {"oss": [BUCKET]},
        "resolvers": [],
        "connect_to": {},
        "timeout": 2,
        "trust": "x",
        "plain": False,
        "realm": "",
        "service": "",
        "storage": [],
        "repository": "",
        "reference": "",
        "platform": "linux/amd64",
        "username": "",
        "password": "",
        "until": "challenge",
    }
    sent = {
        "RegionId": "cn-shanghai",
        "Type": "RunShellScript",
        "InstanceId.1": CLIENT,
        "CommandContent": b64encode(curl_command(job).encode()).decode(),
        "ContentEncoding": "Base64",
    }
    control = lab.running.control
    name = control.dispatcher.call(ECS.version, "RunCommand", sent)["InvokeId"]
    while True:
        revision = control.cloud.revision
        with control.cloud.transaction():
            (row,) = control.cloud.where(CommandResult, "invocation", name)
        if row.status not in {"Pending", "Running"}:
            assert row.status == "Success", row
            facts: list[dict[str, Any]] = json.loads(b64decode(row.output))["facts"]
            return facts
        control.cloud.wait(revision, 10)


def test_a_host_in_the_service_vpc_resolves(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ACREE_RESOLVERS", "ACREE_CONNECT_TO"):
        monkeypatch.delenv(name)
    path = lab.folder / "stacks" / "dev.lock.yaml"
    declared = path.read_text()
    path.unlink()
    code, shown = lab.acree("resolve", "--from", f"ecs:{SERVICE}")
    assert (code, "is written" in shown) == (0, True)
    assert path.read_text().count(f"resolver: ecs:{SERVICE}") == 2
    assert addresses(path.read_text()) == addresses(declared)
    assert lab.acree("resolve", "--check", "--from", f"ecs:{SERVICE}")[0] == 0


def test_a_host_in_another_vpc_does_not(lab: Lab, capsys: pytest.CaptureFixture[str]) -> None:
    (lab.folder / "stacks" / "dev.lock.yaml").unlink()
    words = ["resolve", "--stack", "dev", "--dir", str(lab.folder / "stacks"), "--from", f"ecs:{CLIENT}"]
    assert main(words) == 4
    said = capsys.readouterr().err
    assert f"expected a Bearer challenge of https://{REGISTRY}/v2/ from ecs:{CLIENT}" in said
    assert "choose a host in the service VPC" in said
    assert not (lab.folder / "stacks" / "dev.lock.yaml").exists()


def test_what_the_how_to_says_can_be_run(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    lab.example.apply()
    monkeypatch.chdir(lab.folder)
    blocks = re.findall(r"```sh\n(.*?)```", HOW_TO.read_text(), re.DOTALL)
    commands = [shlex.split(line) for block in blocks for line in block.splitlines()]
    assert {(name, verb) for name, verb, *_ in commands} == {("acree", v) for v in ("doctor", "resolve", "trace")}
    here = [words for _, *words in commands if not any(word.startswith("ssh:") for word in words)]  # no data center
    codes = {" ".join(words): main(words) for words in here if set(words) & {"--from", "trace"}}
    failed = [command for command, code in codes.items() if code != 0]
    assert failed == [command for command in codes if "--live" in command], "no route is this stack's: it made none"
    assert "doctor.xml" in {path.name for path in lab.folder.iterdir()}


def addresses(lock: str) -> list[str]:
    """The lines of a lock file that say addresses and ranges of the legs."""
    legs = lock[: lock.index("\nnetworks:")]
    return [line.strip() for line in legs.splitlines() if "address: " in line or line.strip().startswith("- 1")]
