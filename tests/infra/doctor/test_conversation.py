"""Programs that say too much, say nothing, or never end."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acree_infra.doctor import conversation
from acree_infra.doctor.conversation import Ended, converse

PLENTY = 60.0
MOST = 1 << 20


def sh(script: str, text: bytes = b"", *, seconds: float = PLENTY, most: int = MOST) -> Ended:
    return converse(["sh", "-c", script], text, seconds=seconds, most=most)


class TestEnds:
    def test_what_it_says_on_both_streams(self) -> None:
        ended = sh("cat; echo beside >&2; exit 3", b"hello")
        assert (ended.code, ended.output, ended.said) == (3, b"hello", "beside\n")
        assert (ended.late, ended.flooded) == (False, False)

    def test_one_that_reads_nothing(self) -> None:
        """A pipe that breaks is no error: its end tells what was wrong."""
        ended = sh("exec <&-; echo no >&2; exit 1", b"x" * 1_000_000)
        assert (ended.code, ended.said) == (1, "no\n")

    def test_one_that_a_signal_ends(self) -> None:
        assert sh("kill -9 $$").code == -9

    def test_one_that_closes_its_output_and_goes_on(self) -> None:
        assert sh("exec >&- 2>&-; sleep 0.3; exit 4").code == 4

    def test_what_it_says_last_is_heard(self) -> None:
        assert sh("exec >&-; echo last >&2").said == "last\n"

    @settings(max_examples=20, deadline=None)
    @given(text=st.binary(max_size=300_000))
    def test_any_text_goes_through(self, text: bytes) -> None:
        assert converse(["cat"], text, seconds=PLENTY, most=MOST).output == text

    def test_no_such_program(self) -> None:
        with pytest.raises(FileNotFoundError):
            converse(["no-such-program-here"], b"", seconds=PLENTY, most=MOST)


class TestLimits:
    def test_one_that_never_ends(self) -> None:
        ended = sh("echo begun; exec sleep 300", seconds=0.5)
        assert (ended.late, ended.output) == (True, b"begun\n")

    def test_one_that_says_too_much(self) -> None:
        ended = sh("exec cat /dev/zero", most=100_000)
        assert ended.flooded
        assert 100_000 < len(ended.output) <= 100_000 + 65_536

    def test_one_that_floods_the_other_stream(self) -> None:
        """The end is kept: there stands why."""
        ended = sh("head -c 3000000 /dev/zero >&2; echo why >&2")
        assert ended.said.endswith("why\n")
        assert len(ended.said) <= 65_536

    def test_what_it_leaves_running_is_not_waited_for(self) -> None:
        ended = sh("exec 2>&1; sleep 300 >/dev/null & echo $!")
        subprocess.run(["kill", ended.output.decode().strip()], check=True)
        assert ended.code == 0

    def test_not_even_with_its_output_in_hand(self) -> None:
        ended = sh("sleep 300 & echo $!", seconds=0.5)
        subprocess.run(["kill", ended.output.decode().strip()], check=True)
        assert ended.late

    def test_it_does_not_outlive_what_goes_wrong_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        started: list[subprocess.Popen[bytes]] = []

        def interrupted(process: subprocess.Popen[bytes], *_: object) -> None:
            started.append(process)
            raise KeyboardInterrupt

        monkeypatch.setattr(conversation, "_Talk", interrupted)
        with pytest.raises(KeyboardInterrupt):
            sh("exec sleep 300")
        assert started[0].returncode == -9
