"""`acree resolve` against a made-up account and real servers on loopback."""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from acree_infra.cli.progress import show
from acree_infra.cloud.registry import VpcEndpointRecord
from acree_infra.cloud.sdk import live
from acree_infra.discovery import surroundings as room
from acree_infra.discovery.progress import Progress, Stage
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.errors import AccessError
from tests.infra.cli.conftest import Acree, Write
from tests.infra.cli.test_main import Broken
from tests.infra.discovery.dns_server import DnsServer
from tests.infra.discovery.fakes import AUTH_HOST, REGISTRY_HOST, FakeAccount


@pytest.fixture
def project(write: Write, monkeypatch: pytest.MonkeyPatch, account: FakeAccount, around: Surroundings) -> Path:
    """The worked example without a lock file, in a made-up account."""
    monkeypatch.setattr(live, "live_account", lambda environ: account.clouds())
    monkeypatch.setattr(room, "surroundings", lambda environ, declared: replace(around))
    return write(locked=False)


def test_the_lock_file_is_written_once(acree: Acree, project: Path) -> None:
    first = acree("resolve")
    assert first.code == 0
    assert first.out.splitlines() == [
        "registry  acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com: 10.0.0.20 in vpc-bp1demo",
        f"auth      {AUTH_HOST}: 100.103.9.188",
        "oss       cri-demo1234-registry.oss-cn-hangzhou-internal.aliyuncs.com: 4 ranges",
        "stacks/dev.lock.yaml is written; next: acree plan --stack dev",
    ]
    before = (project / "dev.lock.yaml").read_bytes()
    assert acree("resolve").out.endswith("is unchanged; next: acree plan --stack dev\n")
    assert (project / "dev.lock.yaml").read_bytes() == before
    assert acree("plan").code == 0


@pytest.mark.usefixtures("project")
def test_progress_is_told_on_standard_error(acree: Acree) -> None:
    result = acree("resolve")
    assert "  ok     auth leg (" in result.err
    assert "..." not in result.err
    assert acree("resolve", "--quiet").err == ""


@pytest.mark.usefixtures("project")
def test_a_check_that_finds_nothing(acree: Acree) -> None:
    acree("resolve")
    result = acree("resolve", "--check", "-q")
    assert (result.code, result.out) == (0, "the lock file of stack dev is up to date\n")


def test_a_check_that_finds_a_change_ends_with_7_and_writes_nothing(
    acree: Acree, project: Path, names: DnsServer
) -> None:
    acree("resolve")
    before = (project / "dev.lock.yaml").read_bytes()
    names.names[AUTH_HOST] = ["100.103.9.188", "100.103.9.201"]
    result = acree("resolve", "--check")
    assert result.code == 7
    assert "100.103.9.201" in result.out
    assert result.out.endswith("the lock file of stack dev is out of date: run `acree resolve --stack dev`\n")
    assert (project / "dev.lock.yaml").read_bytes() == before


def test_what_was_found_goes_to_a_file(acree: Acree, project: Path, tmp_path: Path) -> None:
    report = tmp_path / "found.txt"
    assert acree("resolve", "-q", "-o", str(report)).out == ""
    assert report.read_text(encoding="utf-8").startswith("registry  ")
    assert acree("resolve", "--check", "-q", "-o", str(report)).out == ""
    assert report.read_text(encoding="utf-8") == "the lock file of stack dev is up to date\n"


def test_a_check_without_a_lock_file_names_the_command(acree: Acree, project: Path) -> None:
    result = acree("resolve", "--check")
    assert result.code == 7
    assert "acree resolve --stack dev" in result.out
    assert not (project / "dev.lock.yaml").exists()


@pytest.mark.usefixtures("project")
def test_a_look_up_that_fails_ends_with_4(acree: Acree, names: DnsServer) -> None:
    del names.names[AUTH_HOST]
    result = acree("resolve")
    assert result.code == 4
    assert "  failed auth leg" in result.err
    assert AUTH_HOST in result.err
    assert "Traceback" not in result.err


@pytest.mark.usefixtures("project")
def test_an_account_that_refuses_ends_with_3(acree: Acree, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> object:
        raise AccessError("the key is not known")

    monkeypatch.setattr(live, "live_account", refused)
    assert acree("resolve").code == 3


@pytest.mark.usefixtures("project")
def test_an_instance_that_is_not_linked_yet(acree: Acree, account: FakeAccount) -> None:
    account.endpoints = [VpcEndpointRecord((REGISTRY_HOST,), ())]
    result = acree("resolve")
    assert result.code == 0
    assert "registry-vpc.cn-hangzhou.cr.aliyuncs.com: linked to no VPC yet\n" in result.out
    assert "auth      host: not known yet\n" in result.out
    assert "  note   auth leg: " in result.err


@pytest.mark.usefixtures("project")
def test_libraries_print_nothing_of_their_own(
    acree: Acree, monkeypatch: pytest.MonkeyPatch, account: FakeAccount, capsys: pytest.CaptureFixture[str]
) -> None:
    def noisy(_: object) -> object:
        logger = logging.getLogger("credentials")
        logger.setLevel(logging.INFO)
        logger.addHandler(handler)
        logger.error("Traceback of a library")
        return account.clouds()

    handler = logging.StreamHandler(sys.stderr)
    monkeypatch.setattr(live, "live_account", noisy)
    try:
        assert "Traceback of a library" not in acree("resolve").err
        monkeypatch.setenv("ACREE_DEBUG", "1")
        logging.disable(logging.NOTSET)
        assert "Traceback of a library" in acree("resolve").err
    finally:
        logging.getLogger("credentials").removeHandler(handler)


@pytest.mark.usefixtures("project")
def test_without_standard_error_the_work_is_done_all_the_same(acree: Acree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    result = acree("resolve")
    assert result.code == 0
    assert result.out.startswith("registry  ")
    assert "  ok " not in result.out


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("error", [BrokenPipeError(32, "Broken pipe"), OSError(28, "No space left")])
def test_a_reader_of_progress_that_has_gone_does_not_end_the_work(
    acree: Acree, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: OSError
) -> None:
    with (tmp_path / "errors").open("w") as file:
        monkeypatch.setattr(sys, "stderr", Broken(error, file.fileno()))
        assert acree("resolve").code == 0
    assert (tmp_path / "stacks" / "dev.lock.yaml").exists()


@pytest.mark.parametrize(
    ("event", "terminal", "expected"),
    [
        (Progress(Stage.BEGIN, "auth leg"), True, "  ...    auth leg\n"),
        (Progress(Stage.BEGIN, "auth leg"), False, ""),
        (Progress(Stage.DONE, "auth leg", "2 addresses", 0.26), False, "  ok     auth leg (0.3 s): 2 addresses\n"),
        (Progress(Stage.FAILED, "auth leg", "no\nanswer", 2.0), False, "  failed auth leg (2.0 s): no answer\n"),
        (Progress(Stage.NOTE, "auth leg", "later"), False, "  note   auth leg: later\n"),
    ],
)
def test_progress_lines(
    event: Progress,
    terminal: bool,
    expected: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    show(event)
    assert capsys.readouterr().err == expected
