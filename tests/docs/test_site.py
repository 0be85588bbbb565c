"""The site of docs/: every page is built, every link leads somewhere, and the map names every page."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.test_reference import ROOT

DOCS = ROOT / "docs"
LINK = re.compile(r"\]\(([^)#\s]+\.md)(?:#[^)]*)?\)")


def build(source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    places = ["-d", str(target / "read"), str(source), str(target / "html")]
    return subprocess.run([*command, *places], capture_output=True, text=True, check=False)


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    done = build(DOCS, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    pages = {page.relative_to(DOCS).with_suffix(".html") for page in DOCS.rglob("*.md")}
    built = {page.relative_to(tmp_path / "html") for page in (tmp_path / "html").rglob("*.html")}
    assert pages - built == set()
    start = (tmp_path / "html" / "index.html").read_text(encoding="utf-8")
    assert all(f">{title}<" in start for title in ("How to", "Reference", "Decisions"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[there](nowhere.md)", "cross-reference target not found: 'nowhere.md'"),
        ("[there](other.md#no-such-heading)", "no-such-heading"),
        ("[there](../no/file.txt)", "file.txt"),
    ],
)
def test_a_link_that_leads_nowhere_fails(tmp_path: Path, text: str, complaint: str) -> None:
    source = tmp_path / "docs"
    source.mkdir()
    (source / "conf.py").write_text((DOCS / "conf.py").read_text(encoding="utf-8"), encoding="utf-8")
    (source / "facts.md").write_text(f"# Facts\n\n{text}\n", encoding="utf-8")
    (source / "index.md").write_text("# Start\n", encoding="utf-8")
    if "other.md" in text:
        (source / "adr").mkdir()
        (source / "adr" / "other.md").write_text("# Other\n", encoding="utf-8")
        (source / "facts.md").write_text(f"# Facts\n\n{text.replace('other', 'adr/other')}\n", encoding="utf-8")
    done = build(source, tmp_path)
    assert done.returncode == 1
    assert complaint in done.stderr


def test_the_map_names_every_page_of_the_reference() -> None:
    """A new how-to stands in the side bar by itself; the map says when to read it."""
    named = {(DOCS / link).resolve() for link in LINK.findall((DOCS / "index.md").read_text(encoding="utf-8"))}
    assert [page.name for page in (DOCS / "reference").glob("*.md") if page.resolve() not in named] == []
    assert len(named & {page.resolve() for page in (DOCS / "how-to").glob("*.md")}) >= 9
