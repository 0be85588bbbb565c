"""The probe on a host inside a VPC: sent, run and read back for real, by python3 and by curl."""

from __future__ import annotations

import base64
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from acree_infra.discovery.names import NameAnswer
from acree_infra.doctor.assistant import LARGEST, Assistant
from acree_infra.doctor.case import Image, Login
from acree_infra.doctor.job import make_job, trusted_hosts
from acree_infra.doctor.remote import Remote
from acree_infra.doctor.remote_names import needed, remote_names
from acree_infra.doctor.render import MARK, NOT_HERE, curl_command, python_command
from acree_infra.doctor.result import DoctorReport, Outcome
from acree_infra.doctor.run import examine
from acree_infra.errors import ConfigError, DiscoveryError
from tests.infra.doctor.cloud_assistant import INSTANCE, REGION, CloudAssistant, as_json, bare_host, cloud_assistant
from tests.infra.doctor.lab import (
    A1,
    A2,
    AUTH_HOST,
    LOGIN,
    O1,
    OSS_HOST,
    PASSWORD,
    REGISTRY_HOST,
    SIGNATURE,
    TOKEN,
    USER,
    Lab,
    R,
    by_code,
    outcomes,
)
from tests.infra.doctor.servers import Reply, black_hole, closed_port, serve, tls

# What POSIX promises, and what every distribution has beside it.
TOOLS: tuple[str, ...] = (
    "sh",
    "awk",
    "cat",
    "cmp",
    "cut",
    "grep",
    "head",
    "mktemp",
    "rm",
    "sed",
    "sort",
    "tail",
    "tr",
    "wc",
)
TOOLS += ("sha256sum", "curl")
Follow = Callable[..., DoctorReport]


@pytest.fixture(params=["python3", "curl"])
def host(request: pytest.FixtureRequest, site: Lab, tmp_path: Path) -> Iterator[CloudAssistant]:
    """A host that has python3, or only curl."""
    environ = bare_host(tmp_path / "bin", site.dns.names, *TOOLS)  # type: ignore[arg-type]  # every name has addresses
    if request.param == "python3":
        (tmp_path / "bin" / "python3").symlink_to(sys.executable)
    with cloud_assistant(tmp_path, {**environ, "SSL_CERT_FILE": site.ca_file}) as running:
        yield running


@pytest.fixture
def follow(site: Lab, host: CloudAssistant) -> Follow:
    """Follow the pull from the host."""

    def run(**wanted: object) -> DoctorReport:
        order = site.order(**wanted)  # type: ignore[arg-type]  # the caller passes what `order` takes
        if not _has_python(host):
            order = replace(order, around=replace(order.around, resolvers=()))
            _hosts_file(host, site)
        return examine(site.case, order, Remote(_assistant(host)))

    return run


def _has_python(host: CloudAssistant) -> bool:
    return (Path(host.environ["PATH"]) / "python3").exists()


def _hosts_file(host: CloudAssistant, site: Lab) -> None:
    folder = Path(host.environ["PATH"])
    cases = "".join(
        f"{name}) printf '%s STREAM -\\n' {' '.join(found or [])} ;;\n" for name, found in site.dns.names.items()
    )
    (folder / "getent").write_text(f"#!/bin/sh\ncase $2 in\n{cases}esac\n")


def _assistant(host: CloudAssistant, *regions: str) -> Assistant:
    return Assistant(host.service(), INSTANCE, regions or ("cn-hangzhou", REGION), sleep=lambda seconds: None)


