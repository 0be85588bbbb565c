"""What a person sees while the engine works, on standard error: a bar per region, what is waited for, what is slow."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from acree_infra.cli.streams import complain
from acree_infra.program.engine import Severity
from acree_infra.program.steps import Action, Step

SLOW = 30.0
"""Seconds after which a step is named as slow; attachments take 10 to 60 seconds when all is well."""

_DONE = {
    Action.CREATE: "created",
    Action.UPDATE: "updated",
    Action.REPLACE: "replaced",
    Action.DELETE: "deleted",
}


class Quiet:
    """Shows nothing: the outcome tells."""

    def begun(self, step: Step) -> None:
        """A step begins."""

    def finished(self, step: Step) -> None:
        """A step has ended well."""

    def failed(self, step: Step) -> None:
        """A step has failed."""

    def said(self, severity: Severity, text: str) -> None:
        """The engine says something."""


class Lines(Quiet):
    """A line for each change, with how far its region is: for logs.

    Args:
        planned: what the preview says will change.
        clock: seconds.
    """

    def __init__(self, planned: Iterable[Step], clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._total = Counter(step.region for step in planned)
        self._done: Counter[str] = Counter()
        self._counted: set[Step] = set()
        self._since: dict[Step, float] = {}
        self._slow: set[Step] = set()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._looking.join()

    def begun(self, step: Step) -> None:
        """Note when it began."""
        if step.changes:
            with self._lock:
                self._since.setdefault(step, self._clock())

    def finished(self, step: Step) -> None:
        """Say how far the region is."""
        if not self._count(step):
            return
        took = self._take(step)
        total = max(self._total[step.region], self._done[step.region])
        complain(
            f"  {step.region:<14} {self._done[step.region]:>3}/{total:<3} {step.label} {_DONE[step.action]} {took}"
        )

    def failed(self, step: Step) -> None:
        """Say that it failed; why was said before."""
        complain(f"  {step.region:<14} FAILED  {step.label} {self._take(step)}")

    def said(self, severity: Severity, text: str) -> None:
        """Show warnings and errors."""
        if severity is not Severity.INFO:
            complain(f"  {severity}: {text}")

    def slow(self) -> list[str]:
        """What has newly become slow, each as a line."""
        now = self._clock()
        with self._lock:
            new = [step for step, since in self._since.items() if now - since > SLOW and step not in self._slow]
            self._slow.update(new)
            return [f"{step.label} in {step.region} takes longer than {SLOW:.0f} s" for step in new]

    def _count(self, step: Step) -> bool:
        """Whether it is a change that ends for the first time: a replacement ends in several parts."""
        if not step.changes or step in self._counted:
            return False
        self._counted.add(step)
        self._done[step.region] += 1
        return True

    def _take(self, step: Step) -> str:
        with self._lock:
            since = self._since.pop(step, None)
        return f"({self._clock() - since:.1f} s)" if since is not None else ""

    def _look(self) -> None:
        while not self._ended.wait(1.0):
            for line in self.slow():
                complain(f"  slow: {line}")


def progress(planned: Iterable[Step]) -> Lines:
    """What fits where standard error leads."""
    terminal = sys.stderr is not None and sys.stderr.isatty()
    if not terminal:
        return Lines(planned)
    from acree_infra.cli.engine_bars import Bars  # only for a terminal

    return Bars(planned)
