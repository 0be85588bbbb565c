"""The hooks, run by the real pre-commit in a repository of stacks: no network, no cloud."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from scripts.workplace import ROOT, Done
from tests.e2e.pipelines.files import told
from tests.e2e.telling import replaced
from tests.infra.cli.repository import commit, git

HOOKS = ROOT / ".pre-commit-hooks.yaml"
LOCAL = ROOT / "docs" / "pipelines" / "pre-commit" / "pre-commit-config.yaml"


@pytest.fixture
def stacks(tmp_path: Path) -> Path:
    """A repository with one stack, and another one that offers the hooks."""
    folder = tmp_path / "network"
    (folder / "stacks").mkdir(parents=True)
    for name in ("Pulumi.dev.yaml", "dev.lock.yaml"):
        shutil.copy(ROOT / "stacks" / name, folder / "stacks" / name)
    commit(folder)
    return folder


@pytest.fixture
def offered(tmp_path: Path) -> Path:
    folder = tmp_path / "acree"
    folder.mkdir()
    shutil.copy(HOOKS, folder)
    commit(folder)
    return folder


def environ(folder: Path) -> dict[str, str]:
    return {**os.environ, "PRE_COMMIT_HOME": str(folder / "cache"), "GIT_CONFIG_GLOBAL": os.devnull}


def hooked(stacks: Path, offered: Path, hook: str) -> Done:
    """Run one hook as the repository offers it."""
    command = ("pre-commit", "try-repo", offered, hook, "--all-files", "--verbose", "--color", "never")
    return told(*command, folder=stacks, environ=environ(stacks.parent))


def changed(stacks: Path, name: str, old: str, new: str) -> None:
    path = stacks / "stacks" / name
    path.write_text(replaced(path.read_text(encoding="utf-8"), old, new), encoding="utf-8")


@pytest.mark.parametrize("hook", ["acree-lint", "acree-lock"])
def test_a_clean_stack_passes(stacks: Path, offered: Path, hook: str) -> None:
    done = hooked(stacks, offered, hook)
    assert done.code == 0, done.output
    assert "1 stacks: 1 done" in done.output


def test_a_stale_lock_file_is_refused(stacks: Path, offered: Path) -> None:
    changed(stacks, "Pulumi.dev.yaml", "vpc: vpc-uf6demo", "vpc: vpc-uf6other")
    done = hooked(stacks, offered, "acree-lock")
    assert done.code == 1
    assert "it is stale" in done.output
    assert "acree resolve --stack dev" in done.output


def test_a_lock_file_edited_by_hand_is_refused(stacks: Path, offered: Path) -> None:
    changed(stacks, "dev.lock.yaml", "acr-demo\n", "acr-other\n")
    done = hooked(stacks, offered, "acree-lock")
    assert done.code == 1
    assert "edited by hand" in done.output


def test_a_rule_that_refuses_stops_the_commit_and_the_lock_does_not(stacks: Path, offered: Path) -> None:
    for name in ("Pulumi.refused-basic.yaml", "refused-basic.lock.yaml"):
        shutil.copy(ROOT / "stacks" / name, stacks / "stacks" / name)
    commit(stacks)
    done = hooked(stacks, offered, "acree-lint")
    assert done.code == 1
    assert "G1 basic-edition" in done.output
    assert hooked(stacks, offered, "acree-lock").code == 0


def test_the_local_snippet_does_the_same_at_a_commit(stacks: Path) -> None:
    shutil.copy(LOCAL, stacks / ".pre-commit-config.yaml")
    commit(stacks)
    changed(stacks, "Pulumi.dev.yaml", "vpc: vpc-uf6demo", "vpc: vpc-uf6other")
    git(stacks, "add", "--all")
    done = told("pre-commit", "run", "--color", "never", folder=stacks, environ=environ(stacks.parent))
    assert done.code == 1
    assert "it is stale" in done.output


def test_files_without_stacks_are_not_linted(stacks: Path) -> None:
    shutil.copy(LOCAL, stacks / ".pre-commit-config.yaml")
    commit(stacks)
    (stacks / "notes.md").write_text("nothing\n", encoding="utf-8")
    git(stacks, "add", "--all")
    done = told("pre-commit", "run", "--color", "never", folder=stacks, environ=environ(stacks.parent))
    assert done.code == 0, done.output
    assert done.output.count("Skipped") == 2


@pytest.mark.parametrize(("kind", "path"), [("validate-manifest", HOOKS), ("validate-config", LOCAL)])
def test_files_are_what_pre_commit_expects(kind: str, path: Path, tmp_path: Path) -> None:
    done = told("pre-commit", kind, path, environ=environ(tmp_path))
    assert (done.code, done.output) == (0, "")
