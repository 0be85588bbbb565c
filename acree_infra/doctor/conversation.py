"""Talks to a program that may say too much, say nothing, or never end: everything that is taken has a limit."""

from __future__ import annotations

import os
import selectors
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

_CHUNK = 65_536
_GLANCE = 0.1
"""Seconds after which an end is looked for that no pipe tells of."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended.

    Attributes:
        code: its exit code.
        output: what it printed.
        said: the end of what it printed to standard error.
        late: whether it was ended because it took too long.
        flooded: whether it was ended because it printed too much.
    """

    code: int
    output: bytes
    said: str
    late: bool = False
    flooded: bool = False


def converse(command: Sequence[str], given: bytes, *, seconds: float, most: int) -> Ended:
    """Run a program with a text on its standard input.

    Nobody waits for what the program has left running with its pipes in hand.

    Args:
        command: program and arguments.
        given: its standard input.
        seconds: how long it may take.
        most: bytes of output that are taken.

    Raises:
        FileNotFoundError: there is no such program.
    """
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0) as process:
        try:
            return _Talk(process, given, time.monotonic() + seconds, most).ended()
        finally:
            process.kill()


class _Talk:
    """One conversation."""

    def __init__(self, process: subprocess.Popen[bytes], given: bytes, deadline: float, most: int) -> None:
        self._process = process
        self._given = memoryview(given)
        self._deadline = deadline
        self._most = most
        self._output = bytearray()
        self._said = b""
        self._selector = selectors.DefaultSelector()

    def ended(self) -> Ended:
        """Talk to the end."""
        with self._selector:
            for pipe, events, act in (
                (self._process.stdin, selectors.EVENT_WRITE, self._give),
                (self._process.stdout, selectors.EVENT_READ, self._take),
                (self._process.stderr, selectors.EVENT_READ, self._listen),
            ):
                if pipe is not None:
                    os.set_blocking(pipe.fileno(), False)
                    self._selector.register(pipe, events, act)
            while self._goes_on():
                for key, _ in self._selector.select(_GLANCE):
                    key.data(key.fileobj)
                if len(self._output) > self._most:
                    return self._as_it_is(flooded=True)
                if time.monotonic() > self._deadline:
                    return self._as_it_is(late=True)
            for key, _ in self._selector.select(0):  # what it said last, however it ended
                key.data(key.fileobj)
        return self._as_it_is()

    def _goes_on(self) -> bool:
        output = self._process.stdout
        return self._process.poll() is None or (output is not None and not output.closed)

    def _as_it_is(self, *, late: bool = False, flooded: bool = False) -> Ended:
        code = self._process.poll()
        said = self._said.decode(errors="replace")
        return Ended(-1 if code is None else code, bytes(self._output), said, late=late, flooded=flooded)

    def _give(self, pipe: IO[bytes]) -> None:
        try:
            self._given = self._given[os.write(pipe.fileno(), self._given[:_CHUNK]) :]
        except BrokenPipeError:  # it wants no more, which its end explains
            self._given = self._given[:0]
        if not self._given:
            self._close(pipe)

    def _take(self, pipe: IO[bytes]) -> None:
        read = os.read(pipe.fileno(), _CHUNK)
        self._output += read
        if not read:
            self._close(pipe)

    def _listen(self, pipe: IO[bytes]) -> None:
        read = os.read(pipe.fileno(), _CHUNK)
        self._said = (self._said + read)[-_CHUNK:]
        if not read:
            self._close(pipe)

    def _close(self, pipe: IO[bytes]) -> None:
        self._selector.unregister(pipe)
        pipe.close()
