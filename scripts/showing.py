"""How the demo speaks: titles, counted progress, and nothing that a newcomer would have to skip."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from scripts.workplace import CommandFailed, Workplace

FINISHED = re.compile(r"^ [+-] +alicloud:\S+ \S+ (created|deleted) ")
"""A line of the engine about a resource of the cloud that is ready."""
STEP = 5


def title(text: str) -> None:
    """Begin a part."""
    print(f"\n== {text}\n", flush=True)


def show(text: str) -> None:
    """Print lines, indented."""
    print("\n".join(f"  {line}" if line else "" for line in text.rstrip().splitlines()), flush=True)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say what begins, and how long it took."""
    print(f"  {what} …", end=" ", flush=True)
    start = time.monotonic()
    yield
    print(f"{time.monotonic() - start:.1f} s", flush=True)


def watched(place: Workplace, *arguments: str) -> str:
    """Run the engine, and count aloud the resources that it has finished.

    Returns:
        What it said.

    Raises:
        CommandFailed: it ended with an error.
    """
    said, finished = [], 0
    with place.started(*arguments) as running:
        for line in running.stdout or ():
            said.append(line)
            if FINISHED.search(line):
                finished += 1
                if finished % STEP == 0:
                    print(finished, end=" ", flush=True)
    output = "".join(said)
    if running.returncode:
        raise CommandFailed(("pulumi", *arguments), running.returncode, output)
    print(f"({finished} in all)", end=" ", flush=True)
    return output


def summary(output: str) -> str:
    """The engine's own count of what it did."""
    found = re.search(r"Resources:\n((?: +.*\n)+)", output)
    return "; ".join(line.strip() for line in found[1].splitlines()) if found else output.strip().splitlines()[-1]
