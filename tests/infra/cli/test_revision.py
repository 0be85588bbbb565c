from __future__ import annotations

from pathlib import Path

import pytest

from acree_infra.cli.revision import read_revision
from acree_infra.discovery.lock_file import load_lock
from acree_infra.errors import ConfigError, LockError, StackFileError
from acree_infra.topology.loader import load_stack
from acree_infra.topology.stack_file import StackFile
from tests.infra.cli.repository import commit, git


@pytest.fixture
def stack(stacks: Path) -> StackFile:
    commit(stacks.parent)
    return load_stack(stacks / "Pulumi.dev.yaml")


@pytest.fixture
def lock_file(stacks: Path) -> Path:
    return stacks / "dev.lock.yaml"


def changed(lock_file: Path, old: str, new: str) -> None:
    text = lock_file.read_text(encoding="utf-8")
    assert old in text
    lock_file.write_text(text.replace(old, new), encoding="utf-8")


def test_both_files_as_they_were(stack: StackFile, stacks: Path) -> None:
    lock = load_lock(stack)
    (stacks / "Pulumi.dev.yaml").write_text("config: {}\n", encoding="utf-8")
    (stacks / "dev.lock.yaml").unlink()
    found = read_revision(stack, "main")
    assert (found.stack, found.lock, found.stale) == (stack, lock, False)
    assert found.name == f"main ({git(stacks, 'rev-parse', 'HEAD')[:12]})"


def test_nothing_is_checked_out(stack: StackFile, stacks: Path) -> None:
    (stacks / "Pulumi.dev.yaml").write_text("config: {}\n", encoding="utf-8")
    before = git(stacks, "status", "--porcelain")
    read_revision(stack, "HEAD")
    assert git(stacks, "status", "--porcelain") == before
    assert (stacks / "Pulumi.dev.yaml").read_text(encoding="utf-8") == "config: {}\n"


def test_a_stack_that_did_not_exist(stack: StackFile, stacks: Path) -> None:
    git(stacks, "rm", "--quiet", "-r", ".")
    stacks.mkdir(exist_ok=True)
    (stacks.parent / "README").write_text("", encoding="utf-8")
    commit(stacks.parent)
    found = read_revision(stack, "HEAD")
    assert (found.stack, found.lock) == (None, None)
    assert read_revision(stack, "HEAD~1").stack == stack


def test_a_lock_file_that_did_not_exist(stack: StackFile, lock_file: Path) -> None:
    lock_file.unlink()
    commit(lock_file.parents[1])
    found = read_revision(stack, "HEAD")
    assert (found.stack, found.lock) == (stack, None)


def test_a_stale_lock_file_is_told(stack: StackFile, lock_file: Path) -> None:
    path = Path(stack.path)
    path.write_text(path.read_text(encoding="utf-8").replace("cri-demo1234", "cri-other567"), encoding="utf-8")
    commit(lock_file.parents[1])
    assert read_revision(stack, "HEAD").stale


@pytest.mark.parametrize("revision", ["no-such-branch", "", "--help", "-n1", "HEAD:stacks", "HEAD^{tree}"])
def test_what_is_no_commit(stack: StackFile, revision: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_revision(stack, revision)
    assert f"expected a git revision, found {revision!r}" in str(caught.value)
    assert "git fetch" in str(caught.value)


def test_no_repository(stacks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(stacks.parent))
    with pytest.raises(ConfigError, match="in a git repository, found none; use --against-plan"):
        read_revision(load_stack(stacks / "Pulumi.dev.yaml"), "HEAD")


def test_no_git(stack: StackFile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match="expected git on the PATH"):
        read_revision(stack, "HEAD")


def test_a_wrong_stack_file_names_the_revision_and_the_line(stack: StackFile, stacks: Path) -> None:
    (stacks / "Pulumi.dev.yaml").write_text("config:\n  acree:nonsense: 1\n", encoding="utf-8")
    commit(stacks.parent)
    with pytest.raises(StackFileError) as caught:
        read_revision(stack, "HEAD")
    assert str(caught.value).startswith("HEAD (")
    assert "Pulumi.dev.yaml:2" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("schema-version: 1", "schema-version: 9", "expected schema-version 1, found 9: a newer acree wrote it"),
        ("stack: dev", "stack: prod", "expected the lock file of stack dev, found that of prod"),
        ("10.0.0.20", "10.0.0.21", "its content is not what was written: edited by hand"),
        ("stack: dev", "stack: [", "it is not valid YAML"),
    ],
)
def test_a_wrong_lock_file(stack: StackFile, lock_file: Path, old: str, new: str, message: str) -> None:
    changed(lock_file, old, new)
    commit(lock_file.parents[1])
    with pytest.raises(LockError) as caught:
        read_revision(stack, "HEAD")
    assert message in str(caught.value)
    assert "dev.lock.yaml: " in str(caught.value)
    assert str(caught.value).endswith("compare with a revision whose lock file `acree lint` accepts")


def test_an_empty_lock_file_and_one_of_bytes(stack: StackFile, lock_file: Path) -> None:
    for content, message in ((b"", "it is empty"), (b"\xff\xfe\xff", "expected UTF-8 text, found byte 0xff")):
        lock_file.write_bytes(content)
        commit(lock_file.parents[1])
        with pytest.raises(LockError, match=message):
            read_revision(stack, "HEAD")


def test_a_link_is_no_file(stack: StackFile, lock_file: Path) -> None:
    lock_file.rename(lock_file.with_name("other.yaml"))
    lock_file.symlink_to("other.yaml")
    commit(lock_file.parents[1])
    with pytest.raises(ConfigError, match="to be a file, found mode 120000"):
        read_revision(stack, "HEAD")


def test_a_damaged_repository(stack: StackFile, stacks: Path) -> None:
    blob = git(stacks, "rev-parse", "HEAD:stacks/Pulumi.dev.yaml")
    (stacks.parent / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(ConfigError, match=r"cannot be read: .*git fsck"):
        read_revision(stack, "HEAD")
