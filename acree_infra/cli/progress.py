"""What a person sees while look-ups run: a line for each that ends, on standard error."""

from __future__ import annotations

import sys

from acree_infra.cli.streams import complain
from acree_infra.discovery.progress import Observer, Progress, Stage, silent

_WORDS = {Stage.BEGIN: "...", Stage.DONE: "ok", Stage.FAILED: "failed", Stage.NOTE: "note"}


def observer(*, quiet: bool) -> Observer:
    """Something that shows progress, or nothing."""
    return silent if quiet else show


def show(event: Progress) -> None:
    """Show one event; a start is shown only to someone who waits at a terminal.

    Nobody there to read it is no reason to give up the look-ups.
    """
    if event.stage is Stage.BEGIN and (sys.stderr is None or not sys.stderr.isatty()):
        return
    took = f" ({event.seconds:.1f} s)" if event.seconds is not None else ""
    text = f": {' '.join(event.text.split())}" if event.text else ""
    complain(f"  {_WORDS[event.stage]:<6} {event.subject}{took}{text}")
