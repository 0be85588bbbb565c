"""Packet marks of a VPC router, as nftables rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from acree_sandbox.api.vpc.resources import VSwitch
from acree_sandbox.network.naming import number

_TEXT = """table ip acree {{
  chain entrance {{
    type filter hook prerouting priority mangle; policy accept;
{lines}
    meta mark set ct mark
  }}
}}
"""


def marking(entrances: Mapping[str, Sequence[VSwitch]]) -> str:
    """Mark each new connection with the vSwitch at which it comes in, and each of its packets with its mark.

    Args:
        entrances: vSwitches by interface; several take turns.
    """
    single = {link: number(crossed[0].id) for link, crossed in entrances.items() if len(crossed) == 1}
    lines = []
    if single:
        pairs = ", ".join(f'"{link}" : {mark}' for link, mark in sorted(single.items()))
        lines.append(f"    ct state new ct mark set iifname map {{ {pairs} }}")
    for link, crossed in sorted(entrances.items()):
        if len(crossed) > 1:
            turns = ", ".join(f"{turn} : {number(vswitch.id)}" for turn, vswitch in enumerate(crossed))
            lines.append(
                f'    ct state new iifname "{link}" ct mark set numgen inc mod {len(crossed)} map {{ {turns} }}'
            )
    return _TEXT.format(lines="\n".join(lines)) if lines else ""
