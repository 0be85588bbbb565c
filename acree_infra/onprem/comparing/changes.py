"""What a comparison finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """Lines to enter on a device: those that remove first, then those that add.

    Attributes:
        remove: what must go, in an order that the device takes: nothing goes before what refers to it.
        add: what must come, in the order of the rendered file.
    """

    remove: tuple[str, ...]
    add: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether the device already does what the plan says."""
        return not self.remove and not self.add

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines, in the order to enter them."""
        return self.remove + self.add
