"""Compares FortiOS configurations: entry by entry, and only what is ours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from acree_infra.onprem.comparing.changes import Changes
from acree_infra.onprem.comparing.owned import is_ours
from acree_infra.onprem.reading.fortinet_fortios import Block, parse
from acree_infra.onprem.refusal import CannotRead
from acree_infra.onprem.view import EVERYTHING

FIRST_NUMBER = 9000
"""Numbers of entries start above this: they are shared with yours, which are usually small."""
_KEYS = {"psksecret", "password"}
_TEXTS = ("comment", "comments", "description")
_ANYWHERE = [str(EVERYTHING.network_address), str(EVERYTHING.netmask)]
_HIDDEN = {
    "vpn ipsec phase1-interface": {"keylife": ["86400"], "peertype": ["any"], "net-device": ["disable"]},
    "vpn ipsec phase2-interface": {
        "keylifeseconds": ["43200"],
        "src-subnet": _ANYWHERE,
        "dst-subnet": _ANYWHERE,
    },
    "router static": {"distance": ["10"]},
}
"""Defaults, which `show` leaves out."""
_LATE = "firewall address"
"""Addresses that groups hold until these have other members."""
_NESTED = ("neighbor", "network")
"""Lists of BGP, in which others have entries too."""
_INDENT = "    "
_PLAIN = re.compile(r"[\w./-]+")


def compare_fortios(rendered: str, running: str, site: str) -> Changes:
    """What to enter; settings that the rendered file does not have are left, for a device shows many of its own.

    Args:
        rendered: the configuration that is wanted.
        running: what `show` prints.
        site: name of the site.

    Raises:
        CannotRead: a block is not closed, or everything stands in VDOMs.
    """
    wanted, present = parse(rendered), parse(running)
    if "vdom" in present.blocks:
        raise CannotRead(
            "the configuration is divided by VDOMs",
            remedy="save what `show` prints inside the site's VDOM (`edit NAME`)",
        )
    _complete(present, wanted)
    remove: list[str] = []
    late = tuple(_removals(_LATE, wanted.at(_LATE), present.at(_LATE), site))
    for name in reversed(list(wanted.blocks | {each: Block() for each in present.blocks})):
        if name != _LATE:
            remove += _removals(name, wanted.at(name), present.at(name), site)
    add = [
        line for name, block in wanted.blocks.items() for line in _additions(f"config {name}", block, present.at(name))
    ]
    return Changes(tuple(remove), tuple(add), late)


def _complete(present: Block, wanted: Block) -> None:
    """Set the defaults that the entries have, and that are not shown."""
    for name, defaults in _HIDDEN.items():
        for entry in present.at(name).blocks.keys() & wanted.at(name).blocks.keys():
            asked = wanted.at(name).at(entry).settings
            shown = present.at(name).at(entry).settings
            shown |= {each: value for each, value in defaults.items() if each in asked and each not in shown}


def _removals(name: str, wanted: Block, present: Block, site: str) -> Iterator[str]:
    """The entries that are ours and no longer wanted."""
    lists = [key for key in present.blocks if key in wanted.blocks or key in _NESTED]
    inner = [line for key in lists for line in _nested(key, wanted.at(key), present.at(key), site)]
    gone = [
        f"{_INDENT}delete {_quoted(entry)}"
        for entry, block in present.blocks.items()
        if entry not in wanted.blocks and _owned(entry, block, site)
    ]
    if inner or gone:
        yield f"config {name}"
        yield from (_INDENT + line for line in inner)
        yield from gone
        yield "end"


def _nested(name: str, wanted: Block, present: Block, site: str) -> Iterator[str]:
    """The same inside an entry or a block: rules of a list, neighbours of BGP."""
    below = [(key, block) for key, block in present.blocks.items() if key not in wanted.blocks]
    gone = [key for key, block in below if name == "rule" or _is_own_number(name, key) or _owned(key, block, site)]
    deeper = [line for key in wanted.blocks for line in _nested(key, wanted.at(key), present.at(key), site)]
    if gone or deeper:
        yield f"{_word(name)} {name if _word(name) == 'config' else _quoted(name)}"
        yield from (_INDENT + line for line in deeper)
        yield from (f"{_INDENT}delete {_quoted(key)}" for key in gone)
        yield "end" if _word(name) == "config" else "next"


def _is_own_number(name: str, key: str) -> bool:
    """Networks of BGP have numbers only: ours are those in the range that is rendered."""
    return name == "network" and key.isdecimal() and int(key) > FIRST_NUMBER


def _word(name: str) -> str:
    return "config" if name in {"rule", "neighbor", "network"} else "edit"


def _owned(entry: str, block: Block, site: str) -> bool:
    return is_ours(entry, site) or any(is_ours(" ".join(block.settings.get(text, [])), site) for text in _TEXTS)


def _additions(header: str, wanted: Block, present: Block) -> list[str]:
    """The settings and entries that are missing or different, with the lines that lead to them."""
    lines = [
        f"{_INDENT}set {name} {' '.join(map(_quoted, values))}"
        for name, values in wanted.settings.items()
        if name not in present.settings or (name not in _KEYS and present.settings[name] != values)
    ]
    for name, block in wanted.blocks.items():
        word = _word(name) if not header.startswith("config") or _word(name) == "config" else "edit"
        inner = f"{word} {name if word == 'config' else _quoted(name)}"
        if name not in present.blocks or _additions(inner, block, present.at(name)):
            lines += [_INDENT + line for line in _whole(inner, block, present.at(name))]
    return [header, *lines, "end" if header.startswith("config") else "next"] if lines else []


def _whole(header: str, wanted: Block, present: Block) -> list[str]:
    lines = _additions(header, wanted, present)
    return lines or [header, "end" if header.startswith("config") else "next"]


def _quoted(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and not text.startswith("acree")
    return text if plain else f'"{text}"'