class TestFollow:
    """The same outcomes as from here, whatever the host has."""

    def test_a_pull_in_order(self, site: Lab, host: CloudAssistant, follow: Follow) -> None:
        site.changed(image=Image("team/app", "multi"))
        report = follow()
        assert report.exit_code == 0, report
        assert {result.outcome for result in report.checks} == {Outcome.OK}, outcomes(report)
        assert outcomes(report)["auth.token"] == ["ok", "ok"]
        assert outcomes(report)["oss.storage"] == ["ok", "ok"]
        assert outcomes(report)["oss.digest"] == ["ok"]
        assert report.vantage == f"ecs:{INSTANCE}"
        assert len(host.commands) == (1 if _has_python(host) else 2)

    def test_the_same_checks_as_from_here(self, site: Lab, follow: Follow) -> None:
        there, here = follow(), site.examine()
        assert outcomes(there) == outcomes(here)

    def test_its_region_is_found_once(self, host: CloudAssistant) -> None:
        assistant = _assistant(host)
        host.change = {"Output": ""}
        assert assistant.run("exit 0") == ""
        assistant.run("exit 0")
        assert host.regions == ["cn-hangzhou", REGION, REGION]

    def test_what_is_sent(self, host: CloudAssistant) -> None:
        _assistant(host, REGION).run("echo hello")
        sent = host.parameters[0]
        assert (sent["Type"], sent["ContentEncoding"]) == ("RunShellScript", "Base64")
        assert "KeepCommand" not in sent, "the service forgets the command, which is its default"
        assert sent["ClientToken"]

    def test_a_route_that_is_missing(self, site: Lab, follow: Follow) -> None:
        with black_hole() as nowhere:
            site.detours[f"{O1}:443"] = nowhere
            report = follow()
        assert by_code(report, "timeout")[0].address == O1
        assert outcomes(report)["oss.redirect"] == ["ok", "ok"]
        assert outcomes(report)["auth.token"] == ["ok", "ok"]

    @pytest.mark.parametrize("address", [R, A1, O1])
    def test_a_closed_port(self, site: Lab, follow: Follow, address: str) -> None:
        site.detours[f"{address}:443"] = closed_port()
        assert by_code(follow(), "refused")[0].address == address

    @pytest.mark.parametrize("broken", ["reset", "after-tls"])
    def test_a_connection_that_is_broken_off(self, site: Lab, follow: Follow, broken: str) -> None:
        site.servers[R].broken = broken
        found = by_code(follow(), "reset")[0].check
        assert found in ({"tcp", "tls"} if broken == "reset" else {"challenge"})

    def test_a_name_that_does_not_exist(self, site: Lab, follow: Follow) -> None:
        del site.dns.names[OSS_HOST]
        assert by_code(follow(), "no-dns-answer")[0].host == OSS_HOST

    def test_a_certificate_of_another_name(self, site: Lab, follow: Follow) -> None:
        site.servers[O1].context = tls(site.authority, "other.example.com")
        assert by_code(follow(), "tls-name-mismatch")[0].address == O1

    def test_a_certificate_of_an_unknown_authority(self, site: Lab, follow: Follow) -> None:
        site.servers[O1].context = tls(trustme.CA(), OSS_HOST)
        assert by_code(follow(), "certificate-untrusted")[0].address == O1

    @pytest.mark.parametrize(
        "realm",
        ["https://tokens.example.com/auth", f"http://{AUTH_HOST}/auth", f"https://{AUTH_HOST}@tokens.example.com/"],
    )
    def test_nothing_is_sent_to_a_strange_realm(self, site: Lab, follow: Follow, realm: str) -> None:
        def anything(asked: object) -> Reply:
            return Reply(200, b'{"token": "x"}')

        with serve(anything, tls(site.authority, "tokens.example.com")) as thief:
            site.dns.names["tokens.example.com"] = ["100.103.66.6"]
            site.detours["tokens.example.com:443"] = thief.endpoint
            site.detours[f"{AUTH_HOST}:80"] = thief.endpoint
            site.registry.challenges = [f'Bearer realm="{realm}",service="x"']
            site.changed(login=Login.SENT)
            report = follow(credentials=LOGIN)
        assert report.exit_code == 5
        assert by_code(report, "unexpected-realm")
        assert thief.connections == 0
        assert all("authorization" not in asked.headers for asked in site.servers[A1].asked)

    @pytest.mark.parametrize(
        ("location", "code"),
        [
            ("https://cdn.example.com/x?sig=s3cret", "redirect-unknown-host"),
            (f"http://{OSS_HOST}/x?sig=s3cret", "redirect-plain-http"),
            ("https://cri-demo1234-registry.oss-cn-hangzhou.aliyuncs.com/x?sig=s3cret", "redirect-public-host"),
            (f"https://{OSS_HOST}:8443/x?sig=s3cret", "redirect-unknown-host"),
        ],
    )
    def test_a_redirect_that_is_not_followed(self, site: Lab, follow: Follow, location: str, code: str) -> None:
        site.registry.location = location
        report = follow()
        assert by_code(report, code)
        assert "s3cret" not in str(report)
        assert not any("docker" in asked.path for asked in site.servers[O1].asked)

    def test_a_storage_that_refuses(self, site: Lab, follow: Follow) -> None:
        site.storage.reply = Reply(403, b"<Error><Code>AccessDenied</Code></Error>", (("x-oss-request-id", "REQ1"),))
        assert "AccessDenied, request id REQ1" in by_code(follow(), "storage-forbidden")[0].cause

    def test_content_that_was_changed(self, site: Lab, follow: Follow) -> None:
        site.storage.reply = Reply(206, b"?" * len(site.registry.content.config))
        assert by_code(follow(), "digest-mismatch")

    def test_an_image_that_does_not_exist(self, site: Lab, follow: Follow) -> None:
        site.changed(image=Image("team/app", "9"))
        assert "MANIFEST_UNKNOWN" in by_code(follow(), "image-not-found")[0].cause

    def test_a_platform_that_does_not_exist(self, site: Lab, follow: Follow) -> None:
        site.changed(image=Image("team/app", "multi"), platform="linux/riscv64")
        assert by_code(follow(), "platform-missing")

    def test_a_registry_that_asks_for_no_token(self, site: Lab, follow: Follow) -> None:
        site.registry.ping, site.registry.needs_token = Reply(200), False
        assert outcomes(follow())["oss.digest"] == ["ok"]

    def test_a_limited_rate(self, site: Lab, follow: Follow) -> None:
        site.auth.reply = Reply(429, b"", (("Retry-After", "7"),))
        assert "retry after 7 s" in by_code(follow(), "rate-limited")[0].cause


