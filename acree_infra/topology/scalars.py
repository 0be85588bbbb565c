"""Plain scalars of YAML 1.2 as values."""

from __future__ import annotations

from collections.abc import Callable

_NUMBER_BASES = {"0x": 16, "0o": 8, "0b": 2}
_LONGEST_NUMBER = 40


def _integer(text: str) -> int | str:
    """A whole number, or the text where it is none (`!!int abc`) or beyond all use."""
    digits = text.replace("_", "").lower()
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    base = _NUMBER_BASES.get(digits[:2], 10)
    try:
        return sign * int(digits, base) if len(digits) <= _LONGEST_NUMBER else text
    except ValueError:
        return text


def _float(text: str) -> float | str:
    try:
        return float(text.lower().replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text


def _boolean(text: str) -> bool | str:
    return {"true": True, "false": False}.get(text.lower(), text)


def _nothing(text: str) -> None:
    """`~`, `null` or no text at all."""


SCALARS: dict[str, Callable[[str], object]] = {"int": _integer, "float": _float, "bool": _boolean, "null": _nothing}
"""Values of plain text by kind; where the text is no such value (`!!int abc`), it stays as it is."""
