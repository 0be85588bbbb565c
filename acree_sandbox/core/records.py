"""Typed reading of parsed parameters: a record is a call's parameters, or one element of a list of structures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

Value = object
"""A parsed value: str, int, bool, a list of str, a list of `Record`, or a `Record`."""

T = TypeVar("T")


class Record:
    """Parameters by name, each of the kind that its declaration names.

    Reading a name that was not declared, or as another kind than declared, is a mistake of the author of the
    action and raises LookupError or TypeError; a declared parameter that was not sent gives the default.

    Args:
        values: the parameters that were sent, parsed.
        declared: every name that the action knows.
    """

    __slots__ = ("_declared", "_values")

    def __init__(self, values: Mapping[str, Value], declared: Collection[str]) -> None:
        self._values = values
        self._declared = declared

    def __contains__(self, name: str) -> bool:
        """Whether the parameter was sent."""
        return self._read(name, object) is not None

    def text(self, name: str, default: str = "") -> str:
        """Return a text (also an address or a prefix, as it was sent)."""
        found = self._read(name, str)
        return default if found is None else found

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number."""
        found = self._read(name, int)
        return default if found is None else found

    def boolean(self, name: str, *, default: bool = False) -> bool:
        """Return a truth value."""
        found = self._read(name, bool)
        return default if found is None else found

    def texts(self, name: str) -> list[str]:
        """Return the elements of a list of texts, in the order of their numbers."""
        return [str(item) for item in self._read(name, list) or ()]

    def records(self, name: str) -> list[Record]:
        """Return the elements of a list of structures, in the order of their numbers."""
        return [item for item in self._read(name, list) or () if isinstance(item, Record)]

    def structure(self, name: str) -> Record | None:
        """Return a single structure, None when it was not sent."""
        return self._read(name, Record)

    def tags(self, name: str = "Tag") -> dict[str, str]:
        """Return the tags that were sent, value by key."""
        return {item.text("Key"): item.text("Value") for item in self.records(name)}

    def changes(self, attributes: Mapping[str, str]) -> dict[str, Value]:
        """Return what an update changes: absent parameters keep what is there.

        Args:
            attributes: resource attribute by parameter name, such as ``{"Name": "name"}``.

        Returns:
            New values by attribute, for those parameters only that were sent.
        """
        sent = {name: self._read(name, object) for name in attributes}
        return {attributes[name]: value for name, value in sent.items() if value is not None}

    def plain(self) -> dict[str, Value]:
        """Return the values as dicts, lists and scalars, as they can be kept in a resource."""
        return {name: _plain(value) for name, value in self._values.items()}

    def _read(self, name: str, kind: type[T]) -> T | None:
        value = self._values.get(name)
        if value is None:
            if name not in self._declared:
                raise LookupError(f"parameter {name!r} is read but not declared; declared: {sorted(self._declared)}")
            return None
        if not isinstance(value, kind):
            raise TypeError(f"parameter {name!r} is declared as {type(value).__name__}, read as {kind.__name__}")
        return value


def _plain(value: Value) -> Value:
    if isinstance(value, Record):
        return value.plain()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it came in, before its parameters are parsed.

    Attributes:
        action: name of the action.
        version: version of the service, such as ``2017-09-12``.
        parameters: everything that was sent for the action, flattened, unparsed; with RegionId and ClientToken.
    """

    action: str
    version: str
    parameters: Mapping[str, str]


class Request(Record):
    """A call's parameters, parsed as its action declares them.

    Attributes:
        call: the call as it came in.
        region: RegionId, empty where the call carries none: then the resource named says where.
    """

    __slots__ = ("call", "region")

    def __init__(self, call: Call, values: Mapping[str, Value], declared: Collection[str]) -> None:
        super().__init__(values, declared)
        self.call = call
        self.region = call.parameters.get("RegionId", "")
