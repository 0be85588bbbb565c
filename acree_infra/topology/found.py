"""What was found in a file, in words: short, on one line, and never a secret."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from acree_infra.topology.fault import Key
from acree_infra.topology.masking import is_secret_key, is_secret_text

_LONGEST = 60


def shown(value: object, key: Key = ()) -> str:
    """A value as an error message may show it.

    Args:
        value: anything that YAML can hold.
        key: where it stands; nothing is shown below a key whose name speaks of a secret.
    """
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return _one(value, key)


def _one(value: object, key: Key) -> str:
    if any(is_secret_key(part) for part in key if isinstance(part, str)):
        return "a value that is not shown"
    if isinstance(value, str) and is_secret_text(value):
        return "a value that looks like a secret"
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that a person most likely meant; None when none is close."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return close[0] if close else None


def suggestion(name: str, known: Iterable[str]) -> str:
    """A remedy for an unknown name: the nearest one, and all that there are."""
    names = tuple(known)
    close = nearest(name, names)
    listed = f"known: {', '.join(names)}"
    return f"did you mean {close!r}? ({listed})" if close else listed
