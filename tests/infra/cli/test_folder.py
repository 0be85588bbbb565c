from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from acree_infra.cli.folder import FileToWrite, write_folder
from acree_infra.errors import ConfigError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_file_stands_with_its_permissions(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", [FileToWrite("a/b.sh", "one\n", 0o755), FileToWrite("c", "two\n", 0o600)])
    assert (tmp_path / "out/a/b.sh").read_text() == "one\n"
    assert (mode(tmp_path / "out/a/b.sh"), mode(tmp_path / "out/c")) == (0o755, 0o600)
    assert sorted(path.name for path in (tmp_path / "out").rglob("*")) == ["a", "b.sh", "c"]


def test_a_file_that_was_open_to_all_becomes_private(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("old")
    (tmp_path / "c").chmod(0o644)
    write_folder(tmp_path, [FileToWrite("c", "new", 0o600)])
    assert (mode(tmp_path / "c"), (tmp_path / "c").read_text()) == (0o600, "new")


def test_the_umask_opens_nothing(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_folder(tmp_path, [FileToWrite("c", "new", 0o600)])
    finally:
        os.umask(before)
    assert mode(tmp_path / "c") == 0o600


def test_all_or_nothing(tmp_path: Path) -> None:
    (tmp_path / "first").write_text("old")
    (tmp_path / "second").write_text("a file where a folder is wanted")
    with pytest.raises(ConfigError, match=r"second.* cannot be written: "):
        write_folder(tmp_path, [FileToWrite("first", "new", 0o644), FileToWrite("second/x", "new", 0o644)])
    assert (tmp_path / "first").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "second"]


def test_texts_are_not_shown() -> None:
    assert "hunter2" not in repr(FileToWrite("c", "hunter2", 0o600))
