"""Runs long commands and says every few seconds how far they are."""

import re
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from acree_toolchain.errors import ToolchainError

_TICK_SECONDS = 10.0
_KEPT_LINES = 20
_PACKAGE = re.compile(r"[\w.-]+(/[\w.~-]+)*")


def say(text: str) -> None:
    """Tells the person who waits what happens; on standard error, so that output can be piped."""
    print(f"toolchain: {text}", file=sys.stderr, flush=True)


class Output:
    """Reads what a command prints: counts the modules that Go fetches and the packages it compiles, keeps the end."""

    def __init__(self) -> None:
        self.fetched = 0
        self.compiled = 0
        self.tail: deque[str] = deque(maxlen=_KEPT_LINES)

    def read(self, lines: Iterable[str]) -> None:
        """Takes lines until there are no more."""
        for line in lines:
            text = line.rstrip()
            self.fetched += text.startswith("go: downloading ")
            self.compiled += _PACKAGE.fullmatch(text) is not None
            self.tail.append(text)

    def summary(self) -> str:
        """Says what was counted, after a comma; nothing for commands other than Go."""
        counts = {"modules fetched": self.fetched, "packages compiled": self.compiled}
        return "".join(f", {count} {what}" for what, count in counts.items() if count)


def run(label: str, command: Sequence[str], *, environ: Mapping[str, str], folder: Path | None = None) -> None:
    """Runs a command to its end, with a line of progress every ten seconds.

    Args:
        label: what is being done, for the progress lines.
        command: program and arguments.
        environ: its whole environment.
        folder: where to run it; here when left out.

    Raises:
        ToolchainError: the command failed; the text carries its last lines.
    """
    output = Output()
    started = time.monotonic()
    with subprocess.Popen(
        command, cwd=folder, env=environ, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    ) as process:  # fmt: skip
        reader = threading.Thread(target=output.read, args=(process.stdout,), daemon=True)
        reader.start()
        try:
            while (status := _wait(process)) is None:
                say(f"{label}: {time.monotonic() - started:.0f} s{output.summary()}")
        finally:
            process.terminate()  # only reached early when interrupted
            reader.join()
    if status != 0:
        detail = "\n  ".join(output.tail)
        message = f"{label} failed with exit code {status}; its last lines:\n  {detail}"
        raise ToolchainError(message, exit_code=1)


def _wait(process: subprocess.Popen[str]) -> int | None:
    try:
        return process.wait(_TICK_SECONDS)
    except subprocess.TimeoutExpired:
        return None
