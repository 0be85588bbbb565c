"""Long commands: counted, shown, and quoted when they fail."""

import sys
import threading
from pathlib import Path

import pytest

from acree_toolchain import progress
from acree_toolchain.errors import ToolchainError
from acree_toolchain.progress import Output, run, say

PYTHON = sys.executable


class TestOutput:
    """What Go prints while it builds."""

    def test_counts_modules_and_packages(self) -> None:
        output = Output()
        output.read(
            [
                "go: downloading github.com/spf13/cobra v1.8.0\n",
                "go: downloading cel.dev/expr v0.16.1\n",
                "internal/goarch\n",
                "github.com/spf13/cobra\n",
                "gopkg.in/yaml.v3\n",
            ]
        )
        assert output.summary() == ", 2 modules fetched, 3 packages compiled"

    def test_other_programs_are_not_counted(self) -> None:
        output = Output()
        output.read(["Reading package lists...\n", "E: Unable to locate package nft\n", "\n"])
        assert output.summary() == ""

    def test_keeps_the_last_lines_only(self) -> None:
        output = Output()
        output.read(f"line {number}\n" for number in range(100))
        assert list(output.tail) == [f"line {number}" for number in range(80, 100)]


def test_say_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    say("hello")
    assert capsys.readouterr() == ("", "toolchain: hello\n")


class TestRun:
    """Commands that end well, badly, late, or not at all."""

    def test_runs_in_its_folder_with_its_environment_only(self, tmp_path: Path) -> None:
        code = "import os, pathlib; pathlib.Path('seen').write_text(' '.join(sorted(os.environ)))"
        run("writing", [PYTHON, "-c", code], environ={"ONLY": "this"}, folder=tmp_path)
        assert "ONLY" in (tmp_path / "seen").read_text()
        assert "HOME" not in (tmp_path / "seen").read_text()

    def test_failure_carries_what_was_said(self) -> None:
        code = "import sys; print('one'); print('two', file=sys.stderr); sys.exit(7)"
        with pytest.raises(ToolchainError) as caught:
            run("breaking", [PYTHON, "-c", code], environ={})
        assert "breaking failed with exit code 7" in str(caught.value)
        assert {"one", "two"} <= set(str(caught.value).replace("\n  ", "\n").splitlines())
        assert caught.value.exit_code == 1

    def test_tells_how_far_it_is(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setattr(progress, "_TICK_SECONDS", 0.05)
        code = "import time; print('example.org/package', flush=True); time.sleep(0.5)"
        run("building it", [PYTHON, "-c", code], environ={})
        lines = capsys.readouterr().err.splitlines()
        assert len(lines) >= 2
        assert lines[-1].startswith("toolchain: building it: ")
        assert lines[-1].endswith("1 packages compiled")

    def test_interrupt_ends_the_command(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(progress, "_wait", interrupt)
        before = threading.active_count()
        with pytest.raises(KeyboardInterrupt):
            run("endless", [PYTHON, "-c", "import time; time.sleep(60)"], environ={})
        assert threading.active_count() == before
