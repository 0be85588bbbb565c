"""Writing a report: to the terminal, or to a file that is never half-written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile


def as_json(document: object) -> str:
    """A document as JSON text that a person can read too."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def as_text(lines: Iterable[str]) -> str:
    """Lines as one text."""
    return "\n".join(lines) + "\n"


def write_file(path: Path, text: str) -> None:
    """Write beside the file, then rename: a reader sees the old one or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False) as aside:
        aside.write(text)
    written = Path(aside.name)
    written.chmod(0o644)
    written.replace(path)
