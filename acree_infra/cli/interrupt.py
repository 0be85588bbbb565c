"""An interrupt while answers are awaited: it ends the command now, not when the last silent service has timed out."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.streams import complain

INTERRUPTED = "acree: interrupted; nothing was half-written"
"""What is said, wherever the interrupt comes."""


@contextmanager
def ending_at_once() -> Iterator[None]:
    """Around work that only reads, in threads.

    A `KeyboardInterrupt` would wait for every thread, each in a read that may take half a minute. Where interrupts
    are ignored, as behind `nohup` or in a shell's background, or handled by someone else, that stays so.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(*_: object) -> None:
    complain(INTERRUPTED)
    os._exit(ExitCode.INTERRUPTED)
