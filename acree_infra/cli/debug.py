"""What only someone who looks for a fault wants to see: tracebacks, and what libraries log."""

from __future__ import annotations

import os

DEBUG = "ACREE_DEBUG"
"""Environment variable that asks for it."""


def debugging() -> bool:
    """Whether it is wanted."""
    return bool(os.environ.get(DEBUG))


def hush_libraries() -> None:
    """Keep the cloud's SDKs from printing warnings and tracebacks: each failure is told once, in our words.

    Their loggers set handlers and levels of their own when they are imported, so only the switch for all helps.
    """
    if not debugging():
        import logging  # only where an SDK is used

        logging.disable(logging.CRITICAL)
