"""Configurations whose sections are told by indentation: IOS, FRR, VRP, Comware."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """A line and the lines indented below it.

    Attributes:
        line: without its indentation.
        below: the lines one level deeper, in order.
    """

    line: str
    below: list[Section] = field(default_factory=list)

    def under(self, start: str) -> list[str]:
        """The rests of the lines below that begin with these words."""
        return [each.line.removeprefix(start).strip() for each in self.below if begins(each.line, start)]

    def one(self, start: str, default: str = "") -> str:
        """The rest of the first such line, or the default."""
        return next(iter(self.under(start)), default)

    def has(self, line: str) -> bool:
        """Whether exactly this line is below."""
        return any(each.line == line for each in self.below)


def begins(line: str, start: str) -> bool:
    """Whether a line begins with these words, whole ones."""
    return line == start or line.startswith(f"{start} ")


def sections(text: str, comment: str) -> list[Section]:
    """The top sections of a configuration.

    Args:
        text: the configuration.
        comment: the character that begins a comment. Where it stands at the left, it ends every section: what
            Huawei and H3C show after it is one blank to the right, and belongs to nothing.
    """
    top: list[Section] = []
    stack: list[tuple[int, Section]] = []
    for raw in text.splitlines():
        line = raw.strip()
        if raw.startswith(comment):
            stack.clear()
        if not line or line.startswith(comment):
            continue
        depth = len(raw) - len(raw.lstrip())
        while stack and stack[-1][0] >= depth:
            stack.pop()
        section = Section(line)
        (stack[-1][1].below if stack else top).append(section)
        stack.append((depth, section))
    return top


def named(top: Iterable[Section], start: str) -> Iterator[tuple[str, Section]]:
    """The sections that begin with these words, each with the rest of its line."""
    for section in top:
        if begins(section.line, start):
            yield section.line.removeprefix(start).strip(), section
