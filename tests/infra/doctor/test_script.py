"""The script for a host that nobody can reach: it runs there by sh with python3 or curl, and holds no secret."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from acree_infra.doctor.answers import AnswersFile
from acree_infra.doctor.case import Case, Image, Login
from acree_infra.doctor.render import MARK
from acree_infra.doctor.result import DoctorReport, Outcome
from acree_infra.doctor.run import examine
from acree_infra.doctor.script import script, wanted_digest
from tests.infra.doctor.cloud_assistant import bare_host
from tests.infra.doctor.lab import (
    LOGIN,
    O1,
    PASSWORD,
    REGISTRY_HOST,
    SIGNATURE,
    TOKEN,
    USER,
    Lab,
    by_code,
    case_of,
    outcomes,
)
from tests.infra.doctor.servers import closed_port
from tests.infra.doctor.test_remote import TOOLS

TRICKY = "p\"a\\s's $HOME `x`"


@pytest.fixture(params=["python3", "curl"])
def environ(request: pytest.FixtureRequest, site: Lab, tmp_path: Path) -> dict[str, str]:
    """Of a host that has python3, or only curl."""
    found = bare_host(tmp_path / "bin", site.dns.names, *TOOLS, "stty")  # type: ignore[arg-type]  # as in test_remote
    if request.param == "python3":
        (tmp_path / "bin" / "python3").symlink_to(sys.executable)
    return {**found, "SSL_CERT_FILE": site.ca_file}


def written(site: Lab, folder: Path, environ: dict[str, str]) -> Path:
    """The script for the lab; without python3, a host of the lab has a hosts file in place of DNS servers."""
    order = site.order(credentials=LOGIN)
    if not (Path(environ["PATH"]) / "python3").exists():
        order = replace(order, around=replace(order.around, resolvers=()))
    path = folder / "look.sh"
    path.write_text(script(site.case, order, (), ()))
    return path


def ran(path: Path, environ: dict[str, str], **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(path)],
        env={**environ, **more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def judged(site: Lab, path: Path, output: str) -> DoctorReport:
    file = path.with_suffix(".json")
    file.write_text(output)
    answers = AnswersFile(file).read()
    return examine(replace(site.case, login=answers.login), site.order(), answers)


class TestRun:
    def test_a_pull_in_order(self, site: Lab, tmp_path: Path, environ: dict[str, str]) -> None:
        path = written(site, tmp_path, environ)
        done = ran(path, environ)
        assert (done.returncode, done.stderr) == (0, "")
        report = judged(site, path, done.stdout)
        assert {result.outcome for result in report.checks} == {Outcome.OK}, outcomes(report)
        assert outcomes(report) == outcomes(site.examine())
        assert report.vantage == f"answers:{path.with_suffix('.json')}"

    def test_a_leg_that_breaks(self, site: Lab, tmp_path: Path, environ: dict[str, str]) -> None:
        site.detours[f"{O1}:443"] = closed_port()
        path = written(site, tmp_path, environ)
        report = judged(site, path, ran(path, environ).stdout)
        assert by_code(report, "refused")[0].address == O1
        assert report.exit_code == 4

    def test_given_to_a_shell_on_its_input(self, site: Lab, tmp_path: Path, environ: dict[str, str]) -> None:
        path = written(site, tmp_path, environ)
        with path.open() as file:
            done = subprocess.run(["/bin/sh"], env=environ, stdin=file, capture_output=True, text=True, check=True)
        assert judged(site, path, done.stdout).exit_code == 0

    def test_credentials_of_the_environment(self, site: Lab, tmp_path: Path, environ: dict[str, str]) -> None:
        site.auth.anonymous, site.auth.password = False, TRICKY
        path = written(site, tmp_path, environ)
        without = ran(path, environ)
        assert judged(site, path, without.stdout).exit_code == 4
        done = ran(path, environ, ACREE_REGISTRY_USERNAME=USER, ACREE_REGISTRY_PASSWORD=TRICKY)
        assert judged(site, path, done.stdout).exit_code == 0
        assert AnswersFile(path.with_suffix(".json")).read().login is Login.SENT
        for secret in (TRICKY, json.dumps(TRICKY)[1:-1], USER, TOKEN, SIGNATURE):
            assert secret not in done.stdout + done.stderr

    def test_half_a_login_is_refused(self, site: Lab, tmp_path: Path, environ: dict[str, str]) -> None:
        done = ran(written(site, tmp_path, environ), environ, ACREE_REGISTRY_USERNAME=USER)
        assert (done.returncode, done.stdout) == (2, "")
        assert "ACREE_REGISTRY_PASSWORD is not" in done.stderr

    def test_on_a_terminal_it_asks_and_shows_no_password(
        self, site: Lab, tmp_path: Path, environ: dict[str, str]
    ) -> None:
        site.auth.anonymous = False
        path = written(site, tmp_path, environ)
        mine, its = pty.openpty()
        with subprocess.Popen(
            ["/bin/sh", str(path)], env=environ, stdin=its, stdout=subprocess.PIPE, stderr=its
        ) as run:
            os.close(its)
            seen = asked(mine, "(empty: without one): ", USER) + asked(mine, "Password: ", PASSWORD)
            assert run.stdout
            output = run.stdout.read().decode()
        os.close(mine)
        assert run.returncode == 0
        assert judged(site, path, output).exit_code == 0
        assert USER in seen
        assert PASSWORD not in seen + output


def asked(terminal: int, prompt: str, answer: str) -> str:
    """Wait for a prompt, answer it; all that was shown until the line ended."""
    seen = ""
    while prompt not in seen:
        seen += os.read(terminal, 1024).decode()
    os.write(terminal, f"{answer}\n".encode())
    while not seen.rpartition(prompt)[2].endswith("\n"):
        seen += os.read(terminal, 1024).decode()
    return seen


class TestFailures:
    def test_a_host_without_anything(self, site: Lab, tmp_path: Path) -> None:
        environ = bare_host(tmp_path / "bin", {}, "sh")
        done = ran(written(site, tmp_path, environ), environ)
        assert (done.returncode, done.stdout) == (1, "")
        assert "neither python3 nor curl" in done.stderr

    @pytest.fixture
    def old(self, site: Lab, tmp_path: Path) -> dict[str, str]:
        """A host whose python3 cannot run the probe."""
        environ = bare_host(tmp_path / "bin", site.dns.names, *TOOLS)  # type: ignore[arg-type]  # as in test_remote
        (tmp_path / "bin" / "python3").write_text("#!/bin/sh\necho 'SyntaxError: invalid syntax' >&2\nexit 1\n")
        (tmp_path / "bin" / "python3").chmod(0o755)
        return {**environ, "SSL_CERT_FILE": site.ca_file}

    def test_curl_takes_the_place_of_a_python_that_is_too_old(
        self, site: Lab, tmp_path: Path, old: dict[str, str]
    ) -> None:
        path = written(site, tmp_path, old)
        order = replace(site.order(), around=replace(site.around(), resolvers=()))
        path.write_text(script(site.case, order, (), ()))
        done = ran(path, old)
        assert judged(site, path, done.stdout).exit_code == 0
        assert '"by":"curl"' in done.stdout

    def test_a_python_that_cannot_run_it(self, site: Lab, tmp_path: Path, old: dict[str, str]) -> None:
        (tmp_path / "bin" / "curl").unlink()
        done = ran(written(site, tmp_path, old), old)
        assert (done.returncode, done.stdout) == (1, "")
        assert "the probe could not be run" in done.stderr


class TestText:
    @pytest.fixture
    def text(self, site: Lab) -> str:
        return script(site.case, site.order(credentials=LOGIN), ("auth",), ("tls",))

    def test_it_says_what_it_is_and_holds_no_secret(self, text: str) -> None:
        assert text.startswith(f"#!/bin/sh\n{MARK}\n")
        assert "--answers answers.json" in text
        assert PASSWORD not in text
        assert USER not in text

    def test_a_shell_reads_it_and_shellcheck_finds_nothing(self, text: str, tmp_path: Path) -> None:
        path = tmp_path / "look.sh"
        path.write_text(text)
        subprocess.run(["/bin/sh", "-n", str(path)], check=True)
        checker = shutil.which("shellcheck", path=str(Path(sys.executable).parent))
        assert checker
        done = subprocess.run([checker, "--severity=error", "--shell=sh", str(path)], capture_output=True, check=False)
        assert done.returncode == 0, done.stdout

    def test_what_the_probe_for_a_host_may_say_of_a_name_is_data(self, site: Lab, tmp_path: Path) -> None:
        """Nothing of the stack or the lock file is read as shell."""
        mark = tmp_path / "mark"
        nasty = f"'; touch {mark}; '$(touch {mark})`touch {mark}`\n touch {mark}"
        case = replace(site.case, stack=replace(site.case.stack, name=nasty))
        environ = bare_host(tmp_path / "bin", {}, "sh", "touch")
        path = tmp_path / "look.sh"
        path.write_text(script(case, site.order(), (), ()))
        ran(path, environ)
        assert not mark.exists()


class TestWanted:
    """The digest tells whether what is looked at is still the same."""

    def digest(self, case: Case, site: Lab, only: tuple[str, ...] = ()) -> str:
        return wanted_digest(case, site.order(only).wishes)

    def test_patience_and_ways_there_do_not_count(self, site: Lab) -> None:
        text = script(site.case, site.order(timeout=3.0, credentials=LOGIN), (), ())
        assert self.digest(site.case, site) in text

    def test_hosts_legs_and_image_do(self, site: Lab) -> None:
        others = [
            self.digest(case_of(registry={"hosts": [REGISTRY_HOST, "another.example"]}), site),
            self.digest(replace(site.case, image=Image("team/app", "2")), site),
            self.digest(replace(site.case, platform="linux/arm64"), site),
            self.digest(site.case, site, only=("oss",)),
        ]
        assert len({self.digest(site.case, site), *others}) == 5
