"""Names and numbers in the kernel that follow from ids alone, so that a change elsewhere never renames anything."""

from __future__ import annotations

import re
from hashlib import sha256

LONGEST_INTERFACE = 15
_FIRST_NUMBER = 1000  # below are the kernel's own tables and those that `values` names
_NUMBERS = 2**31 - _FIRST_NUMBER
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def namespace_name(kind: str, identifier: str) -> str:
    """Return the name of a namespace; an id that is no file name is replaced by a digest of it."""
    plain = identifier if _PLAIN.fullmatch(identifier) else _digest(identifier)[:20]
    return f"{kind}-{plain}"


def interface_name(prefix: str, identifier: str) -> str:
    """Return an interface name of at most 15 characters.

    Args:
        prefix: at most 4 letters that tell a reader what is at the other end.
        identifier: id of what the link belongs to.
    """
    return f"{prefix}-{_digest(identifier)[:10]}"


def number(identifier: str) -> int:
    """Return the number that stands for an id as a routing table or a packet mark."""
    return _FIRST_NUMBER + int(_digest(identifier)[:12], 16) % _NUMBERS


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
