"""Something wrong at a key of the stack file, before its line is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from acree_infra.errors import Problem, Where
from acree_infra.topology.masking import masked

Key = tuple[str | int, ...]
"""Path of a key in the file's spelling; for example `("clients", 0, "vpc")`."""

NAMESPACE = "acree:"
"""Stands before every key of ours under `config`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and the key it is about.

    Attributes:
        key: the key; a parent of it where the key itself was not written.
        message: what was expected and what was found.
        remedy: what to do; empty when the message says it.
        line: where it stands when not at the key itself, as the second of two equal keys does.
    """

    key: Key
    message: str
    remedy: str = ""
    line: int | None = None

    def located(self, file: str, lines: Mapping[Key, int]) -> Problem:
        """The same as a problem with file and line."""
        line = self.line or line_of(lines, self.key)
        return Problem(Where(file, line), masked(self.message), masked(self.remedy))


def line_of(lines: Mapping[Key, int], key: Key) -> int:
    """Line of a key; of its nearest parent when the key was not written; 1 when none was."""
    for end in range(len(key), 0, -1):
        if (line := lines.get(key[:end])) is not None:
            return line
    return 1


def below_config(key: Key) -> Key:
    """A key of the whole file without `config` and `acree:`; other keys stay as they are."""
    if key[:1] == ("config",) and len(key) > 1 and str(key[1]).startswith(NAMESPACE):
        return (str(key[1]).removeprefix(NAMESPACE), *key[2:])
    return key


def key_text(key: Key) -> str:
    """A key as a person writes it: `clients[0].pod-cidrs`."""
    key = below_config(key)
    text = ""
    for part in key:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def holder_text(key: Key) -> str:
    """The mapping that a key stands in, as a person names it: `config` for the keys below it."""
    return key_text(key[:-1]) or "config"


def name_text(key: Key) -> str:
    """The last part of a key as it is written in the file: with `acree:` right below `config`."""
    return f"{NAMESPACE}{key[0]}" if len(key) == 1 else str(key[-1])
