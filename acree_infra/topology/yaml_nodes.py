"""YAML text to nodes with line numbers; every way in which text can fail to be YAML becomes one `Problem`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from acree_infra.errors import Problem, StackFileError, Where

if TYPE_CHECKING:
    from ruamel.yaml.error import YAMLError

MAX_BYTES = 4_000_000
"""Largest file; 600 clients written in full need 300 kB."""
MAX_DEPTH = 32
"""Deepest nesting; a stack file needs 6. The parser's own recursion is on the C stack, so this is checked before."""


class Mark(Protocol):
    """A place in the text; its line is counted from 0."""

    line: int


class Node(Protocol):
    """A value in the text.

    Attributes:
        tag: what kind of value it is, in full.
        value: text, a list of nodes, or a list of pairs of nodes.
        start_mark: where it begins.
    """

    tag: str
    value: Any
    start_mark: Mark


def compose(content: bytes, file: str) -> Node | None:
    """The root node of one YAML document; None when it is empty.

    Args:
        content: the file, UTF-8 with or without a byte order mark.
        file: its path, for the error.

    Raises:
        StackFileError: not UTF-8, not YAML, several documents, too large or nested too deeply; with the line.
    """
    text = _text(content, file)
    # ruamel.yaml takes longer to import than `acree --help` may take in whole
    from ruamel.yaml import YAML  # noqa: PLC0415  # see the line above
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415  # same

    try:
        _refuse_depth(YAML(typ="safe").parse(text), file)
        root: Node | None = YAML(typ="safe").compose(text)
        return root
    except YAMLError as error:
        raise refusal(file, _line(error, text), _reason(error, text), _remedy(error, text)) from None


def refusal(file: str, line: int, message: str, remedy: str = "") -> StackFileError:
    """The error of a file that cannot be read any further than this."""
    return StackFileError(file, (Problem(Where(file, line), message, remedy),))


def _text(content: bytes, file: str) -> str:
    if len(content) > MAX_BYTES:
        raise refusal(file, 1, f"expected a stack file of at most {MAX_BYTES:,} bytes, found {len(content):,}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{content[error.start]:02x}"
        raise refusal(file, line, f"expected UTF-8 text, found {found}", "save the file as UTF-8") from None


def _refuse_depth(events: Iterable[Any], file: str) -> None:
    depth = 0
    for event in events:
        kind = type(event).__name__
        depth += kind.endswith("StartEvent") - kind.endswith("EndEvent")
        if depth > MAX_DEPTH:
            line = event.start_mark.line + 1
            raise refusal(file, line, f"expected at most {MAX_DEPTH} levels of nesting, found more")


def _line(error: YAMLError, text: str) -> int:
    mark = getattr(error, "problem_mark", None)
    if mark is None:  # a character that YAML does not allow: its place is counted in bytes
        return text.encode().count(b"\n", 0, getattr(error, "position", 0)) + 1
    return min(int(mark.line) + 1, text.count("\n") + 1)


def _reason(error: YAMLError, text: str) -> str:
    character = getattr(error, "character", None)
    if character is not None:
        code = ord(character) if isinstance(character, str) else int(character)
        return f"expected YAML, found the control character U+{code:04X}"
    if _is_tab(error, text):
        return "expected spaces, found a tab in the indentation"
    parts = (getattr(error, "context", None), getattr(error, "problem", None))
    return "expected valid YAML: " + ", ".join(part for part in parts if part)


def _remedy(error: YAMLError, text: str) -> str:
    if _is_tab(error, text):
        return "indent with spaces"
    colon = getattr(error, "problem", None) == "found unexpected ':'"
    return "put text that holds a colon in quotes" if colon else ""


def _is_tab(error: YAMLError, text: str) -> bool:
    lines = text.split("\n")
    return re.match(r" *\t", lines[_line(error, text) - 1]) is not None
