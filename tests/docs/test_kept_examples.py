"""The examples of docs/examples are what the code writes today, and show what they are meant to show."""

from __future__ import annotations

from pathlib import Path

import pytest

from acree_infra.routing.diff import Change
from acree_infra.routing.reachability import Effect
from scripts.examples import FOLDER, MOVED_TO, NEW_RANGE, files, main, review


def test_committed_examples_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().out


def test_a_stale_example_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("scripts.examples.FOLDER", tmp_path / "examples")
    assert main(["--check"]) == 1
    assert "docs/examples/diff.html is not what the code says" in capsys.readouterr().out
    assert main([]) == 0
    assert main(["--check"]) == 0


def test_the_example_is_a_move_and_a_new_range() -> None:
    shown = review()
    added = {str(row.route.destination) for row in shown.diff.routes if row.change is Change.ADDED}
    assert added == {f"{MOVED_TO}/32", NEW_RANGE}
    assert {path.effect for path in shown.paths or ()} == {Effect.GAINED, Effect.LOST}
    assert not shown.refused


def test_the_page_stays_small_enough_to_commit() -> None:
    assert {name: len(text) < 100_000 for name, text in files().items()} == dict.fromkeys(files(), True)
    assert all((FOLDER / name).exists() for name in files())
