"""Programs of `scripts.on_host`, running on hosts of a workplace's network."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from scripts.workplace import ROOT, Workplace

PROGRAMS = "scripts.on_host"
SECONDS = 0.6
"""How long an address may take to answer: a packet without a route never does."""
_PATIENCE = 600.0
"""Seconds for a few pulls, each of which may wait for one that never ends."""


@contextmanager
def running(place: Workplace, host: str, program: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run a program on a host; its input ends with the context, and it is to end then.

    Args:
        place: a workplace with a network.
        host: id or name of the host.
        program: its name in `scripts.on_host`.
        arguments: its arguments.
    """
    entering = (str(Path(sys.executable).parent / "acree-sandbox"), "exec", "--state", str(place.folder / "sandbox"))
    environ = place.variables | {"DOCKER_CONFIG": str(place.folder / "docker")}
    with subprocess.Popen(
        (*entering, host, "--", sys.executable, "-m", f"{PROGRAMS}.{program}", *arguments),
        cwd=ROOT,
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


class Reach:
    """Asks from one host which addresses answer.

    Args:
        process: `reach.py` on that host.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._asked, self._answers = pipes(process)

    def ask(self, addresses: Iterable[str]) -> dict[str, bool]:
        """Whether each address answers.

        Raises:
            RuntimeError: the program on the host has ended.
        """
        print(json.dumps(sorted(set(addresses))), file=self._asked, flush=True)
        line = self._answers.readline()
        if not line:
            raise RuntimeError("what asks from the host has ended; it has said why")
        found: dict[str, bool] = json.loads(line)
        return found


@contextmanager
def reaching(place: Workplace, host: str) -> Iterator[Reach]:
    """Ask from a host."""
    with running(place, host, "reach", str(SECONDS)) as process:
        yield Reach(process)


@dataclass(frozen=True, slots=True)
class Pull:
    """One attempt of a host.

    Attributes:
        host: name of the host.
        began: seconds since the epoch.
        ended: the same.
        wrong: what failed; empty for a pull that worked.
    """

    host: str
    began: float
    ended: float
    wrong: tuple[str, ...]


class Pulls:
    """What a host that pulls in a loop has met so far.

    Args:
        host: name of the host.
        process: `pull.py` on that host.
    """

    def __init__(self, host: str, process: subprocess.Popen[str]) -> None:
        self._host = host
        self._process = process
        self._found: list[Pull] = []
        self._more = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._read, name=f"pulls of {host}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        pipes(self._process)[0].close()
        self._thread.join()

    @property
    def found(self) -> tuple[Pull, ...]:
        """Every attempt that has ended."""
        with self._more:
            return tuple(self._found)

    def wait(self, number: int) -> None:
        """Return when so many further attempts have begun and ended from now on.

        Raises:
            RuntimeError: the loop has ended, or does not go on.
        """
        with self._more:
            wanted = len(self._found) + number + 1  # one has begun before
            if not self._more.wait_for(lambda: self._ended or len(self._found) >= wanted, _PATIENCE) or self._ended:
                raise RuntimeError(f"the pulls of {self._host} stand still after {len(self._found)}")

    def _read(self) -> None:
        for line in pipes(self._process)[1]:
            row: dict[str, Any] = json.loads(line)
            with self._more:
                self._found.append(Pull(self._host, row["began"], row["ended"], tuple(row["wrong"])))
                self._more.notify_all()
        with self._more:
            self._ended = True
            self._more.notify_all()


@contextmanager
def pulling(place: Workplace, host: str, image: str, auth_host: str) -> Iterator[Pulls]:
    """Let a host pull in a loop.

    Args:
        place: a workplace with a network, logged in to the registry.
        host: id or name of the host.
        image: full name of the image.
        auth_host: name of the auth service, whose every address must answer.
    """
    target = str(place.folder / f"pulled-by-{host}.tar")
    with running(place, host, "pull", image, target, auth_host) as process, Pulls(host, process) as pulls:
        yield pulls


def pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    """The pipes to a process and from it, of one that was started with both."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("wanted a process with pipes to it and from it")
    return process.stdin, process.stdout
