"""A stack file in memory: its content and where each key stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from acree_infra.errors import Where
from acree_infra.topology.fault import Key, line_of
from acree_infra.topology.model import Topology


@dataclass(frozen=True, slots=True)
class StackFile:
    """What is wanted, and where it was written.

    Attributes:
        name: stack name, from `Pulumi.<name>.yaml`.
        path: path as the user gave it.
        topology: the checked content.
        lines: line of each key below `config`, without `acree:`, counted from 1; `("clients", 0, "vpc")` → 12.
    """

    name: str
    path: str
    topology: Topology
    lines: Mapping[Key, int] = field(default_factory=dict)

    def where(self, *key: str | int) -> Where:
        """The place of a key; of its nearest parent when the key was not written."""
        return Where(self.path, line_of(self.lines, key))
