"""Compares configurations whose sections are told by indentation, with hier-config."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from acree_infra.onprem.comparing.changes import Changes
from acree_infra.onprem.comparing.owned import cleaned, keeps, owned, with_references, with_shells
from acree_infra.onprem.comparing.shown import Showing, completed, spelled
from acree_infra.onprem.reading.tree import Section, sections

if TYPE_CHECKING:
    from hier_config import HConfigChild

Compare = Callable[[str, str, str], Changes]
"""Takes the rendered text, the running one and the site's name."""

_PEER_GONE = re.compile(r"^(?P<start>no neighbor|undo peer) (?P<address>\S+) (?:remote-as|as-number) ")
_PEER_LINE = re.compile(r"^(?:no neighbor|undo peer) (?P<address>\S+)")

_NUMBER = re.compile(r"^(no )?\d+ (?=permit|deny)")
"""hier-config numbers the lines of Cisco's access lists; devices do that themselves, and take lines without."""
GOES = (
    *("ip route", "interface", "ip access-list", "acl", "route-map", "route-policy", "ip prefix-list", "ip ip-prefix"),
    *("crypto ipsec profile", "ipsec profile", "crypto ipsec transform-set", "ipsec transform-set", "ipsec proposal"),
    *("crypto ikev2 profile", "ikev2 profile", "ike peer", "crypto ikev2 policy", "ikev2 policy"),
    *("crypto ikev2 keyring", "ikev2 keychain", "crypto ikev2 proposal", "ikev2 proposal", "ike proposal"),
)
"""The order in which sections can be removed."""
SHORTER = (
    (re.compile(r"^(undo rule \d+) .*"), r"\1"),
    (re.compile(r"^(undo ip (?:ip-prefix|prefix-list) \S+ index \d+) .*"), r"\1"),
    (re.compile(r"^(undo route-policy \S+) (?:permit|deny) (node \d+)"), r"\1 \2"),
    (re.compile(r"^(undo ip route-static .*?) preference .*"), r"\1"),
    (re.compile(r"^(undo (?:description|mtu|tcp mss|tcp adjust-mss|pfs|dpd)) .*"), r"\1"),
    (re.compile(r"^(undo preference) route-policy .*"), r"\1"),
    (re.compile(r"^(undo acl name \S+) advance"), r"\1"),
    (re.compile(r"^(undo interface \S+|undo ipsec profile \S+) (?:mode ipsec|isakmp)"), r"\1"),
)
"""Huawei and H3C take a removal without what the line said besides."""


def comparer(platform: str, comment: str, showing: Showing) -> Compare:
    """A comparison for one family.

    Args:
        platform: name of hier-config's platform.
        comment: the character that begins a comment.
        showing: how its devices show what they were told.
    """

    def compare(rendered: str, running: str, site: str) -> Changes:
        wanted = cleaned(sections(rendered, comment))
        shown = spelled(cleaned(sections(running, comment)), showing)
        ours = owned(completed(shown, wanted, showing), wanted, site)
        return _compared(platform, with_references(ours, wanted), wanted)

    return compare


def _compared(platform: str, running: list[Section], wanted: list[Section]) -> Changes:
    from hier_config import Platform, WorkflowRemediation, get_hconfig  # noqa: PLC0415  # only comparing needs it

    kind = Platform[platform]
    kept = with_shells(wanted, running)
    work = WorkflowRemediation(get_hconfig(kind, _text(running)), get_hconfig(kind, _text(kept)))
    known = set(_paths(kept))
    inner: list[str] = []
    whole: list[str] = []
    add: list[str] = []
    for child in work.remediation_config.children:
        if not child.children and (child.text,) not in known:
            whole.append(child.text)
            continue
        inner += _part(child, (), known, adding=False)
        add += _part(child, (), known, adding=True)
    whole.sort(key=_goes)
    headers = {path[-1] for path in _paths(running) if len(path) > 1 or keeps(path[0])}
    remove = (*_used(list(_once_per_peer(inner)), headers), *map(_shorter, whole))
    places = {section.line: place for place, section in enumerate(wanted)}
    return Changes(tuple(remove), tuple(_in_order(add, places)))


def _goes(negated: str) -> int:
    """Where a section stands among those that are removed: what refers to others goes before them."""
    line = negated.partition(" ")[2]
    return next((place for place, start in enumerate(GOES) if line.startswith(start)), len(GOES))


def _used(lines: list[str], headers: set[str]) -> Iterator[str]:
    """The lines without headers that lead to nothing."""
    for number, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        after = lines[number + 1] if number + 1 < len(lines) else ""
        if line.strip() not in headers or len(after) - len(after.lstrip()) > depth:
            yield line


def _part(child: HConfigChild, above: tuple[str, ...], known: set[tuple[str, ...]], *, adding: bool) -> list[str]:
    """The lines of a section that add, or those that remove, with the lines that lead to them."""
    text = _NUMBER.sub(r"\1", child.text)
    here = (*above, text)
    indent = "  " * len(above)
    below = [line for each in child.children for line in _part(each, here, known, adding=adding)]
    if child.children and not below:
        return []
    if child.children or (here in known) is adding:
        return [indent + (text if here in known or child.children else _shorter(text)), *below]
    return []


def _paths(wanted: Iterable[Section], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for section in wanted:
        yield (*above, section.line)
        yield from _paths(section.below, (*above, section.line))


def _text(tree: Iterable[Section], depth: int = 0) -> str:
    return "".join(f"{' ' * depth}{each.line}\n{_text(each.below, depth + 1)}" for each in tree)


def _shorter(line: str) -> str:
    for pattern, short in SHORTER:
        line = pattern.sub(short, line)
    return line


def _once_per_peer(lines: list[str]) -> Iterator[str]:
    """A neighbour that goes takes all that was said of it along."""
    gone: dict[str, str] = {}
    for line in lines:
        match = _PEER_GONE.match(line.strip())
        if match:
            gone[match["address"]] = f"{match['start']} {match['address']}"
    for line in lines:
        match = _PEER_LINE.match(line.strip())
        if match is None or match["address"] not in gone:
            yield line
        elif _PEER_GONE.match(line.strip()):
            yield line[: len(line) - len(line.lstrip())] + gone[match["address"]]


def _in_order(lines: list[str], places: dict[str, int]) -> list[str]:
    """Top sections in the order of the rendered file."""
    blocks: list[list[str]] = []
    for line in lines:
        if line.startswith(" "):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    blocks.sort(key=lambda block: places.get(block[0], len(places)))
    return [line for block in blocks for line in block]
