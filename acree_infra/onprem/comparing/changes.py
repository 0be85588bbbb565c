"""What a comparison finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """Lines to enter on a device: those that remove first, then those that add, and what can go only after that.

    Attributes:
        remove: what must go, in an order that the device takes: nothing goes before what refers to it.
        add: what must come, in the order of the rendered file.
        late: what must go, but is referred to until what comes is there.
    """

    remove: tuple[str, ...]
    add: tuple[str, ...]
    late: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the device already does what the plan says."""
        return not self.lines

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines, in the order to enter them."""
        return self.remove + self.add + self.late
