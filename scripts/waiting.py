"""Waiting until something holds."""

from __future__ import annotations

import time
from collections.abc import Callable

SECONDS = 60.0
"""Far more than anything takes: a busy machine must not fail a check."""


def until(true: Callable[[], bool], seconds: float = SECONDS) -> bool:
    """Wait until something holds; whether it did within the time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
