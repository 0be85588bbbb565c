"""Misbehaviour that a test asks for: refusals, server errors, lost answers, slowness."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from acree_sandbox.core.errors import SandboxError
from acree_sandbox.core.world import ANY

FOREVER = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way to misbehave.

    Attributes:
        action: the action that is hit; ``*`` for every one.
        code: error code to refuse with, such as ``Throttling.User``; empty lets the call through.
        message: message of the refusal.
        status: HTTP status of the refusal, such as 503.
        times: how many calls are hit; -1 for all until the faults are cleared.
        delay: seconds before the call is served.
        lost: the call is served and counts, but the connection is closed without an answer.
    """

    action: str = ANY
    code: str = ""
    message: str = "Asked for by a fault of the sandbox."
    status: int = 400
    times: int = 1
    delay: float = 0.0
    lost: bool = False


THROTTLING = Fault(code="Throttling.User", message="Request was denied due to user flow control.")
"""The refusal of a caller that asks too often; ``dataclasses.replace`` sets the action and how often."""


class Faults:
    """The faults that are set, served in the order in which they were added. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Set a fault; SandboxError when it would do nothing."""
        if not (fault.code or fault.delay or fault.lost):
            raise SandboxError(f"the fault for {fault.action!r} does nothing; set code, delay or lost")
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        """Behave again."""
        with self._lock:
            self._faults = []

    def listed(self) -> Sequence[Fault]:
        """Return the faults that have calls left to hit."""
        with self._lock:
            return tuple(self._faults)

    def take(self, action: str) -> Fault | None:
        """Return the first fault that hits a call of this action, and count the hit."""
        if not self._faults:
            return None
        with self._lock:
            for position, fault in enumerate(self._faults):
                if fault.action in (ANY, action):
                    self._count(position, fault)
                    return fault
        return None

    def _count(self, position: int, fault: Fault) -> None:
        if fault.times == 1:
            del self._faults[position]
        elif fault.times != FOREVER:
            self._faults[position] = replace(fault, times=fault.times - 1)


def fault_from(document: object) -> Fault:
    """Return a fault from its JSON form; SandboxError names what does not fit."""
    if not isinstance(document, dict):
        raise SandboxError(f"wanted a fault as a JSON object, found {type(document).__name__}")
    known = asdict(Fault())
    for name, value in document.items():
        if name not in known:
            raise SandboxError(f"a fault has no {name!r}; it has {', '.join(known)}")
        wanted = type(known[name])
        if not isinstance(value, wanted) and not (wanted is float and isinstance(value, int)):
            raise SandboxError(f"{name!r} of a fault is a {wanted.__name__}, found {value!r}")
    return Fault(**document)
