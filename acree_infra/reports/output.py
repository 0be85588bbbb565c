"""Writing a report: as JSON, as lines, and to a file that is never half-written."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable
from pathlib import Path


def as_json(document: object) -> str:
    """A document as JSON text that a person can read too."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def as_text(lines: Iterable[str]) -> str:
    """Lines as one text."""
    return "\n".join(lines) + "\n"


def write_file(path: Path, text: str) -> None:
    """Write beside the file, then rename: a reader sees the old one or the new one, whole.

    A link stays a link to the file that is replaced; a device or a named pipe cannot be replaced and is written to.

    Raises:
        OSError: the file or its folder cannot be written; what was there before is untouched.
    """
    target = path.resolve()
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if target.exists() and not target.is_file():
        target.write_text(text, encoding="utf-8")
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
        if target.exists():
            aside.chmod(target.stat().st_mode)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
