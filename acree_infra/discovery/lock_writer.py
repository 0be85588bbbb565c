"""Writes the lock file of a stack: whole or not at all, and not when nothing changed."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from acree_infra.discovery.lock_file import lock_path, previous_lock, resolve_command
from acree_infra.discovery.lock_text import render
from acree_infra.discovery.model import Lock
from acree_infra.errors import LockError
from acree_infra.topology.stack_file import StackFile


def write_lock(stack: StackFile, lock: Lock) -> bool:
    """Write the lock file unless the one that is there says the same.

    The text is written beside the file and then renamed over it, so that a reader never sees half of it.

    Returns:
        Whether the file changed.

    Raises:
        LockError: the file cannot be written.
    """
    if previous_lock(stack) == lock:
        return False
    path = lock_path(stack)
    try:
        last = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        _replace(path, render(lock, _header(stack), last))
    except OSError as error:
        raise LockError(
            f"{path} cannot be written: {error.strerror}", remedy="make the directory writable, then run again"
        ) from None
    return True


def _header(stack: StackFile) -> str:
    return (
        f"Lock file of stack {stack.name}: what was learned outside for {Path(stack.path).name}.\n"
        f"Written by `{resolve_command(stack)}`. Commit it, review its changes, do not edit it; comments are kept.\n"
    )


def _replace(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode)
        temporary.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            temporary.unlink()
        raise
