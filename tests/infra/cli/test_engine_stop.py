from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from acree_infra.cli.engine_stop import stopping

WAITS = "import signal, sys; print('up', flush=True); signal.pause()"


def test_an_interrupt_is_noted_and_does_not_end_anything(capsys: pytest.CaptureFixture[str]) -> None:
    with stopping() as stop:
        assert not stop.asked
        signal.raise_signal(signal.SIGINT)
    assert stop.asked
    assert "waiting for what is under way" in capsys.readouterr().err


def test_a_signal_for_this_process_alone_is_handed_on_as_an_interrupt() -> None:
    with subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        with stopping() as stop:
            signal.raise_signal(signal.SIGTERM)
        _, errors = child.communicate(timeout=60)
    assert stop.asked
    assert b"KeyboardInterrupt" in errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_after_it_a_signal_is_what_it_was(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with stopping():
        assert signal.getsignal(number) is not before
    assert signal.getsignal(number) is before
