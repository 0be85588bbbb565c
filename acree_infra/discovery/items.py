"""What tells the items of a list in a lock file apart, so that two versions of a list can be compared and merged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_IDENTITIES = (("id",), ("vpc", "vswitch"), ("destination", "hop"), ("address",), ("region",), ("number",))


def identity(item: Any) -> str:  # noqa: ANN401  # any value of a lock file
    """What names an item inside its list: its id, its address, …, or the item itself when it is a plain value."""
    if not isinstance(item, Mapping):
        return str(item)
    for keys in _IDENTITIES:
        if keys[0] in item:
            return " ".join(str(item[key]) for key in keys if item.get(key))
    raise ValueError(f"expected an item with one of {_IDENTITIES}, found the keys {sorted(item)}")


def dump(lock: Any) -> dict[str, Any]:  # noqa: ANN401  # a model of pydantic; see below
    """A lock, or a part of it, as plain nested data in the file's spelling, without what equals its default."""
    data: dict[str, Any] = lock.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return data
