"""A stack file as it was written: right or wrong, read key by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from acree_infra.topology.fault import Key, line_of


@dataclass(frozen=True, slots=True)
class Written:
    """A stack file as it was written, below `config`.

    Attributes:
        data: its values.
        lines: line of each key.
    """

    data: object
    lines: Mapping[Key, int]

    def at(self, *key: str | int) -> object:
        """The value of a key; None when it is not there."""
        here = self.data
        for part in key:
            if isinstance(here, dict):
                here = here.get(str(part))
            elif isinstance(here, list) and isinstance(part, int):
                here = here[part]
            else:
                return None
        return here

    def text(self, *key: str | int) -> str | None:
        """The text of a key; None when it is not there or holds something else."""
        value = self.at(*key)
        return value if isinstance(value, str) else None

    def clients(self) -> list[Key]:
        """Keys of the clients."""
        return self.items("clients")

    def sites(self) -> list[Key]:
        """Keys of the sites."""
        return self.items("sites")

    def ways(self, *kinds: str) -> list[Key]:
        """Keys of the ways of all sites that are of one of these kinds."""
        ways = (way for site in self.sites() for way in self.items(*site, "via"))
        return [way for way in ways if self.text(*way, "kind") in kinds]

    def items(self, *key: str | int) -> list[Key]:
        """Keys of the items of a list; none when there is no list."""
        value = self.at(*key)
        return [(*key, index) for index in range(len(value))] if isinstance(value, list) else []

    def first(self, key: Key) -> str:
        """Where something was said first."""
        return f"first on line {line_of(self.lines, key)}"

    def service_vpc(self) -> Key:
        """The key with the id of the service VPC, written short or in full."""
        short: Key = ("network", "service-vpc")
        return short if self.text(*short) else (*short, "id")
