"""Who handles an interrupt while look-ups run, and after."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from acree_infra.cli.interrupt import INTERRUPTED, ending_at_once


class Ended(BaseException):
    """The process would be gone."""


@pytest.fixture(autouse=True)
def _usual_handler() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_inside_the_process_ends_with_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def gone(code: int) -> None:
        raise Ended(code)

    monkeypatch.setattr(os, "_exit", gone)
    with pytest.raises(Ended) as ended, ending_at_once():
        signal.raise_signal(signal.SIGINT)
    assert ended.value.args == (130,)
    assert capsys.readouterr().err == f"{INTERRUPTED}\n"


def test_after_it_an_interrupt_is_what_it_was() -> None:
    with ending_at_once():
        assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_a_failure_inside_puts_it_back_too() -> None:
    with pytest.raises(ValueError, match="no answer"), ending_at_once():
        raise ValueError("no answer")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ignored_interrupts_stay_ignored() -> None:
    """As behind `nohup`, or in the background of a shell."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with ending_at_once():
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
