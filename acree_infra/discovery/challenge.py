"""Reads `WWW-Authenticate` by the grammar of RFC 9110, sections 5.6 and 11.6.1.

One header may hold several challenges and one challenge several parameters, both separated by commas; which of
the two a comma separates is told only by what follows. Names have no case, values may be quoted and escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_TOKEN68 = re.compile(r"[A-Za-z0-9\-._~+/]+=*(?=[ \t]*(?:,|\Z))")
_SPACE = re.compile(r"[ \t]*")
_SEPARATORS = re.compile(r"[ \t,]*")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_QUOTED = re.compile(r'"((?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t \x21-\x7e\x80-\xff])*)"')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class MalformedChallenge(ValueError):
    """The header does not follow the grammar.

    Args:
        wanted: what the grammar wants.
        header: the header's value.
        position: where it is missing, counted from 0.
    """

    def __init__(self, wanted: str, header: str, position: int) -> None:
        found = repr(header[position : position + 20]) if position < len(header) else "the end"
        super().__init__(f"expected {wanted} at position {position}, found {found}")
        self.position = position


@dataclass(frozen=True, slots=True)
class Challenge:
    """One challenge.

    Attributes:
        scheme: the scheme in lower case, for example `bearer`.
        parameters: by name in lower case; values without quotes and escapes.
        token68: the single value of a challenge that has no parameters; empty otherwise.
    """

    scheme: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    token68: str = ""


def parse_challenges(headers: Iterable[str]) -> tuple[Challenge, ...]:
    """All challenges of all `WWW-Authenticate` headers of one answer, in order.

    Raises:
        MalformedChallenge: a header does not follow the grammar.
    """
    return tuple(challenge for header in headers for challenge in _Reader(header).challenges())


class _Reader:
    """Reads one header from left to right."""

    def __init__(self, header: str) -> None:
        self._header = header
        self._position = 0

    def challenges(self) -> list[Challenge]:
        """All challenges of the header; empty list elements are allowed."""
        found: list[Challenge] = []
        self._take(_SEPARATORS)
        while self._position < len(self._header):
            start = self._position
            name = self._need(_TOKEN, "a scheme or the name of a parameter").lower()
            if self._take(_EQUALS):
                self._add_parameter(found, name, start)
            else:
                found.append(self._begin(name))
            self._end_element()
        return found

    def _begin(self, scheme: str) -> Challenge:
        """Read what follows a scheme up to the next comma: nothing, a token68, or the first parameter."""
        spaced = self._take(_SPACE)
        if self._position == len(self._header) or self._header[self._position] == ",":
            return Challenge(scheme)
        if not spaced:
            raise MalformedChallenge("a space or a comma after the scheme", self._header, self._position)
        if token68 := self._take(_TOKEN68):
            return Challenge(scheme, token68=token68)
        name = self._need(_TOKEN, "a parameter or a token68").lower()
        self._need(_EQUALS, "=")
        return Challenge(scheme, {name: self._value()})

    def _add_parameter(self, found: list[Challenge], name: str, start: int) -> None:
        if not found:
            raise MalformedChallenge("a scheme before the first parameter", self._header, start)
        last = found[-1]
        if last.token68:
            raise MalformedChallenge("a scheme, because a token68 takes no parameters", self._header, start)
        if name in last.parameters:
            raise MalformedChallenge(f"the parameter {name} once in a challenge", self._header, start)
        found[-1] = Challenge(last.scheme, {**last.parameters, name: self._value()})

    def _value(self) -> str:
        if self._header.startswith('"', self._position):
            quoted = self._need(_QUOTED, "a quoted string that ends and holds no control characters")
            return _ESCAPED.sub(r"\1", quoted[1:-1])
        return self._need(_TOKEN, "a value")

    def _end_element(self) -> None:
        self._take(_SPACE)
        if self._position < len(self._header) and self._header[self._position] != ",":
            raise MalformedChallenge("a comma or the end", self._header, self._position)
        self._take(_SEPARATORS)

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._header, self._position)
        if match is None:
            return ""
        self._position = match.end()
        return match[0]

    def _need(self, pattern: re.Pattern[str], wanted: str) -> str:
        if not (taken := self._take(pattern)):
            raise MalformedChallenge(wanted, self._header, self._position)
        return taken
