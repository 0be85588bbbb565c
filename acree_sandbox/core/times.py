"""Moments as the services write them: UTC, to the second or to the minute, or epoch milliseconds."""

from __future__ import annotations

import time
from functools import lru_cache


@lru_cache(maxsize=4096)
def _written(seconds: int, form: str) -> str:
    return time.strftime(form, time.gmtime(seconds))


def iso_time(seconds: float) -> str:
    """Return ``2026-01-01T00:00:00Z`` for a moment in seconds since the epoch."""
    return _written(int(seconds), "%Y-%m-%dT%H:%M:%SZ")


def iso_minute(seconds: float) -> str:
    """Return ``2026-01-01T00:00Z`` for a moment in seconds since the epoch."""
    return _written(int(seconds), "%Y-%m-%dT%H:%MZ")


def epoch_milliseconds(seconds: float) -> int:
    """Return the moment in milliseconds since the epoch, as cr and the VPN actions write it."""
    return int(seconds * 1000)
