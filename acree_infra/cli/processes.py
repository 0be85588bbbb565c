"""Verbs run as processes of their own: what one does wrong, or how much memory it takes, is its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORDS = {
    0: "done",
    1: "FAILED",
    2: "wrong files or use",
    3: "account refused",
    4: "check failed",
    5: "refused",
    7: "changes",
    130: "interrupted",
}
_WORST_FIRST = (130, 1, 3, 2, 5, 4, 7, 0)
"""An unknown code, such as that of a killed process, counts as 1."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How one verb ended.

    Attributes:
        name: what it was run for.
        code: exit code.
        out: what it printed; of joined streams both.
        err: what it said on standard error; of joined streams nothing.
        seconds: how long it took.
    """

    name: str
    code: int
    out: str
    err: str
    seconds: float

    @property
    def word(self) -> str:
        """The code in words."""
        return _WORDS.get(self.code, f"ended with {self.code}")

    @property
    def said(self) -> str:
        """Both streams, the report last."""
        return self.err + self.out

    @property
    def last(self) -> str:
        """Its last line that is not empty."""
        lines = [line.strip() for line in self.said.splitlines() if line.strip()]
        return lines[-1] if lines else ""


def run_verb(name: str, arguments: Sequence[str], *, joined: bool = False) -> Ended:
    """Run `acree` with these arguments, nobody at its input.

    Args:
        name: what it is run for.
        arguments: verb and options.
        joined: whether both streams come as one, in the order in which they were written.
    """
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "acree_infra.cli.main", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if joined else subprocess.PIPE,
        text=True,
        check=False,
    )
    return Ended(name, done.returncode, done.stdout, done.stderr or "", time.monotonic() - begun)


def worst(codes: Iterable[int]) -> int:
    """One exit code for several; 0 where there is none."""
    known = {code if code in _WORST_FIRST else 1 for code in codes} | {0}
    return next(code for code in _WORST_FIRST if code in known)
