"""Many stacks, some at a time, each in a process of its own."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.processes import Ended, run_verb
from acree_infra.cli.streams import complain
from acree_infra.errors import ConfigError


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

    def run(self, stacks: Sequence[str], *, verbose: bool) -> list[Ended]:
        """Run, and tell each as it ends.

        An interrupt lets those that run come to their own end, which they are told by the terminal, and begins no
        other.
        """
        self._make_folder()
        before = signal.signal(signal.SIGINT, self._stop)
        try:
            with ThreadPoolExecutor(self._jobs) as pool:
                return list(pool.map(lambda stack: self._one(stack, verbose=verbose), stacks))
        finally:
            signal.signal(signal.SIGINT, before)

    def _one(self, stack: str, *, verbose: bool) -> Ended:
        if self._stopped.is_set():
            return Ended(stack, ExitCode.INTERRUPTED, "", "not begun", 0.0)
        verb, *options = self._command
        ended = run_verb(stack, (verb, "--stack", stack, *options), joined=True)
        self._tell(ended, verbose=verbose)
        return ended

    def _tell(self, ended: Ended, *, verbose: bool) -> None:
        if self._keep is not None:
            from acree_infra.reports.output import write_file  # only where a file is wanted

            write_file(self._keep / f"{ended.name}.txt", ended.said)
        lines = [f"{ended.name}: {ended.word} after {ended.seconds:.1f} s"]
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


def summary(ended: Sequence[Ended]) -> str:
    """How many ended how, then a line for each: name, how it ended, how long it took, its last line."""
    from acree_infra.reports.style import Style, columns  # light, but only now

    rows = [(one.name, one.word, f"{one.seconds:.1f} s", one.last) for one in ended]
    counts = Counter(one.word for one in ended)
    head = f"{len(ended)} stacks: " + ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))
    return "\n".join([head, *columns(rows, Style())]) + "\n"
