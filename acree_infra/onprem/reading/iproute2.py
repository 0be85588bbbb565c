"""Reads shell scripts of `ip` commands."""

from __future__ import annotations

import re
from collections.abc import Mapping

from acree_infra.onprem.facts import Facts
from acree_infra.onprem.reading import values

_VLAN = re.compile(r"ip link add link \S+ name (?P<interface>\S+) type vlan id (?P<vlan>\d+)")
_ADDRESS = re.compile(r"^ip address replace (?P<inside>\S+) dev (?P<interface>\S+)$", re.MULTILINE)
_ROUTE = re.compile(r"^ip route replace (?P<prefix>\S+) via (?P<via>\S+) dev \S+ metric (?P<metric>\d+)$", re.MULTILINE)
_GUARD = re.compile(r"^ip route replace blackhole (?P<prefix>\S+) metric \d+$", re.MULTILINE)


def read(files: Mapping[str, str]) -> Facts:
    """Facts of the scripts.

    Raises:
        CannotRead: a command holds what is no prefix or address.
    """
    text = "\n".join(files.values())
    vlans = {match["interface"]: values.number(match["vlan"]) for match in _VLAN.finditer(text)}
    return Facts(
        lines=frozenset(
            (values.interface(match["inside"]), vlans.get(match["interface"], 0)) for match in _ADDRESS.finditer(text)
        ),
        line_routes=frozenset(
            values.linux_route(
                values.prefix(match["prefix"]), values.address(match["via"]), values.number(match["metric"])
            )
            for match in _ROUTE.finditer(text)
        ),
        guards=frozenset(values.prefix(match["prefix"]) for match in _GUARD.finditer(text)),
    )
