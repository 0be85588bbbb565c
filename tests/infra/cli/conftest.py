"""A project on disk, and the command run in it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from acree_infra.cli.main import main
from tests.infra.discovery.conftest import account, around, names, registry
from tests.infra.program.projects import write_project
from tests.infra.routing.variations import Data, example

__all__ = ["account", "around", "names", "registry"]


@dataclass(frozen=True)
class Result:
    """What a user sees."""

    code: int
    out: str
    err: str


Acree = Callable[..., Result]
Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Nothing of the machine's settings, and logging as it was."""
    for name in ("ACREE_STACK", "ACREE_DEBUG", "NO_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def acree(capsys: pytest.CaptureFixture[str]) -> Acree:
    """Runs the command in this process."""

    def run(*arguments: str) -> Result:
        capsys.readouterr()
        code = main(arguments)
        shown = capsys.readouterr()
        return Result(code, shown.out, shown.err)

    return run


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the worked example, changed by a function; gives the folder of the stack files."""

    def made(change: Callable[[Data, Data], object] = lambda stack, lock: None, *, locked: bool = True) -> Path:
        stack, lock = example()
        change(stack, lock)
        write_project(tmp_path, stack, lock if locked else None)
        return tmp_path / "stacks"

    return made


@pytest.fixture
def stacks(write: Write) -> Path:
    """The worked example, resolved."""
    return write()
