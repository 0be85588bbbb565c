"""Every format of every report by the command, to a file and to standard output."""

from __future__ import annotations

from pathlib import Path

import pytest

from acree_infra.reports.formats import DIFF, LINT, PLAN
from tests.infra.cli.conftest import Acree
from tests.infra.cli.repository import commit

STARTS = {
    "text": ("Plan of stack dev", "Difference of stack dev", "dev: "),
    "json": ("{\n", "{\n", "{\n"),
    "html": ("<!doctype html>", "<!doctype html>"),
    "mermaid": ('---\ntitle: "Plan', '---\ntitle: "Difference'),
    "dot": ("digraph routes {", "digraph routes {"),
    "markdown": ("### Routes of stack dev",),
    "junit": ("<?xml",),
    "sarif": ("{\n",),
}
CALLS = [
    *((("plan",), name) for name in PLAN),
    *((("lint",), name) for name in LINT),
    *((("diff", "--against", "HEAD"), name) for name in DIFF),
]


@pytest.fixture
def _committed(stacks: Path, tmp_path: Path) -> None:
    assert stacks.exists()
    commit(tmp_path)


@pytest.mark.usefixtures("_committed")
@pytest.mark.parametrize(("verb", "name"), CALLS)
def test_it_goes_to_a_file_as_to_the_screen(acree: Acree, tmp_path: Path, verb: tuple[str, ...], name: str) -> None:
    shown = acree(*verb, "-f", name)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith(STARTS[name])
    written = acree(*verb, "-f", name, "-o", "out/report")
    assert (written.code, written.out, written.err) == (0, "", "")
    assert (tmp_path / "out" / "report").read_text(encoding="utf-8") == shown.out
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report"]


@pytest.mark.parametrize("verb", ["plan", "lint", "diff", "trace", "doctor"])
def test_every_report_can_go_to_a_file(acree: Acree, verb: str) -> None:
    assert "-o OUTPUT, --output OUTPUT" in acree(verb, "--help").out


@pytest.mark.usefixtures("stacks")
@pytest.mark.parametrize("name", sorted(PLAN.keys() - {"text"}))
def test_a_part_of_a_plan_is_for_the_text(acree: Acree, name: str) -> None:
    result = acree("plan", "--client", "shanghai", "-f", name)
    assert result.code == 2
    assert f"a plan as {name} is whole" in result.err


@pytest.mark.usefixtures("stacks")
def test_a_file_that_cannot_be_written_stays_as_it_was(acree: Acree, tmp_path: Path) -> None:
    (tmp_path / "plan.html").mkdir()
    result = acree("plan", "-f", "html", "-o", "plan.html")
    assert (result.code, result.out) == (2, "")
    assert "plan.html cannot be written: " in result.err
