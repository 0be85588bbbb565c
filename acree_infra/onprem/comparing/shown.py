"""How devices show what they were told: in other spellings, and without what is the default."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from acree_infra.onprem.reading.tree import Section

Spelling = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
"""What a device may show, and how the rendered file writes the same."""


@dataclass(frozen=True, slots=True)
class Default:
    """A line that a device does not show, because it says what goes without saying.

    Attributes:
        line: the whole line; what its first group catches begins every line that would say otherwise.
        unless: a line of the same top section with which it is no default.
        beside: how a line begins that must stand in the same top section, or this one means nothing there; `{}` is
            the second group.
    """

    line: re.Pattern[str]
    unless: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Showing:
    """How a family shows what it was told.

    Attributes:
        spellings: other ways of writing a line.
        defaults: lines that it may leave out.
    """

    spellings: tuple[Spelling, ...] = ()
    defaults: tuple[Default, ...] = ()


def spelled(sections: Iterable[Section], showing: Showing) -> list[Section]:
    """The sections, every line as the rendered file would write it."""
    return [Section(_spelled(each.line, showing), spelled(each.below, showing)) for each in sections]


def _spelled(line: str, showing: Showing) -> str:
    for pattern, written in showing.spellings:
        line = pattern.sub(written, line)
    return line


def completed(running: Iterable[Section], wanted: Iterable[Section], showing: Showing) -> list[Section]:
    """The running sections, with the wanted lines that the device has but does not show."""
    asked = {each.line: each for each in wanted}
    return [
        _completed(each, asked[each.line], showing, list(_lines(each))) if each.line in asked else each
        for each in running
    ]


def _completed(running: Section, wanted: Section, showing: Showing, around: list[str]) -> Section:
    there = {each.line: each for each in wanted.below}
    below = [
        _completed(each, there[each.line], showing, around) if each.line in there else each for each in running.below
    ]
    hidden = [Section(line) for line in there if _is_hidden(line, running, showing, around)]
    return Section(running.line, below + hidden)


def _is_hidden(line: str, running: Section, showing: Showing, around: list[str]) -> bool:
    for default in showing.defaults:
        match = default.line.fullmatch(line)
        if match is None or default.unless in around:
            continue
        beside = default.beside.format(*match.groups()[1:])
        means = not beside or any(each.startswith(beside) for each in around)
        return means and not any(each.line.startswith(match[1]) for each in running.below)
    return False


def _lines(section: Section) -> Iterator[str]:
    for each in section.below:
        yield each.line
        yield from _lines(each)


def _with_mask(before: str, between: str) -> Spelling:
    """A network whose mask is that of its class is shown without it (RFC 791's classes)."""
    masks = ((128, "255.0.0.0"), (192, "255.255.0.0"), (224, "255.255.255.0"))

    def masked(match: re.Match[str]) -> str:
        first = int(match[1].partition(".")[0])
        mask = next((mask for border, mask in masks if first < border), "255.255.255.255")
        return f"{before}{match[1]}{between}{mask}"

    return re.compile(rf"^{before}(\d+\.\d+\.\d+\.\d+)$"), masked


_SERVICE_NAMES: tuple[Spelling, ...] = (
    (re.compile(r"(destination-port eq )(?:domain|dns)$"), r"\g<1>53"),
    (re.compile(r"(destination-port eq )https$"), r"\g<1>443"),
)

IOS = Showing(
    spellings=(
        (re.compile(r"^\d+ (?=permit |deny |remark )"), ""),
        _with_mask("network ", " mask "),
    ),
    defaults=(
        Default(re.compile(r"(lifetime )86400")),
        Default(re.compile(r"(set security-association lifetime seconds )3600")),
        Default(re.compile(r"(mode )tunnel")),
        Default(re.compile(r"(maximum-paths )1")),
    ),
)
"""Cisco IOS-XE; access lists are numbered since 16.12."""
FRR = Showing(
    defaults=(
        Default(
            re.compile(r"(neighbor (\S+) activate)"),
            unless="no bgp default ipv4-unicast",
            beside="neighbor {} remote-as ",
        ),
    )
)
"""FRR: neighbours are active for IPv4 unless told otherwise."""
VRP = Showing(
    spellings=(
        *_SERVICE_NAMES,
        _with_mask("network ", " "),
        (re.compile(r"^(acl name \S+) \d+$"), r"\1 advance"),
        (re.compile(r"(permit \S+ (\d+)) greater-equal \2(?= less-equal )"), r"\1"),
    ),
    defaults=(
        Default(re.compile(r"(sa duration )86400")),
        Default(re.compile(r"(sa duration time-based )3600")),
        Default(re.compile(r"(authentication-method )pre-share")),
        Default(re.compile(r"(maximum load-balancing )1")),
        Default(re.compile(r"(arp broadcast )enable")),
    ),
)
"""Huawei VRP: named access lists are shown with the number that they were given."""
COMWARE = Showing(
    spellings=_SERVICE_NAMES,
    defaults=(
        Default(re.compile(r"(sa duration )86400")),
        Default(re.compile(r"(sa duration time-based )3600")),
        Default(re.compile(r"(balance )1")),
    ),
)
"""H3C Comware."""
