"""The verb: parses, calls one function, writes, exits."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import pytest

from acree_infra.cli.doctor import arguments
from acree_infra.cli.doctor_case import seconds
from acree_infra.cli.main import main
from acree_infra.doctor import remote
from acree_infra.errors import ConfigError
from tests.infra.cloud.sdk.service_server import serve_services
from tests.infra.doctor.cloud_assistant import INSTANCE, bare_host, cloud_assistant
from tests.infra.doctor.command import doctor
from tests.infra.doctor.fake_ssh import FakeSsh
from tests.infra.doctor.lab import O1, OSS_HOST, PASSWORD, USER, Lab
from tests.infra.doctor.servers import closed_port


class TestRun:
    def test_a_pull_that_works(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert doctor(folder, "--image", "team/app:1.2") == 0
        shown = capsys.readouterr()
        assert "registry leg: ok" in shown.out
        assert "from here" in shown.err
        assert "oss       digest" in shown.err
        assert "ok after" in shown.err

    def test_a_pull_that_fails(self, site: Lab, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        site.detours[f"{O1}:443"] = closed_port()
        monkeypatch.setenv("ACREE_CONNECT_TO", ",".join(f"{place}={to}" for place, to in site.detours.items()))
        assert doctor(folder, "-q") == 4

    def test_a_pull_that_is_not_safe(self, site: Lab, folder: Path) -> None:
        site.registry.challenges = ['Bearer realm="https://tokens.example.com/auth"']
        assert doctor(folder, "--wait", "60s") == 5

    def test_it_waits(self, site: Lab, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        site.dns.broken.add(OSS_HOST)

        class Healing(set[str]):
            """Broken for the first two questions only."""

            def __contains__(self, name: object) -> bool:
                if sum(OSS_HOST in asked for asked in site.dns.asked) > 2:
                    return False
                return super().__contains__(name)

        site.dns.broken = Healing({OSS_HOST})
        assert doctor(folder, "--wait", "20s", "--only", "oss") == 0
        assert "run 2" in capsys.readouterr().err

    @pytest.mark.parametrize(("format_name", "begin"), [("json", "{"), ("markdown", "## "), ("junit", "<?xml")])
    def test_formats_and_files(self, folder: Path, tmp_path: Path, format_name: str, begin: str) -> None:
        target = tmp_path / "report"
        assert doctor(folder, "-q", "-f", format_name, "-o", str(target)) == 0
        assert target.read_text().startswith(begin)

    def test_quiet(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert doctor(folder, "-q") == 0
        assert capsys.readouterr().err == ""


class TestCredentials:
    def test_of_the_environment(self, site: Lab, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        site.auth.anonymous = False
        assert doctor(folder, "-q") == 4
        monkeypatch.setenv("ACREE_REGISTRY_USERNAME", USER)
        monkeypatch.setenv("ACREE_REGISTRY_PASSWORD", PASSWORD)
        assert doctor(folder, "-q") == 0

    def test_a_temporary_password(
        self, site: Lab, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        site.auth.anonymous = False
        (tmp_path / "cr").mkdir()
        with serve_services(tmp_path / "cr") as server:
            answer = {"AuthorizationToken": PASSWORD, "TempUsername": USER, "IsSuccess": True}
            server.will_answer("GetAuthorizationToken", answer)
            both = Path(site.ca_file).read_text() + Path(server.https.ca_file).read_text()
            (tmp_path / "both.pem").write_text(both)
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "both.pem"))
            monkeypatch.setenv("CR_ENDPOINT", server.https.endpoint)
            assert doctor(folder, "-q", "--temporary-password") == 0

    def test_none_is_taken_from_the_command_line(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert doctor(folder, "--password", "x") == 2
        assert "unknown" in capsys.readouterr().err


class TestFrom:
    def test_a_host_in_a_vpc(
        self,
        site: Lab,
        folder: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        site.auth.anonymous = False
        (tmp_path / "ecs").mkdir()
        environ = bare_host(tmp_path / "bin", {}, "sh")
        (tmp_path / "bin" / "python3").symlink_to(sys.executable)
        monkeypatch.setattr(remote, "around_there", lambda around: around)  # the lab is behind detours only
        with cloud_assistant(tmp_path / "ecs", {**environ, "SSL_CERT_FILE": site.ca_file}) as host:
            monkeypatch.setenv("ECS_ENDPOINT", host.https.endpoint)
            monkeypatch.setenv("SSL_CERT_FILE", host.https.ca_file)
            monkeypatch.setenv("ACREE_REGISTRY_USERNAME", USER)
            monkeypatch.setenv("ACREE_REGISTRY_PASSWORD", PASSWORD)
            words = ("--from", f"ecs:{INSTANCE}", "--image", "team/app:1.2", "-q", "-f", "json")
            assert doctor(folder, *words) == 0
            withheld = json.loads(capsys.readouterr().out)
            assert doctor(folder, *words, "--send-credentials") == 0
            sent = json.loads(capsys.readouterr().out)
        assert withheld["vantage"] == f"ecs:{INSTANCE}"
        assert "credentials-withheld" in json.dumps(withheld)
        assert {leg["outcome"] for leg in sent["legs"]} == {"ok"}
        assert PASSWORD not in host.commands[0]

    def test_what_leads_from_this_machine_is_not_handed_over(
        self, site: Lab, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "ecs").mkdir()
        with cloud_assistant(tmp_path / "ecs", bare_host(tmp_path / "bin", {}, "sh")) as host:
            monkeypatch.setenv("ECS_ENDPOINT", host.https.endpoint)
            monkeypatch.setenv("SSL_CERT_FILE", host.https.ca_file)
            assert doctor(folder, "--from", f"ecs:{INSTANCE}", "-q") == 4
        job = json.loads(shlex.split(host.commands[0].partition("ACREE_JOB=")[2].splitlines()[0])[0])
        assert (job["resolvers"], job["connect_to"], job["timeout"]) == ([], {}, 1.0)
        assert site.case.lock.legs.registry.hosts[0] in job["legs"]["registry"]

    @pytest.mark.parametrize("form", ["text", "json", "markdown", "junit"])
    def test_several_at_once(
        self,
        site: Lab,
        folder: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        form: str,
    ) -> None:
        (tmp_path / "ecs").mkdir()
        environ = bare_host(tmp_path / "bin", {}, "sh")
        (tmp_path / "bin" / "python3").symlink_to(sys.executable)
        monkeypatch.setattr(remote, "around_there", lambda around: around)  # as above
        with cloud_assistant(tmp_path / "ecs", {**environ, "SSL_CERT_FILE": site.ca_file}) as host:
            monkeypatch.setenv("ECS_ENDPOINT", host.https.endpoint)
            monkeypatch.setenv("SSL_CERT_FILE", host.https.ca_file)
            origins = ("--from", f"ecs:{INSTANCE}", "--from", "ecs:i-none", "--from", f"ecs:{INSTANCE}")
            assert doctor(folder, *origins, "--image", "team/app:1.2", "-f", form) == 2
        shown = capsys.readouterr()
        assert len(host.commands) == 1, "a host that is named twice is asked once"
        assert "found no i-none there" in shown.out
        assert f"from ecs:{INSTANCE}: ok after" in shown.err

    def test_a_temporary_password_is_not_sent_by_accident(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert doctor(folder, "--from", "ecs:i-1", "--temporary-password") == 2
        assert "--send-credentials" in capsys.readouterr().err


class TestSsh:
    """The host is a program in the place of `ssh`, found on PATH as the real one is."""

    @pytest.fixture
    def host(self, site: Lab, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeSsh:
        environ = bare_host(tmp_path / "bin", {}, "sh")
        (tmp_path / "bin" / "python3").symlink_to(sys.executable)
        made = FakeSsh(tmp_path / "ssh", {**environ, "SSL_CERT_FILE": site.ca_file})
        monkeypatch.setenv("PATH", f"{made.folder}:/usr/bin:/bin")
        monkeypatch.setattr(remote, "around_there", lambda around: around)  # the lab is behind detours only
        monkeypatch.delenv("ALICLOUD_ACCESS_KEY")
        return made

    def test_a_host_of_a_data_center(
        self,
        site: Lab,
        folder: Path,
        host: FakeSsh,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        site.auth.anonymous = False
        monkeypatch.setenv("ACREE_REGISTRY_USERNAME", USER)
        monkeypatch.setenv("ACREE_REGISTRY_PASSWORD", PASSWORD)
        words = ("--from", "ssh:ops@hq-runner", "--image", "team/app:1.2", "-q", "-f", "json")
        assert doctor(folder, *words) == 0
        assert "credentials-withheld" in capsys.readouterr().out
        assert PASSWORD not in str(host.given)
        assert doctor(folder, *words, "--send-credentials") == 0
        report = json.loads(capsys.readouterr().out)
        assert report["vantage"] == "ssh:ops@hq-runner"
        assert {leg["outcome"] for leg in report["legs"]} == {"ok"}
        assert PASSWORD in host.given[1]
        assert PASSWORD not in str(host.calls)

    def test_several_at_once(self, folder: Path, host: FakeSsh, capsys: pytest.CaptureFixture[str]) -> None:
        origins = ("--from", "ssh:a", "--from", "ssh:b", "--from", "ssh:a")
        assert doctor(folder, *origins, "--image", "team/app:1.2", "-f", "json") == 0
        found = json.loads(capsys.readouterr().out)
        assert [report["vantage"] for report in found["reports"]] == ["ssh:a", "ssh:b"]
        assert len(host.calls) == 2

    def test_one_that_refuses_hides_none_of_the_others(
        self, folder: Path, host: FakeSsh, capsys: pytest.CaptureFixture[str]
    ) -> None:
        host.runs('case "$*" in *bad*) echo "Host key verification failed." >&2; exit 255;; esac\n')
        assert doctor(folder, "--from", "ssh:bad", "--from", "ssh:good", "-q", "-f", "json") == 4
        found = json.loads(capsys.readouterr().out)
        assert [report["vantage"] for report in found["reports"]] == ["ssh:good"]
        assert "its host key is not known, so nothing was sent" in found["unseen"][0]["cause"]

    def test_it_waits_for_a_host_too(self, folder: Path, host: FakeSsh, site: Lab) -> None:
        assert doctor(folder, "--from", "ssh:a", "--wait", "60s", "-q") == 0
        assert len(host.calls) == 1

    def test_resolve_asks_there(self, folder: Path, host: FakeSsh) -> None:
        """Without an account it cannot go on; the host is not asked before."""
        assert main(["resolve", "--dir", str(folder), "--from", "ssh:a", "-q"]) == 3
        assert host.calls == []


class TestLive:
    def test_tables_are_read(
        self,
        site: Lab,
        folder: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        (tmp_path / "api").mkdir()
        with serve_services(tmp_path / "api") as server:
            for action in ("DescribeRouteEntryList", "DescribeCens", "ListTransitRouters"):
                server.will_answer(action, {})
            both = Path(site.ca_file).read_text() + Path(server.https.ca_file).read_text()
            (tmp_path / "both.pem").write_text(both)
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "both.pem"))
            for code in ("VPC", "CBN"):
                monkeypatch.setenv(f"{code}_ENDPOINT", server.https.endpoint)
            assert doctor(folder, "-q", "--live") == 4
        shown = capsys.readouterr().out
        assert (
            "vpc table vtb-uf6main of vpc-uf6demo in cn-shanghai has no route to 100.118.28.0/24 in the cloud" in shown
        )
        assert "transit-router table system of acree-dev-cn-shanghai in cn-shanghai has no route" in shown

    def test_tables_are_not_read_when_they_are_skipped(self, folder: Path) -> None:
        assert doctor(folder, "-q", "--live", "--skip", "live") == 0


class TestWrongUse:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("--image", "UPPER"), "expected REPOSITORY"),
            (("--platform", "arm64"), "expected OS/MACHINE"),
            (("--only", "tls"), "--only: expected one of"),
            (("--from", "vm:x"), "expected ecs:<instance id>"),
            (("--from", "ecs:i-1", "--from", "x"), "expected ecs:<instance id>"),
            (("--wait", "soon"), "--wait: expected a time such as 120s"),
            (("--timeout", "0"), "expected more than 0"),
        ],
    )
    def test_it_ends_with_2(
        self, folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
    ) -> None:
        assert doctor(folder, *words) == 2
        shown = capsys.readouterr()
        assert said in shown.err
        assert "Traceback" not in shown.err

    def test_without_a_lock_file(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "dev.lock.yaml").unlink()
        assert doctor(folder) == 2
        assert "acree resolve" in capsys.readouterr().err

    @pytest.mark.parametrize(("text", "found"), [("90", 90), ("1.5s", 1.5), ("2m", 120), ("0", 0)])
    def test_times(self, text: str, found: float) -> None:
        assert seconds("--wait", text) == found

    @pytest.mark.parametrize("text", ["", "-1", "1h", "1e9", "s", "1 s", "\u0661"])
    def test_wrong_times(self, text: str) -> None:
        with pytest.raises(ConfigError, match="--wait: expected a time"):
            seconds("--wait", text)


def test_help_is_quick_and_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert callable(arguments)
    assert main(["doctor", "--help"]) == 0
    assert "examples: acree doctor" in " ".join(capsys.readouterr().out.split())


def test_resolve_says_what_a_host_is_called(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve", "--dir", str(folder), "--from", "ssh:-x"]) == 2
    assert "expected ecs:<instance id>" in capsys.readouterr().err
