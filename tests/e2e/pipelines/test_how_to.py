"""The commands of the how-to: those that ask no cloud are run, the others are at least commands."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from acree_infra.cli.main import VERBS
from acree_infra.cli.parser import whole_parser
from scripts.workplace import ROOT
from tests.e2e.pipelines.files import told
from tests.infra.cli.repository import commit, git

TEXT = (ROOT / "docs" / "how-to" / "gitops.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.splitlines()]


@pytest.fixture
def branch(tmp_path: Path) -> Path:
    """A repository whose branch changes the stack."""
    (tmp_path / "stacks").mkdir()
    for name in ("Pulumi.dev.yaml", "dev.lock.yaml"):
        shutil.copy(ROOT / "stacks" / name, tmp_path / "stacks" / name)
    commit(tmp_path)
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    stack = tmp_path / "stacks" / "Pulumi.dev.yaml"
    stack.write_text(
        stack.read_text(encoding="utf-8") + "  acree:options: {protected-prefixes: [203.0.113.0/24]}\n",
        encoding="utf-8",
    )
    commit(tmp_path)
    return tmp_path


def test_what_needs_no_key_runs_in_a_branch(branch: Path) -> None:
    for line in (*BLOCKS[0].splitlines(), *BLOCKS[1].splitlines()):
        done = told(*shlex.split(line), folder=branch)
        assert done.code == 0, f"{line}\n{done.output}"
    assert (branch / "comment.md").read_text().startswith("### Routes of stack dev")
    assert (branch / "diff.html").read_text().startswith("<!doctype html>")
    assert json.loads((branch / "lint.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((branch / "plan.json").read_text())["digest"].startswith("sha256:")


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_is_one(line: str) -> None:
    program, *words = shlex.split(line)
    assert program == "acree"
    assert getattr(whole_parser(VERBS).parse_args(words), "stack", "dev") == "dev"


def test_there_are_commands() -> None:
    assert len(COMMANDS) >= 8
