"""The probe on a host behind SSH: a program in the place of `ssh` runs it for real, or does what a bad host does."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.doctor import ssh as room
from acree_infra.doctor.case import Login
from acree_infra.doctor.conversation import converse
from acree_infra.doctor.elsewhere import FromHost
from acree_infra.doctor.job import make_job, trusted_hosts
from acree_infra.doctor.remote import Remote
from acree_infra.doctor.remote_names import remote_names
from acree_infra.doctor.render import NOT_HERE
from acree_infra.doctor.result import Outcome
from acree_infra.doctor.run import examine
from acree_infra.doctor.ssh import Ssh, SshHost
from acree_infra.errors import AcreeError, ConfigError, DiscoveryError
from tests.infra.doctor.cloud_assistant import bare_host
from tests.infra.doctor.fake_ssh import FakeSsh
from tests.infra.doctor.lab import AUTH_HOST, LOGIN, O1, PASSWORD, REGISTRY_HOST, USER, Lab, by_code, outcomes
from tests.infra.doctor.servers import closed_port
from tests.infra.doctor.test_remote import TOOLS

HOST = SshHost("hq-runner", "ops", "2222")
MARK = "acree-doctor: the probe begins"


@pytest.fixture(params=["python3", "curl"])
def host(request: pytest.FixtureRequest, site: Lab, tmp_path: Path) -> FakeSsh:
    """A host that has python3, or only curl."""
    environ = bare_host(tmp_path / "bin", site.dns.names, *TOOLS)  # type: ignore[arg-type]  # every name has addresses
    if request.param == "python3":
        (tmp_path / "bin" / "python3").symlink_to(sys.executable)
    return FakeSsh(tmp_path / "ssh", {**environ, "SSL_CERT_FILE": site.ca_file})


@pytest.fixture
def bare(tmp_path: Path) -> FakeSsh:
    """A host of which only the way there is of interest."""
    return FakeSsh(tmp_path / "ssh", {"PATH": "/usr/bin:/bin"})


def runner(host: FakeSsh, patience: float = 60.0) -> Ssh:
    return Ssh(HOST, patience=patience, program=str(host.program))


def said(host: FakeSsh, command: str = "true", patience: float = 60.0) -> str:
    with pytest.raises(DiscoveryError) as raised:
        runner(host, patience).run(command)
    return str(raised.value)


class TestFollow:
    def test_a_pull_in_order(self, site: Lab, host: FakeSsh) -> None:
        order = site.order()
        if not (Path(host.environ["PATH"]) / "python3").exists():
            order = replace(order, around=replace(order.around, resolvers=()))
        report = examine(site.case, order, Remote(runner(host)))
        assert report.exit_code == 0, report
        assert {result.outcome for result in report.checks} == {Outcome.OK}, outcomes(report)
        assert outcomes(report) == outcomes(site.examine())
        assert report.vantage == "ssh:ops@hq-runner:2222"

    def test_a_leg_that_breaks(self, site: Lab, host: FakeSsh) -> None:
        site.detours[f"{O1}:443"] = closed_port()
        order = site.order()
        order = replace(order, around=replace(order.around, resolvers=()))
        if (Path(host.environ["PATH"]) / "python3").exists():
            order = site.order()
        report = examine(site.case, order, Remote(runner(host)))
        assert by_code(report, "refused")[0].address == O1
        assert report.exit_code == 4

    def test_credentials_go_in_on_standard_input_only(self, site: Lab, host: FakeSsh) -> None:
        site.auth.anonymous = False
        site.changed(login=Login.SENT)
        order = site.order(credentials=LOGIN)
        if not (Path(host.environ["PATH"]) / "python3").exists():
            order = replace(order, around=replace(order.around, resolvers=()))
        report = examine(site.case, order, Remote(runner(host)))
        assert report.exit_code == 0, report
        assert any(PASSWORD in given for given in host.given)
        for shown in (str(host.calls), str(report)):
            assert PASSWORD not in shown
            assert USER not in shown

    def test_names_for_resolve(self, site: Lab, host: FakeSsh) -> None:
        order = site.order()
        around = order.around
        if not (Path(host.environ["PATH"]) / "python3").exists():
            around = replace(around, resolvers=())
        found = remote_names(Remote(runner(host)), [REGISTRY_HOST], [], trusted_hosts(site.case), around)
        assert found.challenge is not None
        assert found.challenge.parameters["realm"] == f"https://{AUTH_HOST}/auth"
        assert found.names[AUTH_HOST].resolver.endswith("ssh:ops@hq-runner:2222")

    def test_a_host_without_anything(self, site: Lab, tmp_path: Path) -> None:
        host = FakeSsh(tmp_path / "ssh", bare_host(tmp_path / "bin", {}, "sh"))
        assert runner(host).run("if python3; then :; fi; echo '" + NOT_HERE + "'").strip() == NOT_HERE
        with pytest.raises(DiscoveryError, match="has python3 or curl"):
            Remote(runner(host)).facts(make_job(site.case, site.order()))

    def test_elsewhere_speaks_of_the_host(self, bare: FakeSsh) -> None:
        bare.does("exit 255")
        with pytest.raises(DiscoveryError, match="ssh:ops@hq-runner:2222"):
            FromHost(Remote(runner(bare)), "x", 1.0).look_up("auth leg", "a.example")


class TestCommand:
    def test_what_ssh_is_told(self, bare: FakeSsh) -> None:
        assert runner(bare).run("echo hello") == "hello\n"
        (words,) = bare.calls
        assert words[-3:] == ["--", "hq-runner", "sh -s"]
        assert words[words.index("-p") + 1] == "2222"
        assert words[words.index("-l") + 1] == "ops"
        settings = {words[place + 1] for place, word in enumerate(words) if word == "-o"}
        assert {"BatchMode=yes", "ControlMaster=no", "ClearAllForwardings=yes"} <= settings
        assert not any("StrictHostKeyChecking" in word or "KnownHosts" in word for word in words), "the user's own hold"

    def test_what_the_user_has_configured_is_left(self, bare: FakeSsh) -> None:
        assert Ssh(SshHost("alias"), program=str(bare.program)).run("echo x") == "x\n"
        assert not {"-p", "-l", "-F", "-i"} & set(bare.calls[0])

    def test_the_script_stands_on_no_command_line(self, bare: FakeSsh) -> None:
        runner(bare).run("echo s3cret")
        assert "s3cret" not in str(bare.calls)
        assert "s3cret" in bare.given[0]

    def test_what_the_login_shell_says_before_is_left_out(self, bare: FakeSsh) -> None:
        bare.runs("echo Welcome; echo 'Last login: yesterday'\n")
        assert runner(bare).run("echo hello") == "hello\n"

    def test_a_script_that_arrives_in_part_is_not_run(self, bare: FakeSsh, tmp_path: Path) -> None:
        mark = tmp_path / "mark"
        runner(bare).run(f"echo; touch {mark}")
        mark.unlink()
        part = tmp_path / "part"
        part.write_text(bare.given[0].partition("}")[0])
        bare.does(f"exec /bin/sh -s <{part}")
        assert "expected to run a script" in said(bare)
        assert not mark.exists()

    def test_what_it_runs_reads_nothing_of_it(self, bare: FakeSsh) -> None:
        assert runner(bare).run("cat; echo end") == "end\n"

    def test_the_real_client_takes_every_setting(self) -> None:
        """It says what it would do, and connects to nobody."""
        program = shutil.which("ssh")
        assert program
        words = Ssh(HOST, program=program)._command()  # what is run is what is to be judged
        ended = converse([words[0], "-G", *words[1:]], b"", seconds=60, most=1 << 20)
        assert ended.code == 0, ended.said
        told = dict(line.partition(" ")[::2] for line in ended.output.decode().splitlines())
        assert (told["hostname"], told["user"], told["port"]) == ("hq-runner", "ops", "2222")
        assert (told["batchmode"], told["requesttty"], told["forwardagent"]) == ("yes", "false", "no")

    def test_no_client(self) -> None:
        with pytest.raises(ConfigError, match="no ssh on PATH"):
            Ssh(HOST, program="no-such-program-here").run("true")


class TestRefused:
    @pytest.mark.parametrize(
        ("stderr", "found", "remedy"),
        [
            ("Host key verification failed.", "its host key is not known", "ssh -p 2222 hq-runner"),
            (
                "No ED25519 host key is known for [hq-runner]:2222 and you have requested strict checking.",
                "its host key is not known, so nothing was sent",
                "add the key to known_hosts",
            ),
            (
                "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.",
                "another one than known_hosts has, so nothing was sent",
                "find out why",
            ),
            ("ops@hq-runner: Permission denied (publickey).", "it let nobody in", "a password is never asked for"),
            ("ssh: connect to host hq-runner port 2222: Connection refused", "Connection refused", "check name, port"),
            ("ssh: Could not resolve hostname hq-runner", "Could not resolve hostname", "check name, port"),
            ("", "ssh did not get there", "`ssh -p 2222 hq-runner`"),
        ],
    )
    def test_why_ssh_did_not_get_there(self, bare: FakeSsh, stderr: str, found: str, remedy: str) -> None:
        bare.does(f"cat >&2 <<'END'\n{stderr}\nEND\nexit 255\n")
        text = said(bare)
        assert "  ssh:ops@hq-runner:2222: " in text
        assert found in text
        assert remedy in text

    def test_a_host_that_runs_something_else(self, bare: FakeSsh) -> None:
        bare.does("echo 'This account is currently not available.'; exit 1")
        assert "expected to run a script, found exit code 1" in said(bare)

    def test_a_connection_that_breaks_off(self, bare: FakeSsh) -> None:
        bare.does(f"echo '{MARK}'; echo '{{\"schema'; echo 'client_loop: send disconnect' >&2; exit 255")
        assert "the connection ended before the probe did: client_loop: send disconnect" in said(bare)

    def test_one_that_does_not_end(self, bare: FakeSsh) -> None:
        bare.does("exec sleep 300")
        assert "did not end in 0.5 s" in said(bare, patience=0.5)
        bare.does(f"echo '{MARK}'; exec sleep 300")
        assert "did not end in 0.5 s" in said(bare, patience=0.5)

    @pytest.mark.parametrize("before", ["", f"echo '{MARK}'; "])
    def test_one_that_prints_without_end(self, bare: FakeSsh, monkeypatch: pytest.MonkeyPatch, before: str) -> None:
        monkeypatch.setattr(room, "MOST_BYTES", 100_000)
        bare.does(f"{before}exec cat /dev/zero")
        assert "printed more than 100000 bytes" in said(bare)

    def test_nothing_of_it_moves_the_cursor(self, bare: FakeSsh) -> None:
        bare.does(r"printf '\033[2Jhello\007\n' >&2; exit 255")
        assert "\x1b" not in said(bare)


BAD = {
    "nothing": "",
    "garbage": "\\001\\377 what\\n",
    "cut off": '{"schema_version":1,"by":"python3","facts":[{"step":"dns","leg":"registry"',
    "deep": "[" * 20_000,
    "no facts": '{"schema_version":1,"by":"python3","facts":[]}',
    "another version": '{"schema_version":2,"facts":[]}',
    "huge numbers": '{"schema_version":1,"facts":[{"step":"tcp","leg":"oss","ms":' + "9" * 4_000 + "}]}",
    "too many": '{"schema_version":1,"facts":[' + ",".join(["{}"] * 6_000) + "]}",
    "many addresses": '{"schema_version":1,"facts":[{"step":"dns","leg":"oss","addresses":['
    + ",".join(['"10.0.0.1"'] * 300)
    + "]}]}",
}


class TestHostile:
    @pytest.mark.parametrize("answer", BAD.values(), ids=BAD)
    def test_an_answer_that_is_none(self, site: Lab, bare: FakeSsh, answer: str) -> None:
        (bare.folder / "answer").write_text(answer)
        bare.does(f"echo '{MARK}'; cat {bare.folder}/answer")
        order = site.order()
        with pytest.raises(DiscoveryError, match="ssh:ops@hq-runner:2222: expected"):
            examine(site.case, order, Remote(runner(bare)))

    @pytest.mark.parametrize(
        "behaviour",
        [
            'cat "{notes}/$$.given"',
            'echo "{mark}"; cat "{notes}/$$.given"',
            'echo "{mark}"; cat "{notes}/$$.given" >&2; exit 3',
            'cat "{notes}/$$.given" >&2; exit 255',
            'tail -c 400 "{notes}/$$.given" >&2; exit 255',
            'grep ACREE_JOB= "{notes}/$$.given" >&2; exit 1',
            "echo '{mark}'; grep -o 'pass-w0rd!' \"{notes}/$$.given\"",
            "echo 'pass-w0rd! is the word' >&2; exit 255",
        ],
    )
    def test_what_echoes_credentials_does_not_get_them_shown(self, site: Lab, bare: FakeSsh, behaviour: str) -> None:
        bare.does(behaviour.format(notes=bare.notes, mark=MARK))
        order = site.order(credentials=LOGIN)
        with pytest.raises(AcreeError) as raised:
            examine(site.case, order, Remote(runner(bare)))
        assert PASSWORD not in str(raised.value)

    def test_facts_that_hold_them_are_told_without(self, site: Lab, bare: FakeSsh) -> None:
        """A host that answers every look-up and puts the password wherever it can."""
        hosts = [(leg, host) for leg, found in make_job(site.case, site.order())["legs"].items() for host in found]
        facts = ",".join(
            f'{{"step":"dns","leg":"{leg}","host":"{host}","addresses":[],"error":"no {PASSWORD}"}},'
            f'{{"step":"tcp","leg":"{leg}","host":"{host} {PASSWORD}","address":"10.0.0.20","error":"garbled",'
            f'"detail":["{PASSWORD}"],"source":"{PASSWORD}","headers":{{"{PASSWORD}":["{PASSWORD}"]}}}},'
            f'{{"step":"tls","leg":"{leg}","host":"{host}","address":"10.0.0.20","error":"x","detail":"{PASSWORD}"}}'
            for leg, host in hosts
        )
        (bare.folder / "answer").write_text(f'{{"schema_version":1,"facts":[{facts}]}}')
        bare.does(f"echo '{MARK}'; cat {bare.folder}/answer")
        order = site.order(credentials=LOGIN)
        report = examine(site.case, order, Remote(runner(bare)))
        assert report.exit_code == 4
        assert PASSWORD not in str(report)
        assert "[hidden]" in str(report)


class TestHost:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("hq-runner", SshHost("hq-runner")),
            ("root@10.50.0.10", SshHost("10.50.0.10", "root")),
            ("10.50.0.10:22", SshHost("10.50.0.10", "", "22")),
            ("a.b-c_d@x.example.com:65535", SshHost("x.example.com", "a.b-c_d", "65535")),
            ("ops@[fd00::1]:22", SshHost("fd00::1", "ops", "22")),
        ],
    )
    def test_what_it_is(self, text: str, found: SshHost) -> None:
        assert SshHost.parse(text) == found
        assert str(found) == text

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "-oProxyCommand=x",
            "a b",
            "a@-b",
            "-a@b",
            "@b",
            "a@",
            "b:",
            "b:0",
            "b:65536",
            "b:x",
            "a@b@c",
            "b;c",
            "b\n",
        ],
    )
    def test_what_it_is_not(self, text: str) -> None:
        assert SshHost.parse(text) is None

    @given(st.text(max_size=40))
    def test_no_text_becomes_an_option(self, text: str) -> None:
        host = SshHost.parse(text)
        if host is not None:
            assert not host.host.startswith("-")
            assert not host.user.startswith("-")
            assert SshHost.parse(str(host)) == host
