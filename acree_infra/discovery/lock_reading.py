"""Takes the bytes of a lock file apart, and says in our words what is wrong with them.

This is on the way of every `acree plan`, so it imports no SDK, no DNS and no HTTP, and reads with the C parser.
"""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from acree_infra.discovery.model import LOCK_SCHEMA, Lock
from acree_infra.topology.found import shown

_MERGE_MARKS = ("<<<<<<< ", ">>>>>>> ")
_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "a mapping",
}
"""What a value should have been, by pydantic's name of the mistake."""


class BrokenLock(Exception):
    """A file that is no lock file.

    Attributes:
        message: what was expected and what was found.
        line: where, counted from 1; None when the keys tell it.
        keys: the place in the document.
        newer: whether a newer acree wrote it, so that this one cannot read it.
    """

    def __init__(
        self, message: str, *, line: int | None = None, keys: tuple[str | int, ...] = (), newer: bool = False
    ) -> None:
        super().__init__(message)
        self.message, self.line, self.keys, self.newer = message, line, keys, newer


def lock_of(content: bytes) -> Lock:
    """The lock file that these bytes are, its digests unchecked.

    Raises:
        BrokenLock: they are none.
    """
    data = _document(content)
    if data is None:
        raise BrokenLock("it is empty", line=1)
    if not isinstance(data, dict):
        raise BrokenLock(f"expected a mapping with the key 'schema-version', found {shown(data)}", line=1)
    version = data.get("schema-version", LOCK_SCHEMA)
    if isinstance(version, int) and version > LOCK_SCHEMA:
        message = f"expected schema-version {LOCK_SCHEMA}, found {version}: a newer acree wrote it"
        raise BrokenLock(message, keys=("schema-version",), newer=True)
    try:
        return Lock.model_validate(data)
    except ValidationError as error:
        raise _invalid(error) from None


def _document(content: bytes) -> object:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BrokenLock(f"expected UTF-8 text, found byte 0x{content[error.start]:02x}", line=line) from None
    for number, line_text in enumerate(text.splitlines(), 1):
        if line_text.startswith(_MERGE_MARKS):
            raise BrokenLock(f"it holds the marks of a merge that git left to you: {line_text[:40]!r}", line=number)
    try:
        return YAML(typ="safe").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BrokenLock(f"it is not valid YAML: {error.problem or error.context}", line=line) from None
    except (YAMLError, ValueError, RecursionError) as error:  # no such date, no such number, too deep
        raise BrokenLock(f"it is not valid YAML: {' '.join(str(error).split())}", line=1) from None


def _invalid(error: ValidationError) -> BrokenLock:
    problems = error.errors(include_url=False)
    first, others = problems[0], len(problems) - 1
    more = f" (and {others} more)" if others else ""
    return BrokenLock(f"it is not a valid lock file: {_told(first)}{more}", keys=first["loc"])


def _told(problem: ErrorDetails) -> str:
    *above, key = map(str, problem["loc"])
    holder = ".".join(above) or "the file"
    if problem["type"] == "missing":
        return f"missing key {key!r} in {holder}"
    if problem["type"] == "extra_forbidden":
        return f"unknown key {key!r} in {holder}"
    place = ".".join((*above, key))
    found = f"found {shown(problem['input'], problem['loc'])}"
    if problem["type"] in _EXPECTED:
        return f"{place}: expected {_EXPECTED[problem['type']]}, {found}"
    if problem["type"] == "literal_error":
        return f"{place}: expected {problem['ctx']['expected']}, {found}"
    message = problem["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if message.startswith("expected") else f"{place}: expected another value, {found}"
