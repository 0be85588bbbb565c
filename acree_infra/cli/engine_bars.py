"""A bar per region that moves in place, while the engine works."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from acree_infra.cli.engine_progress import Lines
from acree_infra.program.engine import Severity
from acree_infra.program.steps import Step


class Bars(Lines):
    """A bar per region that moves in place: for a terminal."""

    def __init__(self, planned: Iterable[Step], clock: Callable[[], float] = time.monotonic) -> None:
        planned = tuple(planned)
        super().__init__(planned, clock)
        self._progress = Progress(
            TextColumn("{task.description:<14}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[waiting]}", markup=False),
            console=Console(stderr=True),
        )
        self._tasks = {
            region: self._progress.add_task(region, total=total, waiting="")
            for region, total in sorted(self._total.items())
        }

    def __enter__(self) -> Self:
        self._progress.start()
        return super().__enter__()

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        super().__exit__(kind, value, at)
        self._progress.stop()

    def begun(self, step: Step) -> None:
        """Show that it is waited for."""
        super().begun(step)
        self._show(step.region)

    def finished(self, step: Step) -> None:
        """Move the bar of the region."""
        if self._count(step):
            self._take(step)
            self._show(step.region)

    def failed(self, step: Step) -> None:
        """Say that it failed, above the bars."""
        self._progress.console.print(f"FAILED {step.label} {self._take(step)}", markup=False, highlight=False)
        self._show(step.region)

    def said(self, severity: Severity, text: str) -> None:
        """Show warnings and errors above the bars."""
        if severity is not Severity.INFO:
            self._progress.console.print(f"{severity}: {text}", markup=False, highlight=False)

    def _show(self, region: str) -> None:
        if region in self._tasks:
            now = self._clock()
            with self._lock:
                waits = [(since, step.label) for step, since in self._since.items() if step.region == region]
            told = ", ".join(f"{name} ({now - since:.0f} s)" for since, name in sorted(waits)[:2])
            self._progress.update(self._tasks[region], completed=self._done[region], waiting=told)

    def _look(self) -> None:
        while not self._ended.wait(1.0):
            for region in self._tasks:
                self._show(region)
            for line in self.slow():
                self._progress.console.print(f"slow: {line}", markup=False, highlight=False)
