"""Reads nftables files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import IPv4Network

from acree_infra.onprem.facts import Facts, OpeningFact
from acree_infra.onprem.reading import values

_SET = re.compile(r"set (?P<name>\w+) \{[^}]*?elements = \{(?P<elements>[^}]*)\}", re.DOTALL)
_CHAIN = re.compile(r"chain (?P<name>\w+) \{(?P<rules>.*?)\n  \}", re.DOTALL)
_GUARD = re.compile(r'oifname "[^"]+" ip daddr @(?P<to>\w+) counter drop')
_OPENING = re.compile(r"ip saddr @(?P<source>\w+) ip daddr @(?P<to>\w+) (?P<protocol>\w+) dport (?P<port>\d+) accept")
_SEGMENT = re.compile(r"tcp option maxseg size set (\d+)")


def read(files: Mapping[str, str]) -> Facts:
    """Facts of the tables.

    Raises:
        CannotRead: a set holds something else than prefixes.
    """
    text = "\n".join(files.values())
    sets = {
        match["name"]: frozenset(values.prefix(each.strip()) for each in match["elements"].split(","))
        for match in _SET.finditer(text)
    }
    chains = {match["name"]: match["rules"] for match in _CHAIN.finditer(text)}
    return Facts(
        guards=_guarded(chains.get("forward", ""), sets) & _guarded(chains.get("output", ""), sets),
        segments=frozenset(map(values.number, _SEGMENT.findall(chains.get("segments", "")))),
        openings=frozenset(
            OpeningFact(source, destination, match["protocol"], values.number(match["port"]))
            for match in _OPENING.finditer(chains.get("forward", ""))
            for source in sets[match["source"]]
            for destination in sets[match["to"]]
        ),
    )


def _guarded(rules: str, sets: Mapping[str, frozenset[IPv4Network]]) -> frozenset[IPv4Network]:
    return frozenset(prefix for match in _GUARD.finditer(rules) for prefix in sets[match["to"]])
