"""Read a stack file: all problems at once, each with its line."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from acree_infra.errors import Problem, StackFileError, UnknownName
from acree_infra.topology.all_checks import faults_together
from acree_infra.topology.document import Document, read_document
from acree_infra.topology.fault import Fault, Key
from acree_infra.topology.fields import fields_of
from acree_infra.topology.found import nearest
from acree_infra.topology.model import Topology
from acree_infra.topology.settings import read_settings
from acree_infra.topology.stack_file import StackFile
from acree_infra.topology.wording import faults_of
from acree_infra.topology.written import Written

_PREFIX, _SUFFIX = "Pulumi.", ".yaml"


def load_stack(path: Path) -> StackFile:
    """Read and check one stack file.

    Args:
        path: `Pulumi.<stack>.yaml`.

    Raises:
        StackFileError: the file cannot be read or is wrong; lists every problem in the order of the file.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        problem = Problem(None, "expected a stack file, found no file", "`acree init` writes one")
        raise StackFileError(str(path), (problem,)) from None
    except OSError as error:
        raise StackFileError(str(path), (Problem(None, f"cannot be read: {error.strerror}"),)) from error
    return parse_stack(content, path)


def parse_stack(content: bytes, path: Path) -> StackFile:
    """Check the content of a stack file that was read from elsewhere, such as from a git revision.

    Args:
        content: the file.
        path: where it belongs; names the stack and stands in the problems.

    Raises:
        StackFileError: as for `load_stack`.
    """
    file = str(path)
    name = _stack_name(path)
    if not name:
        problem = Problem(None, f"expected a file named {_PREFIX}<stack>{_SUFFIX}, found {path.name!r}")
        raise StackFileError(file, (problem,))
    whole = read_document(content, file)
    settings = read_settings(whole, file, tuple(fields_of(Topology)))
    topology, faults = _build(settings)
    if topology is None or faults:
        lines = whole.lines | settings.lines
        problems = dict.fromkeys(fault.located(file, lines) for fault in faults)
        raise StackFileError(file, tuple(sorted(problems, key=_line)))
    return StackFile(name, file, topology, settings.lines)


def stack_path(name: str, directory: Path = Path("stacks")) -> Path:
    """The file of a stack.

    Args:
        name: stack name; of a full name `organisation/project/stack`, only the last part counts.
        directory: where the stack files are.

    Raises:
        UnknownName: no such stack; names the nearest one and all that exist.
    """
    stack = name.rpartition("/")[2]
    found = {_stack_name(path): path for path in directory.glob(f"{_PREFIX}*{_SUFFIX}")}
    known = {name: found[name] for name in sorted(found) if name}
    if stack in known:
        return known[stack]
    close = nearest(stack, known)
    existing = f"stacks in {directory}: {', '.join(known)}" if known else f"there is no stack file in {directory}"
    remedy = f"did you mean {close!r}? ({existing})" if close else existing
    raise UnknownName(f"expected the name of a stack, found {name!r}", remedy=remedy)


def _stack_name(path: Path) -> str:
    """The stack that a file is named for; empty when it is not named as one."""
    fits = path.name.startswith(_PREFIX) and path.name.endswith(_SUFFIX)
    return path.name[len(_PREFIX) : -len(_SUFFIX)] if fits else ""


def _build(settings: Document) -> tuple[Topology | None, list[Fault]]:
    topology, of_models = None, list[Fault]()
    try:
        topology = Topology.model_validate(settings.data, by_alias=True, by_name=False)
    except ValidationError as error:
        of_models = faults_of(error)
    spoken = {fault.key for fault in of_models}
    together = [one for one in faults_together(Written(settings.data, settings.lines)) if one.key not in spoken]
    of_values = [fault for fault in of_models + together if not _is_unread(fault.key, settings.unread)]
    return topology, settings.faults + of_values


def _is_unread(key: Key, unread: set[Key]) -> bool:
    """Whether a key stands at or below one whose value could not be read, so that nothing can be said of it."""
    return any(key[:end] in unread for end in range(len(key) + 1))


def _line(problem: Problem) -> int:
    return problem.where.line if problem.where else 0
