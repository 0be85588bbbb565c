"""A registry that dies is started again, as the real service would do it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from acree_sandbox.core.errors import SandboxError

FIRST_SECONDS = 0.2
MOST_SECONDS = 10.0
STEADY_SECONDS = 30.0
"""Who has run for so long is no longer in a series of failures."""
_log = logging.getLogger(__name__)


class Process(Protocol):
    """What is watched."""

    def wait(self) -> int:
        """Return its exit code once it has ended."""

    def wait_until_listening(self, deadline: float) -> None:
        """Return when it answers."""

    def close(self) -> None:
        """End it."""


class Supervised:
    """A process that is started again whenever it ends by itself, later and later while it keeps failing.

    Args:
        name: what it is, for the log.
        start: starts it; called once here, and again after each end.
        first: seconds before the first new start; each further one takes twice as long, up to `MOST_SECONDS`.
    """

    def __init__(self, name: str, start: Callable[[], Process], first: float = FIRST_SECONDS) -> None:
        self._name = name
        self._start = start
        self._first = first
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._process = start()
        self._thread = threading.Thread(target=self._watch, name=f"sandbox-{name}", daemon=True)
        self._thread.start()

    def wait_until_listening(self, deadline: float) -> None:
        """Return when the process that runs now answers.

        Args:
            deadline: by `time.monotonic`.

        Raises:
            SandboxError: it ended, or does not answer in time.
        """
        self._process.wait_until_listening(deadline)

    def close(self) -> None:
        """End it for good."""
        with self._lock:
            self._closing.set()
            self._process.close()
        self._thread.join()

    def _watch(self) -> None:
        pause = self._first
        began = time.monotonic()
        while True:
            code = self._process.wait()
            if self._closing.is_set():
                return
            if time.monotonic() - began > STEADY_SECONDS:
                pause = self._first
            _log.error("%s ended with code %d; it is started again in %g s", self._name, code, pause)
            if not self._started_again(pause):
                return
            began = time.monotonic()
            pause = min(2 * pause, MOST_SECONDS)

    def _started_again(self, pause: float) -> bool:
        """Whether a new process runs; False when all is to end."""
        while not self._closing.wait(pause):
            with self._lock:
                if self._closing.is_set():
                    return False
                try:
                    self._process = self._start()
                except (OSError, SandboxError) as error:
                    _log.exception("%s cannot be started: %s", self._name, error)  # as one line too
                    continue
                _log.warning("%s is started again", self._name)
                return True
        return False
