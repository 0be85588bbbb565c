"""Which parts of a running configuration are this project's: the others are never touched.

Ours is what is named `acree-<site>…`, or `acree-<number>` of a way that the site has or had, what is described as
`acree <way>`, and whatever the rendered file has itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from acree_infra.onprem.keys import MARK
from acree_infra.onprem.reading.tree import Section

_NAME = re.compile(r"\bacree[- ](\d+|[a-z][a-z0-9-]*)")
_PEER = re.compile(r"^(?:undo |no )?(?:neighbor|peer) (?P<address>\d+\.\d+\.\d+\.\d+) ")
SHARED = ("router bgp ", "bgp ")
"""Sections that others use too: they are never removed, only what is ours inside."""
_PORT = re.compile(r"interface (?!Tunnel)[^.]+")
"""A port of the device's own: it cannot be removed, and a device shows more of it than it was told."""
_LINE = re.compile(r"interface (?!Tunnel).*")
_OF_LINES = (
    "description ",
    "ip address ",
    "encapsulation dot1Q ",
    "dot1q termination ",
    "vlan-type dot1q ",
    "arp broad",
)
"""What is said of the port of a leased line; whatever else it has is not ours."""
_FURTHER = (" secondary", " sub")
"""Ends of addresses that a port has besides its first one."""
_ENDS = {"exit", "exit-address-family", "exit-address-family ipv4 unicast", "return", "end", "quit", "system-view"}


def is_ours(line: str, site: str) -> bool:
    """Whether a line names something of the site's."""
    return any(name.isdigit() or name == site or name.startswith(f"{site}-") for name in _NAME.findall(line))


def cleaned(sections: Iterable[Section]) -> list[Section]:
    """The sections without words that only end one."""
    return [Section(each.line, cleaned(each.below)) for each in sections if each.line not in _ENDS]


def owned(running: Sequence[Section], rendered: Iterable[Section], site: str) -> list[Section]:
    """The sections of a running configuration that are the site's, or that the rendered one shares."""
    wanted = {each.line: each for each in rendered}
    numbered = set(_numbered(running, site))
    found: list[Section] = []
    for section in running:
        if section.line.startswith(SHARED):
            found += _shared(section, wanted.get(section.line), site)
        elif (
            section.line in wanted
            or section.line in numbered
            or is_ours(section.line, site)
            or _described(section, site)
        ):
            found.append(_of_line(section) if _LINE.fullmatch(section.line) else section)
    return found


def _numbered(running: Iterable[Section], site: str) -> Iterator[str]:
    """Huawei's IKE proposals have no names: ours are those that our peers use."""
    for section in running:
        if section.line.startswith("ike peer ") and is_ours(section.line, site):
            yield from (f"ike proposal {number}" for number in section.under("ike-proposal"))


def _described(section: Section, site: str) -> bool:
    return any(each.line.startswith("description ") and is_ours(each.line, site) for each in section.below)


def _of_line(port: Section) -> Section:
    """What is said of a leased line at its port."""
    ours = [each for each in port.below if each.line.startswith(_OF_LINES) and not each.line.endswith(_FURTHER)]
    return Section(port.line, ours)


def keeps(line: str) -> bool:
    """Whether a section of this line stays when nothing of it is wanted any more."""
    return line.startswith(SHARED) or _PORT.fullmatch(line) is not None


def _shared(section: Section, wanted: Section | None, site: str) -> Iterator[Section]:
    """Of BGP, the neighbours that are described as ours, and what the rendered file has."""
    ours = set(_ours_among(section, site))
    lines = _every_line(wanted) if wanted else set()
    kept = _kept(section, ours, lines, site)
    if kept.below:
        yield kept


def _ours_among(section: Section, site: str) -> Iterator[str]:
    for each in section.below:
        match = _PEER.match(each.line)
        if match and "description" in each.line and is_ours(each.line, site):
            yield match["address"]


def _kept(section: Section, ours: set[str], lines: set[str], site: str) -> Section:
    below = []
    for each in section.below:
        match = _PEER.match(each.line)
        inner = _kept(each, ours, lines, site)
        if inner.below or each.line in lines or is_ours(each.line, site) or (match and match["address"] in ours):
            below.append(inner)
    return Section(section.line, below)


def _every_line(section: Section) -> set[str]:
    return {each.line for each in section.below}.union(*map(_every_line, section.below))


def with_shells(wanted: list[Section], running: Iterable[Section]) -> list[Section]:
    """The wanted sections with an empty one for each section that only runs, and stays."""
    found = list(wanted)
    for section in running:
        if keeps(section.line):
            at = next((place for place, each in enumerate(found) if each.line == section.line), None)
            if at is None:
                found.append(_shell(section))
            else:
                found[at] = _merged(found[at], section)
    return found


def _shell(section: Section) -> Section:
    return Section(section.line, [_shell(each) for each in section.below if each.below])


def _merged(wanted: Section, running: Section) -> Section:
    known = {each.line for each in wanted.below}
    missing = [_shell(each) for each in running.below if each.below and each.line not in known]
    return Section(wanted.line, [*wanted.below, *missing])


def with_references(running: Iterable[Section], rendered: Iterable[Section]) -> list[Section]:
    """The running sections with a reference wherever the rendered ones have one.

    A device shows a key in another form than it takes, or not at all: whether it is the right one cannot be seen.
    """
    wanted = {each.line: each for each in rendered}
    found = []
    for section in running:
        other = wanted.get(section.line)
        below = with_references(section.below, other.below) if other else section.below
        found.append(Section(_referred(section.line, wanted), below))
    return found


def _referred(line: str, wanted: Iterable[str]) -> str:
    for other in wanted:
        start, mark, _ = other.partition(MARK)
        if mark and line.startswith(_without_form(start)):
            return other
    return line


def _without_form(start: str) -> str:
    """The start of a line with a key, without the word that tells the key's form."""
    words = start.split()
    forms = {"cipher", "simple", "plaintext", "0", "7", "6"}
    return " ".join(words[:-1] if words[-1] in forms else words) + " "