class TestCredentials:
    def test_they_stay_here_unless_told_otherwise(self, site: Lab, host: CloudAssistant, follow: Follow) -> None:
        site.auth.anonymous = False
        site.changed(login=Login.WITHHELD)
        report = follow()
        assert by_code(report, "credentials-withheld")
        assert report.exit_code == 0
        assert not any(PASSWORD in command or USER in command for command in host.commands)

    def test_they_work_there_and_come_not_back(self, site: Lab, host: CloudAssistant, follow: Follow) -> None:
        site.auth.anonymous = False
        site.changed(login=Login.SENT)
        tricky = "p\"a\\s's $HOME `x`"
        site.auth.password = tricky
        report = follow(credentials=replace(LOGIN, password=tricky))
        assert report.exit_code == 0, report
        shown = str(report)
        for secret in (tricky, USER, TOKEN, SIGNATURE):
            assert secret not in shown


class TestFailures:
    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"InvocationStatus": "Failed", "ExitCode": 3}, "the probe ended with Failed (exit code 3)"),
            ({"InvocationStatus": "Timeout", "ErrorCode": "TaskTimeout", "ErrorInfo": "slow"}, "TaskTimeout, slow"),
            ({"Dropped": 12}, "12 bytes of the probe's output were cut off"),
            ({"Output": "!"}, "output that is not Base64"),
        ],
    )
    def test_a_command_that_fails(self, host: CloudAssistant, change: dict[str, object], said: str) -> None:
        host.change = change
        with pytest.raises(DiscoveryError) as raised:
            _assistant(host, REGION).run("exit 0")
        assert said in str(raised.value)

    def test_a_command_that_does_not_end(self, host: CloudAssistant) -> None:
        host.pending = 10_000
        times = iter(range(0, 10_000, 50))
        assistant = Assistant(
            host.service(), INSTANCE, (REGION,), clock=lambda: float(next(times)), sleep=lambda seconds: None
        )
        with pytest.raises(DiscoveryError, match="did not end in 120 s"):
            assistant.run("sleep 1")

    def test_an_instance_that_no_region_has(self, host: CloudAssistant) -> None:
        with pytest.raises(ConfigError, match="found no i-uf6demo there"):
            _assistant(host, "cn-beijing").run("exit 0")

    def test_a_service_that_fails_in_another_way(self, host: CloudAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
        answer = as_json({"Code": "Forbidden.RAM", "Message": "no."}, 403)
        monkeypatch.setattr(host, "_run", lambda parameters: answer)
        with pytest.raises(DiscoveryError, match="RunCommand") as raised:
            _assistant(host, REGION).run("exit 0")
        assert "Forbidden.RAM" in str(raised.value)

    @pytest.mark.parametrize(
        "output",
        [
            "sh: 1: something",
            "[]",
            '{"schema_version": 2, "facts": []}',
            '{"schema_version": 1}',
            '{"schema_version": 1, "facts": 3}',
            '{"schema_version": 1, "facts": [3]}',
            '{"schema_version": 1, "facts": [{"step": "rm"}]}',
            '{"schema_version": 1, "facts": [{"step": "dns", "leg": "moon"}]}',
            '{"schema_version": 1, "facts": [{"step": "dns", "leg": "oss", "host": 3}]}',
            '{"schema_version": 1, "facts": [{"step": "dns", "leg": "oss", "addresses": ["x"]}]}',
            '{"schema_version": 1, "facts": [{"step": "tcp", "leg": "oss", "address": "::1"}]}',
        ],
    )
    def test_output_that_is_not_the_probes(self, site: Lab, host: CloudAssistant, output: str) -> None:
        host.change = {"Output": base64.b64encode(output.encode()).decode()}
        order = site.order()
        with pytest.raises(DiscoveryError, match="expected the probe's facts"):
            examine(site.case, order, Remote(_assistant(host)))


class TestNames:
    """What `acree resolve --from` needs: names and the challenge, as the host sees them."""

    def test_challenge_and_names(self, site: Lab, host: CloudAssistant) -> None:
        order = site.order()
        around = order.around if _has_python(host) else replace(order.around, resolvers=())
        site.dns.names[OSS_HOST] = [O1]
        found = remote_names(Remote(_assistant(host)), [REGISTRY_HOST], [OSS_HOST], trusted_hosts(site.case), around)
        assert found.challenge is not None
        assert found.challenge.parameters["realm"] == f"https://{AUTH_HOST}/auth"
        assert [str(address) for address in found.names[AUTH_HOST].addresses] == [A2, A1]
        server = f"{site.dns.endpoint} of " if around.resolvers else ""
        assert found.names[OSS_HOST].resolver == f"{server}ecs:{INSTANCE}"
        assert found.failures == ()
        assert not any(asked.path.startswith("/auth") for asked in site.servers[A1].asked), "no token is asked for"

    def test_what_is_not_there(self, site: Lab, host: CloudAssistant) -> None:
        order = site.order()
        around = order.around if _has_python(host) else replace(order.around, resolvers=())
        site.detours[f"{R}:443"] = closed_port()
        detoured = replace(around, connect_to=site.around().connect_to)
        found = remote_names(Remote(_assistant(host)), [REGISTRY_HOST], ["no.example.com"], "x", detoured)
        assert found.challenge is None
        assert any(text.startswith("no.example.com: ") for text in found.failures)
        assert f"{REGISTRY_HOST} at {R}: tcp refused" in found.failures
        with pytest.raises(DiscoveryError, match=r"expected an A record of no\.example\.com from ecs:i-uf6demo"):
            needed(found, "oss leg", "no.example.com", "ecs:i-uf6demo")
        assert isinstance(needed(found, "registry leg", REGISTRY_HOST, "x"), NameAnswer)


class TestCommand:
    def test_both_fit_and_say_what_they_are(self, site: Lab) -> None:
        job = make_job(site.case, site.order(credentials=LOGIN))
        for command in (python_command(job), curl_command(job)):
            assert command.startswith(f"#!/bin/sh\n{MARK}\n")
            assert len(command) * 4 / 3 < LARGEST

    def test_a_job_that_is_too_large_for_cloud_assistant_is_refused(self, site: Lab, host: CloudAssistant) -> None:
        job = {**make_job(site.case, site.order()), "storage": [f"host-{number}.example.com" for number in range(2000)]}
        for render in (python_command, curl_command):
            with pytest.raises(ConfigError, match="Cloud Assistant takes"):
                _assistant(host, REGION).run(render(job))
        assert host.commands == []

    def test_a_host_without_anything_says_so(self, site: Lab, tmp_path: Path) -> None:
        with cloud_assistant(tmp_path, bare_host(tmp_path / "bin", {}, "sh")) as host:
            job = make_job(site.case, site.order())
            assert _assistant(host, REGION).run(python_command(job)).strip() == NOT_HERE
            with pytest.raises(DiscoveryError, match="instance has python3"):
                Remote(_assistant(host, REGION)).facts(job)
