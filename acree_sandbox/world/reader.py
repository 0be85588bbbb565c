"""Strict reading of a world file: every key is known, every value has its kind, every complaint has its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from ipaddress import IPv4Address, IPv4Network
from typing import Self

from acree_sandbox.core.errors import SandboxError


class WorldError(SandboxError):
    """The world file is wrong; the message names the key, what was wanted and what was found."""


class Section:
    """A mapping of a world file that is read key by key; leaving its `with` block refuses what was not read.

    Args:
        path: where it stands, such as ``vpcs[0]``.
        content: the mapping.
    """

    def __init__(self, path: str, content: object) -> None:
        if not isinstance(content, Mapping):
            raise WorldError(f"{path or 'the world file'}: wanted a mapping, found {_kind(content)}")
        self.path = path
        self._content = content
        self._known: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if error is None:
            self.refuse_unknown()

    def refuse_unknown(self) -> None:
        """Refuse keys that nothing has read; the nearest known one is named."""
        for key in self._content:
            if key not in self._known:
                near = get_close_matches(str(key), self._known, 1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                raise WorldError(
                    f"{self._place(str(key))}: unknown key{hint} (known: {', '.join(sorted(self._known))})"
                )

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there."""
        value = self._take(key, default)
        if not isinstance(value, str):
            raise WorldError(f"{self._place(key)}: wanted a text, found {_kind(value)}")
        return value

    def number(self, key: str, default: float) -> float:
        """Return a number."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise WorldError(f"{self._place(key)}: wanted a number, found {_kind(value)}")
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return a truth value."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise WorldError(f"{self._place(key)}: wanted true or false, found {_kind(value)}")
        return value

    def texts(self, key: str) -> list[str]:
        """Return a list of texts, empty when absent."""
        return [self._text_item(key, index, item) for index, item in enumerate(self._list(key))]

    def cidr(self, key: str) -> str:
        """Return a prefix without host bits."""
        value = self.text(key)
        try:
            return str(IPv4Network(value))
        except ValueError as error:
            raise WorldError(f"{self._place(key)}: wanted a prefix such as 10.0.0.0/16, found {value!r}") from error

    def cidrs(self, key: str) -> list[str]:
        """Return a list of prefixes without host bits, empty when absent."""
        return [self._prefix(key, text) for text in self.texts(key)]

    def address(self, key: str, default: str | None = None) -> str:
        """Return an IPv4 address; an empty default stays empty."""
        value = self.text(key, default)
        if value == default == "":
            return ""
        try:
            return str(IPv4Address(value))
        except ValueError as error:
            raise WorldError(f"{self._place(key)}: wanted an address such as 10.0.0.1, found {value!r}") from error

    def sections(self, key: str) -> Iterator[Section]:
        """Yield the mappings of a list one after the other; each is checked for unknown keys when the next is asked."""
        for index, item in enumerate(self._list(key)):
            section = Section(f"{self._place(key)}[{index}]", item)
            yield section
            section.refuse_unknown()

    def section(self, key: str) -> Section:
        """Return a mapping, empty when absent."""
        return Section(self._place(key), self._take(key, {}))

    def named(self) -> Iterator[tuple[str, object]]:
        """Yield every key and value of a mapping whose keys are free, such as regions."""
        for key, value in self._content.items():
            self._known.add(str(key))
            yield str(key), value

    def wrong(self, key: str, message: str) -> WorldError:
        """Return a complaint about one key."""
        return WorldError(f"{self._place(key)}: {message}")

    def _prefix(self, key: str, text: str) -> str:
        try:
            return str(IPv4Network(text))
        except ValueError as error:
            raise self.wrong(key, f"wanted prefixes such as 192.168.10.0/24, found {text!r}") from error

    def _take(self, key: str, default: object) -> object:
        self._known.add(key)
        if key in self._content:
            return self._content[key]
        if default is None:
            raise WorldError(f"{self.path or 'the world file'}: {key!r} is missing")
        return default

    def _list(self, key: str) -> Sequence[object]:
        value = self._take(key, ())
        if not isinstance(value, list | tuple):
            raise WorldError(f"{self._place(key)}: wanted a list, found {_kind(value)}")
        return value

    def _text_item(self, key: str, index: int, item: object) -> str:
        if not isinstance(item, str):
            raise WorldError(f"{self._place(key)}[{index}]: wanted a text, found {_kind(item)}")
        return item

    def _place(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def _kind(value: object) -> str:
    names = {dict: "a mapping", list: "a list", str: "the text", bool: "the truth value", type(None): "nothing"}
    name = names.get(type(value), "the value")
    return f"{name} {value!r}" if isinstance(value, str | bool | int | float) else name
