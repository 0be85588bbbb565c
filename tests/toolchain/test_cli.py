"""`build.py` and `system.py` as a person runs them: by path, with any Python, before anything is installed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from acree_toolchain import cli
from acree_toolchain.layout import TOOLCHAIN, current, digest
from acree_toolchain.parts import PARTS
from tests.toolchain.fakes import says

BUILD = TOOLCHAIN / "build.py"


def _run(*arguments: str, environ: dict[str, str], program: Path = BUILD) -> subprocess.CompletedProcess[str]:
    # -S hides site-packages, -I everything else that is not the standard library or the script's own folder.
    command = [sys.executable, "-S", str(program), *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture
def built(tmp_path: Path) -> dict[str, str]:
    """Gives an environment whose cache folder holds every part."""
    environ = {"PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": str(tmp_path)}
    root = current(environ).root
    for part in PARTS:
        for output in part.outputs:
            says((root / output).parent, Path(output).name, "built")
    return environ


class TestScript:
    """The real script in a process of its own."""

    def test_where(self, tmp_path: Path) -> None:
        answer = _run("where", environ={"XDG_CACHE_HOME": str(tmp_path)})
        assert (answer.returncode, answer.stderr) == (0, "")
        assert answer.stdout == f"{tmp_path}/acree/{digest()}\n"

    def test_nothing_installed_and_no_go_is_one_sentence(self, tmp_path: Path) -> None:
        answer = _run(environ={"PATH": "", "XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path)})
        assert answer.returncode == 2
        assert answer.stdout == ""
        assert answer.stderr.count("\n") == 1
        assert answer.stderr.startswith("toolchain: Go 1.26 or newer is needed to build pulumi, ")
        assert "install it from go.dev/dl" in answer.stderr

    def test_env_before_the_build_names_the_command(self, tmp_path: Path) -> None:
        answer = _run("env", environ={"PATH": "", "XDG_CACHE_HOME": str(tmp_path)})
        assert (answer.returncode, answer.stdout) == (2, "")
        assert "run `make toolchain` first" in answer.stderr

    def test_env(self, built: dict[str, str]) -> None:
        answer = _run("env", environ=built)
        assert answer.returncode == 0
        assert f"export PULUMI_HOME={current(built).root}\n" in answer.stdout

    def test_env_as_json(self, built: dict[str, str]) -> None:
        answer = _run("env", "--json", environ=built)
        assert json.loads(answer.stdout)["PATH"] == f"{current(built).programs}:/usr/bin:/bin"

    def test_built_before(self, built: dict[str, str]) -> None:
        for arguments in ((), ("build",)):
            answer = _run(*arguments, environ=built)
            assert (answer.returncode, answer.stdout) == (0, "")
            assert "everything was built before" in answer.stderr

    def test_unknown_command(self, tmp_path: Path) -> None:
        answer = _run("make", environ={"XDG_CACHE_HOME": str(tmp_path)})
        assert answer.returncode == 2
        assert "invalid choice: 'make'" in answer.stderr

    @pytest.mark.parametrize("name", ["build.py", "system.py"])
    def test_old_python_gets_a_sentence(self, name: str) -> None:
        code = (
            "import runpy, sys; sys.version_info = (3, 9, 2); sys.version = '3.9.2 (main)'; "
            f"runpy.run_path({str(TOOLCHAIN / name)!r}, run_name='__main__')"
        )
        answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert answer.returncode == 1
        assert answer.stderr == "acree needs Python 3.11 or newer, this is 3.9.2: run it with a newer python3\n"


class TestMain:
    """The same in this process."""

    def test_where(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        assert cli.main(["where"]) == 0
        assert capsys.readouterr().out == f"{current(os.environ).root}\n"

    def test_env_in_both_forms(
        self, built: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", built["XDG_CACHE_HOME"])
        assert cli.main(["env"]) == 0
        assert capsys.readouterr().out.startswith("export PATH=")
        assert cli.main(["env", "--json"]) == 0
        assert "PULUMI_HOME" in json.loads(capsys.readouterr().out)

    def test_refusal(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        monkeypatch.setenv("PATH", "")
        assert cli.main([]) == 2
        assert "no `go` on PATH" in capsys.readouterr().err

    def test_interrupt(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(cli, "build", interrupt)
        assert cli.main(["build"]) == 130
        assert "start again to go on" in capsys.readouterr().err
