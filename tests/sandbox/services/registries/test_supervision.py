"""What ends by itself is started again; what is closed is not."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

import pytest

from acree_sandbox.core.errors import SandboxError
from acree_sandbox.services.registries import supervision
from acree_sandbox.services.registries.supervision import Supervised

PATIENCE = 30


class Fake:
    """A process that ends when it is told."""

    def __init__(self) -> None:
        self._codes: queue.Queue[int] = queue.Queue()
        self.closed = False

    def wait(self) -> int:
        return self._codes.get(timeout=PATIENCE)

    def wait_until_listening(self, deadline: float) -> None:
        if deadline < time.monotonic():
            raise SandboxError("it does not answer")

    def end(self, code: int) -> None:
        self._codes.put(code)

    def close(self) -> None:
        self.closed = True
        self.end(0)


class Starts:
    """Starts fakes; `refuse` says how often that fails first."""

    def __init__(self) -> None:
        self.made: queue.Queue[Fake] = queue.Queue()
        self.refuse: list[Exception] = []
        self.number = 0

    def __call__(self) -> Fake:
        self.number += 1
        if self.refuse:
            raise self.refuse.pop()
        fake = Fake()
        self.made.put(fake)
        return fake

    def next(self) -> Fake:
        return self.made.get(timeout=PATIENCE)


@pytest.fixture
def starts() -> Starts:
    return Starts()


Said = Callable[[], list[str]]


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Said:
    caplog.set_level(logging.INFO, supervision.__name__)
    return lambda: [record.getMessage() for record in caplog.records]


def test_it_starts_again_and_the_log_says_so(starts: Starts, said: Said) -> None:
    watched = Supervised("the registry cri-1", starts, 0.001)
    starts.next().end(137)
    second = starts.next()
    watched.close()
    assert second.closed
    assert starts.number == 2
    assert said() == [
        "the registry cri-1 ended with code 137; it is started again in 0.001 s",
        "the registry cri-1 is started again",
    ]


def test_the_pause_grows_while_it_keeps_failing(starts: Starts, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "MOST_SECONDS", 0.005)
    watched = Supervised("it", starts, 0.001)
    for _ in range(4):
        starts.next().end(1)
    starts.next()
    watched.close()
    pauses = [text.rpartition(" in ")[2] for text in said() if "ended" in text]
    assert pauses == ["0.001 s", "0.002 s", "0.004 s", "0.005 s"]


def test_who_ran_steadily_is_started_again_at_once(starts: Starts, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "STEADY_SECONDS", -1.0)
    watched = Supervised("it", starts, 0.001)
    for _ in range(3):
        starts.next().end(1)
    starts.next()
    watched.close()
    assert all(text.endswith("in 0.001 s") for text in said() if "ended" in text)


@pytest.mark.parametrize("error", [SandboxError("there is no namespace"), OSError("no more processes")])
def test_a_start_that_fails_is_tried_again(starts: Starts, said: Said, error: Exception) -> None:
    watched = Supervised("it", starts, 0.001)
    starts.refuse.append(error)
    starts.next().end(2)
    starts.next()
    watched.close()
    assert f"it cannot be started: {error}" in said()


def test_what_cannot_be_started_at_all_says_so_at_once(starts: Starts) -> None:
    starts.refuse.append(SandboxError("no program"))
    with pytest.raises(SandboxError, match="no program"):
        Supervised("it", starts)


def test_closing_ends_it_for_good(starts: Starts, said: Said) -> None:
    watched = Supervised("it", starts)
    watched.close()
    assert starts.next().closed
    assert starts.number == 1
    assert said() == []


def test_closing_while_it_waits_to_be_started_again(starts: Starts) -> None:
    watched = Supervised("it", starts, 3600)
    starts.next().end(1)
    watched.close()
    assert starts.number == 1


def test_closing_while_a_start_fails_again_and_again(starts: Starts) -> None:
    watched = Supervised("it", starts, 0.001)
    starts.refuse += [OSError("no")] * 100_000
    starts.next().end(1)
    closing = threading.Thread(target=watched.close)
    closing.start()
    closing.join(PATIENCE)
    assert not closing.is_alive()


def test_the_present_process_is_asked_whether_it_answers(starts: Starts) -> None:
    watched = Supervised("it", starts)
    watched.wait_until_listening(time.monotonic() + PATIENCE)
    with pytest.raises(SandboxError, match="does not answer"):
        watched.wait_until_listening(time.monotonic() - 1)
    watched.close()
