"""Changes of status that are on their way, in the order in which they fall due."""

from __future__ import annotations

from heapq import heappop, heappush

from acree_sandbox.core.resources import Resource

FOREVER = 3600.0


class Schedule:
    """Which resources have a next status, and when."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, str, str]] = []
        self._reads: dict[tuple[str, str], int] = {}

    def add(self, row: Resource, reads: int = 0) -> None:
        """Expect a resource's next status at its time, and not before `reads` reading calls have seen it."""
        if reads:
            self._reads[row.kind, row.id] = reads
        heappush(self._heap, (row.due_at, row.kind, row.id))

    def seen(self, kind: str, identifier: str) -> None:
        """Count one reading call that saw a resource."""
        left = self._reads.get((kind, identifier))
        if left is not None:
            if left > 1:
                self._reads[kind, identifier] = left - 1
            else:
                del self._reads[kind, identifier]

    @property
    def counts_reads(self) -> bool:
        """Whether any resource waits for reading calls."""
        return bool(self._reads)

    def due(self, now: float) -> list[tuple[float, str, str]]:
        """Take out and return (time, kind, id) of what is due."""
        ready: list[tuple[float, str, str]] = []
        held: list[tuple[float, str, str]] = []
        while self._heap and self._heap[0][0] <= now:
            entry = heappop(self._heap)
            (held if entry[1:] in self._reads else ready).append(entry)
        for entry in held:
            heappush(self._heap, entry)
        return ready

    def until_next(self, now: float) -> float:
        """Return the seconds until something is due by the clock."""
        waiting = (time for time, kind, identifier in self._heap if (kind, identifier) not in self._reads)
        return max(0.0, min(waiting, default=now + FOREVER) - now)
