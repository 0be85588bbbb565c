"""Signals while the engine works: it is asked to stop once, and waited for, so that the state stays true.

A terminal sends Ctrl-C to the engine as well, which then finishes what is under way and begins nothing new. A signal
that only this process gets, as from a pipeline that is cancelled, is handed on.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from acree_infra.cli.streams import complain

_ASKED = "acree: asked the engine to stop; waiting for what is under way (once more: give that up)"


@dataclass
class Stop:
    """Whether somebody asked to stop."""

    asked: bool = False

    def interrupted(self, _number: int, _frame: FrameType | None) -> None:
        """Ctrl-C: the engine has it too."""
        self.asked = True
        complain(_ASKED)

    def terminated(self, _number: int, _frame: FrameType | None) -> None:
        """A signal for this process alone: the engine is told."""
        self.asked = True
        complain(_ASKED)
        for child in _children():
            os.kill(child, signal.SIGINT)


@contextmanager
def stopping() -> Iterator[Stop]:
    """Around the engine's work; what was set before is set again after it."""
    stop = Stop()
    before = {
        number: signal.signal(number, handler)
        for number, handler in ((signal.SIGINT, stop.interrupted), (signal.SIGTERM, stop.terminated))
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _children() -> list[int]:
    """The processes that this one has started; none where the system does not tell (only Linux does)."""
    found: list[int] = []
    for path in Path("/proc/self/task").glob("*/children"):
        found += [int(number) for number in path.read_text(encoding="ascii").split()]
    return found
