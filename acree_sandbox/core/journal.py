"""The state on disk: a snapshot and, since then, one JSON line for each commit.

A commit is appended with one write before its answer leaves, so a killed process loses nothing that was answered;
a last line that a crash has torn is left out at the next start, with a warning. Starting and closing fold the lines
into a new snapshot, written aside and renamed.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from acree_sandbox.core.errors import SandboxError, StateUnreadable
from acree_sandbox.core.resources import KINDS, Resource
from acree_sandbox.core.tables import Change

SNAPSHOT = "state.json"
JOURNAL = "journal.jsonl"
_log = logging.getLogger(__name__)


class Journal:
    """Keeps the state of one sandbox in a folder.

    Args:
        folder: where the files are; made when missing.

    Attributes:
        lines: number of commits since the last snapshot.

    Raises:
        SandboxError: another sandbox uses the folder.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._snapshot = folder / SNAPSHOT
        self._lines = folder / JOURNAL
        self._descriptor = os.open(self._lines, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        self.lines = 0
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._descriptor)
            raise SandboxError(f"{folder} is in use by another sandbox; stop that one or name another folder") from None

    def load(self) -> tuple[int, list[Resource]] | None:
        """Return the last serial number and all resources; None when nothing was ever saved.

        Raises:
            StateUnreadable: a line holds something else than saved resources.
        """
        rows: dict[tuple[str, str], Resource] = {}
        serial = -1
        for path in (self._snapshot, self._lines):
            for number, entry in _entries(path):
                serial = max(serial, _apply(entry, rows, path, number))
        return None if serial < 0 else (serial, list(rows.values()))

    def append(self, serial: int, changes: Iterable[Change]) -> None:
        """Save one commit."""
        entry: dict[str, object] = {"serial": serial}
        put: dict[str, list[object]] = {}
        gone: dict[str, list[str]] = {}
        for change in changes:
            if change.after is None:
                gone.setdefault(change.kind, []).append(change.id)
            else:
                put.setdefault(change.kind, []).append(change.after.document())
        entry |= {"put": put} if put else {}
        entry |= {"gone": gone} if gone else {}
        os.write(self._descriptor, json.dumps(entry, ensure_ascii=False).encode() + b"\n")
        self.lines += 1

    def fold(self, serial: int, rows: Iterable[Resource]) -> None:
        """Write a new snapshot of everything and begin the lines anew."""
        put: dict[str, list[str]] = {}
        for row in rows:
            put.setdefault(row.kind, []).append(json.dumps(row.document(), ensure_ascii=False))
        kinds = ",\n".join(
            f" {json.dumps(kind)}: [\n  " + ",\n  ".join(documents) + "\n ]" for kind, documents in put.items()
        )
        aside = self._snapshot.with_suffix(".new")
        aside.write_text(f'{{"serial": {serial}, "put": {{\n{kinds}\n}}}}\n', encoding="utf-8")
        aside.chmod(0o600)
        aside.replace(self._snapshot)
        os.ftruncate(self._descriptor, 0)
        self.lines = 0

    def close(self) -> None:
        """Let go of the files."""
        os.close(self._descriptor)


def _entries(path: Path) -> Iterable[tuple[int, Mapping[str, object]]]:
    if not path.exists():
        return
    content = path.read_text(encoding="utf-8")
    lines = [content] if path.name == SNAPSHOT else content.splitlines()
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
        except ValueError as error:
            if path.name == JOURNAL and number == len(lines) and not content.endswith("\n"):
                _log.warning("%s:%d: the last line was torn by a crash and is left out", path, number)
                return
            raise StateUnreadable(path, number, f"wanted saved state as JSON, found {error}") from None
        if not isinstance(entry, dict):
            raise StateUnreadable(path, number, f"wanted a saved commit, found {type(entry).__name__}")
        yield number, entry


def _apply(entry: Mapping[str, object], rows: dict[tuple[str, str], Resource], path: Path, number: int) -> int:
    try:
        for row in saved_rows(entry.get("put", {})):
            rows[row.kind, row.id] = row
        for kind, ids in _items(entry.get("gone", {})):
            for identifier in ids:
                rows.pop((kind, str(identifier)), None)
        return int(str(entry["serial"]))
    except (KeyError, TypeError, ValueError) as error:
        raise StateUnreadable(path, number, f"wanted saved resources, found {error}") from error


def saved_rows(put: object) -> Iterable[Resource]:
    """Return resources from their saved form, documents by kind; ValueError or TypeError when they do not fit."""
    for kind, documents in _items(put):
        if kind not in KINDS:
            raise ValueError(f"the unknown kind {kind!r} (known: {', '.join(sorted(KINDS))})")
        for document in documents:
            if not isinstance(document, dict):
                raise TypeError(f"{document!r} among the resources of kind {kind!r}")
            yield KINDS[kind](**document)


def _items(value: object) -> Iterable[tuple[str, list[object]]]:
    if not isinstance(value, dict) or not all(isinstance(part, list) for part in value.values()):
        raise TypeError("something else than lists by kind")
    return value.items()
