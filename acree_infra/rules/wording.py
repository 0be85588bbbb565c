"""How messages count and list, so that they stay short however large the network is."""

from __future__ import annotations

from collections.abc import Iterable

_MOST = 4


def listed(items: Iterable[object], most: int = _MOST) -> str:
    """`a, b, c, d and 12 more`."""
    texts = [str(item) for item in items]
    if len(texts) <= most + 1:
        return ", ".join(texts)
    return f"{', '.join(texts[:most])} and {len(texts) - most} more"


def counted(number: int, noun: str) -> str:
    """`1 route`, `2 routes`."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
