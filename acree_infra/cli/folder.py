"""Writing several files as one: all of them stand whole at their places, or what was there stays."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from acree_infra.errors import ConfigError

_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class FileToWrite:
    """A file, relative to the folder; `text` may hold secrets and is never shown."""

    path: str
    text: str
    mode: int

    def __repr__(self) -> str:
        return f"FileToWrite({self.path!r})"


def write_folder(folder: Path, files: Iterable[FileToWrite]) -> None:
    """Write every file beside its place, nobody else able to read it, and rename them all once they are all there.

    Raises:
        ConfigError: the folder or a file cannot be written.
    """
    aside: list[tuple[Path, Path]] = []
    try:
        for file in files:
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            beside = target.with_name(f".{target.name}.{os.getpid()}")
            aside.append((beside, target))
            _write(beside, file)
        for beside, target in aside:
            beside.replace(target)
    except OSError as error:
        raise ConfigError(f"{error.filename or folder} cannot be written: {error.strerror}") from error
    finally:
        for beside, _ in aside:
            beside.unlink(missing_ok=True)


def _write(beside: Path, file: FileToWrite) -> None:
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "w", newline="\n") as out:
        out.write(file.text)
    beside.chmod(file.mode)
