from __future__ import annotations

import json
import os
import stat
import threading
from pathlib import Path

import pytest

from acree_infra.reports.output import as_json, as_text, write_file


def test_json_keeps_letters_and_order() -> None:
    assert as_json({"b": "→", "a": [1]}) == '{\n  "b": "→",\n  "a": [\n    1\n  ]\n}\n'
    assert json.loads(as_json({"x": None})) == {"x": None}


def test_text_ends_with_a_newline() -> None:
    assert as_text(["a", "b"]) == "a\nb\n"


def test_a_file_is_written_whole_with_its_folders(tmp_path: Path) -> None:
    target = tmp_path / "reports" / "plan.txt"
    write_file(target, "→\n")
    assert target.read_bytes() == "→\n".encode()
    assert [path.name for path in target.parent.iterdir()] == ["plan.txt"]


def test_a_file_that_is_there_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "plan.txt"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    before = target.stat().st_ino
    write_file(target, "new")
    assert target.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert target.stat().st_ino != before


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "plan.txt"
    target.write_text("old", encoding="utf-8")

    def full(self: Path, other: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_file(target, "new")
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.txt"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_file(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text(encoding="utf-8") == "new"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    for folder in (tmp_path, Path("/")):
        with pytest.raises(IsADirectoryError):
            write_file(folder, "text")
    assert not list(tmp_path.iterdir())


def test_a_named_pipe_is_written_to_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    write_file(pipe, "text")
    reader.join()
    assert read == ["text"]
    assert pipe.is_fifo()


def test_the_null_device_stays_one() -> None:
    write_file(Path(os.devnull), "text")
    assert Path(os.devnull).is_char_device()
