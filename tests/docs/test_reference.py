"""The reference says what the code says, and what documents name exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from acree_infra.rules.all_rules import RULES
from acree_sandbox.core.registry import REGISTRY
from scripts.reference import FOLDER, main, pages

ROOT = FOLDER.parents[1]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


class TestReference:
    """Generated pages are committed; a change of the code without them fails here."""

    def test_committed_pages_are_current(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--check"]) == 0, capsys.readouterr().out

    def test_every_rule_and_action_has_its_place(self) -> None:
        found = pages()
        for rule in RULES.all():
            assert f"\n## {rule.id} {rule.name}\n" in found["rules.md"]
        for action in REGISTRY.served():
            assert f"| {action.name} |" in found["sandbox-actions.md"]

    def test_every_key_of_a_stack_file_has_a_description(self) -> None:
        lines = [line for line in pages()["stack-file.md"].splitlines() if line.lstrip().startswith("- `")]
        assert len(lines) > 40
        assert [line for line in lines if re.fullmatch(r"\s*- `[^`]+`:\s*", line)] == []

    def test_a_stale_page_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("scripts.reference.FOLDER", tmp_path)
        assert main(["--check"]) == 1
        assert "docs/reference/rules.md is not what the code says" in capsys.readouterr().out
        assert main([]) == 0
        assert main(["--check"]) == 0


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    wrong = [link for link in LINK.findall(document.read_text()) if not (document.parent / link).exists()]
    assert wrong == []


def test_every_decision_record_is_listed() -> None:
    index = (ROOT / "docs" / "adr" / "README.md").read_text()
    records = sorted(path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert records
    assert [name for name in records if f"({name})" not in index] == []
