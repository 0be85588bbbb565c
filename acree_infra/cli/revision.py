"""A stack and its lock file as they stand in a git revision; nothing is checked out, nothing is fetched."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from acree_infra.discovery.digest import content_digest, inputs_digest
from acree_infra.discovery.lock_file import lock_path
from acree_infra.discovery.lock_reading import BrokenLock, lock_of
from acree_infra.discovery.model import Lock
from acree_infra.errors import ConfigError, LockError, StackFileError
from acree_infra.topology.loader import parse_stack
from acree_infra.topology.stack_file import StackFile

_FILE_MODES = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Revision:
    """What a revision says of a stack.

    Attributes:
        name: as the user named it, with the commit behind it.
        stack: the stack file; None when it did not exist.
        lock: the lock file; None when it did not exist.
        stale: whether the lock file there was older than the stack file.
    """

    name: str
    stack: StackFile | None
    lock: Lock | None
    stale: bool = False


def read_revision(stack: StackFile, revision: str) -> Revision:
    """The stack file and the lock file of a revision.

    Args:
        stack: the stack of today; tells where its files are.
        revision: anything that names a commit.

    Raises:
        ConfigError: git is missing, this is no repository, or the revision is unknown.
        StackFileError: the stack file there is wrong.
        LockError: the lock file there is wrong.
    """
    path = Path(stack.path)
    commit = _commit(path.parent, revision)
    name = f"{revision} ({commit[:12]})"
    content = _content(path.parent, commit, path.name, name)
    if content is None:
        return Revision(name, None, None)
    try:
        then = parse_stack(content, path)
    except StackFileError as error:
        raise StackFileError(f"{name}: {stack.path}", error.problems) from None
    text = _content(path.parent, commit, lock_path(stack).name, name)
    if text is None:
        return Revision(name, then, None)
    lock = _lock(then, text, f"{name}: {lock_path(stack)}")
    return Revision(name, then, lock, stale=inputs_digest(then) != lock.inputs)


def _lock(stack: StackFile, content: bytes, place: str) -> Lock:
    remedy = "compare with a revision whose lock file `acree lint` accepts"
    try:
        lock = lock_of(content)
    except BrokenLock as error:
        raise LockError(f"{place}: {error.message}", remedy=remedy) from None
    if lock.stack != stack.name:
        raise LockError(
            f"{place}: expected the lock file of stack {stack.name}, found that of {lock.stack}", remedy=remedy
        )
    if content_digest(lock.legs, lock.networks) != lock.content:
        raise LockError(f"{place}: its content is not what was written: edited by hand", remedy=remedy)
    return lock


def _commit(folder: Path, revision: str) -> str:
    """The commit that a revision names."""
    if _git(folder, "rev-parse", "--git-dir").returncode:
        raise ConfigError(f"expected {folder} in a git repository, found none", remedy="use --against-plan FILE")
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        raise ConfigError(
            f"expected a git revision, found {revision!r}, which this repository does not know",
            remedy="fetch it first: `git fetch origin <branch>`; a pipeline's shallow clone has only the last commit",
        )
    return found.stdout.decode().strip()


def _content(folder: Path, commit: str, file: str, name: str) -> bytes | None:
    """A file of a commit; None when it is not there."""
    listed = _git(folder, "ls-tree", "-z", commit, "--", file)
    _check(listed, f"{folder / file} in {name}")
    if not listed.stdout:
        return None
    mode = listed.stdout.split(b" ", 1)[0].decode()
    if mode not in _FILE_MODES:
        raise ConfigError(f"{name}: expected {folder / file} to be a file, found mode {mode}")
    shown = _git(folder, "show", f"{commit}:./{file}")
    _check(shown, f"{folder / file} in {name}")
    return shown.stdout


def _check(done: subprocess.CompletedProcess[bytes], what: str) -> None:
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split())
        raise ConfigError(f"{what} cannot be read: {said}", remedy="see whether `git fsck` is content")


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """One git command that only reads, and never asks the network or the user for anything."""
    environment = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
    command = ["git", "-C", str(folder), "--no-pager", "--literal-pathspecs", *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=False, env=environment)
    except FileNotFoundError:
        raise ConfigError("expected git on the PATH, found none", remedy="use --against-plan FILE") from None
