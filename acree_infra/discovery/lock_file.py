"""Reads the lock file of a stack, and refuses one that is missing, stale or broken.

This is on the way of every `acree plan`, so it imports no SDK, no DNS and no HTTP.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from acree_infra.discovery.digest import content_digest, inputs_digest
from acree_infra.discovery.lock_reading import BrokenLock, lock_of
from acree_infra.discovery.model import Lock
from acree_infra.errors import LockError, Where
from acree_infra.topology.stack_file import StackFile


def lock_path(stack: StackFile) -> Path:
    """Path of a stack's lock file: `<stack>.lock.yaml` beside the stack file."""
    return Path(stack.path).parent / f"{stack.name}.lock.yaml"


def resolve_command(stack: StackFile) -> str:
    """The command that writes the lock file anew."""
    return f"acree resolve --stack {stack.name}"


def load_lock(stack: StackFile) -> Lock:
    """The lock file of a stack.

    Raises:
        LockError: it is missing, cannot be read, was changed by hand, or belongs to another stack or to an older
            stack file; the message names the command that writes it anew.
    """
    lock = read_lock(stack)
    path = str(lock_path(stack))
    if content_digest(lock.legs, lock.networks) != lock.content:
        raise _error(
            stack, Where(path, _line(path, ("content",))), "its content is not what was written: edited by hand"
        )
    if inputs_digest(stack) != lock.inputs:
        where = Where(path, _line(path, ("inputs",)))
        raise _error(stack, where, f"it is stale: {stack.path} now asks for something else")
    return lock


def previous_lock(stack: StackFile) -> Lock | None:
    """The last lock file as history for a new one; None when there is none that can be trusted."""
    try:
        lock = read_lock(stack)
    except LockError:
        return None
    return lock if content_digest(lock.legs, lock.networks) == lock.content else None


def read_lock(stack: StackFile) -> Lock:
    """The lock file of a stack with its digests unchecked.

    Raises:
        LockError: it is missing, is no valid lock file, or belongs to another stack.
    """
    path = str(lock_path(stack))
    try:
        lock = lock_of(Path(path).read_bytes())
    except FileNotFoundError:
        raise _error(stack, None, f"{path} is missing") from None
    except OSError as error:
        raise _error(stack, None, f"{path} cannot be read: {error.strerror}") from None
    except BrokenLock as error:
        where = Where(path, error.line or _line(path, error.keys))
        raise _error(stack, where, error.message, newer=error.newer) from None
    if lock.stack != stack.name:
        where = Where(path, _line(path, ("stack",)))
        raise _error(stack, where, f"expected the lock file of stack {stack.name}, found that of {lock.stack}")
    return lock


def _error(stack: StackFile, where: Where | None, message: str, *, newer: bool = False) -> LockError:
    subject = "" if where is None else "lock file: "
    first = "use that one, or " if newer else ""
    return LockError(f"{subject}{message}", where=where, remedy=f"{first}run `{resolve_command(stack)}`")


def _line(path: str, keys: tuple[str | int, ...]) -> int:
    """Line of a key, counted from 1; of its nearest parent when it is not there. Slow, and only for messages."""
    line = 0
    try:
        node: Any = YAML().load(Path(path).read_text(encoding="utf-8"))
    except RecursionError:  # nested so deep that only the C parser follows
        return line + 1
    for key in keys:
        try:
            place = node.lc.item(key) if isinstance(key, int) else node.lc.key(key)
            line, node = place[0], node[key]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line + 1
