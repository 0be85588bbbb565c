"""A figure: what was measured, the number, the aim, and whether it was met."""

from __future__ import annotations

import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One number beside its aim.

    Attributes:
        name: what was measured.
        value: the number.
        unit: its unit; empty for a ratio.
        aim: the number that was wanted.
        most: whether the aim is an upper limit; a lower one otherwise.
    """

    name: str
    value: float
    unit: str
    aim: float
    most: bool = True

    @property
    def met(self) -> bool:
        """Whether the aim was met."""
        return self.value <= self.aim if self.most else self.value >= self.aim

    def __str__(self) -> str:
        limit = "at most" if self.most else "at least"
        verdict = "met" if self.met else "NOT MET"
        value, aim = (f"{number:.3g}{' ' + self.unit if self.unit else ''}" for number in (self.value, self.aim))
        return f"{self.name:<66} {value:>10}   {limit} {aim:<8} {verdict}"


Measure = Callable[[], Sequence[Figure]]
MEASURES: dict[str, Measure] = {}
"""Every measure by name, in the order of registration."""


def measure(name: str) -> Callable[[Measure], Measure]:
    """Register a measure; ValueError when its name is taken."""

    def register(function: Measure) -> Measure:
        if name in MEASURES:
            raise ValueError(f"measure {name!r} is taken")
        MEASURES[name] = function
        return function

    return register


def best(function: Callable[[], object], times: int = 5) -> float:
    """Seconds of the quickest of some runs: what the machine can do when nothing disturbs it."""
    return min(timed(function) for _ in range(times))


def median(function: Callable[[], object], times: int = 3) -> float:
    """Seconds of the middle one of some runs."""
    return statistics.median(timed(function) for _ in range(times))


def timed(function: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def process(command: Sequence[str], environ: Mapping[str, str] | None = None, folder: str | None = None) -> float:
    """Seconds that a whole process takes; it must succeed."""
    start = time.perf_counter()
    subprocess.run(  # our own programs, no shell
        command, env=environ, cwd=folder, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - start


def peak_memory() -> float:
    """The most memory that this process has had, in MB."""
    scale = 1024 if sys.platform.startswith("linux") else 1024 * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def exponent(small: tuple[float, float], large: tuple[float, float]) -> float:
    """How fast time grows with size: 1 for linear; from (size, seconds) of two runs."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])
