"""The site of these pages: `make site`.

The pages stay Markdown that any host of repositories shows: what Sphinx wants besides, a table of contents, is added
while it reads `index.md`, and takes in every page there is.
"""  # noqa: INP001  # read by Sphinx, never imported

from __future__ import annotations

from sphinx.application import Sphinx

project = "acree"
extensions = ["myst_parser"]
root_doc = "index"
html_theme = "alabaster"
html_theme_options = {
    "description": "Private access to a container registry across regions",
    "fixed_sidebar": True,
    "page_width": "1100px",
}
html_copy_source = False
html_show_copyright = False
myst_heading_anchors = 3
exclude_patterns = ["man"]
suppress_warnings = ["myst.header"]  # the comment of a pull request begins with a small heading

_SECTIONS = {
    "How to": "how-to",
    "Pipelines": "pipelines",
    "Reference": "reference",
    "Examples": "examples",
    "Decisions": "adr",
}
"""Title in the side bar, and the folder of its pages."""


def _with_contents(app: Sphinx, page: str, source: list[str]) -> None:
    """Add the side bar to the first page; a section without pages is left out."""
    if page != root_doc:
        return
    patterns = {title: f"{name}/**" for title, name in _SECTIONS.items() if any((app.srcdir / name).rglob("*.md"))}
    for title, pattern in {**patterns, "Facts": "facts"}.items():
        source[0] += f"\n```{{toctree}}\n:hidden:\n:glob:\n:caption: {title}\n\n{pattern}\n```\n"


def setup(app: Sphinx) -> None:
    """Take part in reading."""
    app.connect("source-read", _with_contents)
