"""Many stacks, each in a process of its own: what one does wrong, or how much memory it takes, is its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.streams import complain, emit
from acree_infra.errors import ConfigError

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
    """How one stack ended.

    Attributes:
        stack: its name.
        code: exit code.
        said: what it printed, both streams.
        seconds: how long it took.
    """

    stack: str
    code: int
    said: str
    seconds: float

    @property
    def word(self) -> str:
        """The code in words."""
        return _WORDS.get(self.code, f"ended with {self.code}")

    @property
    def last(self) -> str:
        """Its last line that is not empty."""
        lines = [line.strip() for line in self.said.splitlines() if line.strip()]
        return lines[-1] if lines else ""


class Fleet:
    """Runs one command for many stacks.

    Args:
        command: verb and options of `acree`, without the stack.
        jobs: how many at a time.
        keep: folder for a file of what each stack said.
    """

    def __init__(self, command: Sequence[str], jobs: int, *, keep: Path | None) -> None:
        self._command, self._jobs, self._keep = tuple(command), jobs, keep
        self._stopped = threading.Event()

    def run(self, stacks: Sequence[str], *, verbose: bool) -> int:
        """Run, tell each as it ends, then the summary; the worst exit code.

        An interrupt lets those that run come to their own end, which they are told by the terminal, and begins no
        other.
        """
        self._make_folder()
        before = signal.signal(signal.SIGINT, self._stop)
        try:
            with ThreadPoolExecutor(self._jobs) as pool:
                ended = list(pool.map(lambda stack: self._one(stack, verbose=verbose), stacks))
        finally:
            signal.signal(signal.SIGINT, before)
        emit(_summary(ended))
        return worst(one.code for one in ended)

    def _one(self, stack: str, *, verbose: bool) -> Ended:
        if self._stopped.is_set():
            return Ended(stack, ExitCode.INTERRUPTED, "not begun", 0.0)
        verb, *options = self._command
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "acree_infra.cli.main", verb, "--stack", stack, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        ended = Ended(stack, done.returncode, done.stdout, time.monotonic() - begun)
        self._tell(ended, verbose=verbose)
        return ended

    def _tell(self, ended: Ended, *, verbose: bool) -> None:
        if self._keep is not None:
            from acree_infra.reports.output import write_file  # only where a file is wanted

            write_file(self._keep / f"{ended.stack}.txt", ended.said)
        lines = [f"{ended.stack}: {ended.word} after {ended.seconds:.1f} s"]
        if verbose or ended.code:
            lines += [f"  {line}" for line in ended.said.splitlines()]
        complain("\n".join(lines))

    def _make_folder(self) -> None:
        try:
            if self._keep is not None:
                self._keep.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"{self._keep} cannot be made a folder: {error.strerror}") from error

    def _stop(self, *_: object) -> None:
        self._stopped.set()
        complain("acree: waiting for the stacks that run; no other is begun")


def worst(codes: Iterable[int]) -> int:
    """The exit code of a fleet; 0 where there is none."""
    known = {code if code in _WORST_FIRST else 1 for code in codes} | {0}
    return next(code for code in _WORST_FIRST if code in known)


def _summary(ended: Sequence[Ended]) -> str:
    from acree_infra.reports.style import Style, columns  # light, but only now

    rows = [(one.stack, one.word, f"{one.seconds:.1f} s", one.last) for one in ended]
    counts = Counter(one.word for one in ended)
    head = f"{len(ended)} stacks: " + ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))
    return "\n".join([head, *columns(rows, Style())]) + "\n"
