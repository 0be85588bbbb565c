"""A program that takes the place of `ssh`: it notes what it is given, and runs it as on a host."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_PROGRAM = """#!/bin/sh
for word; do printf '%s\\n' "$word"; done >"{notes}/$$.words"
cat >"{notes}/$$.given"
. {behaviour}
"""
_RUN = 'exec env -i {variables} /bin/sh -s <"{notes}/$$.given"\n'


@dataclass(frozen=True)
class FakeSsh:
    """What stands on PATH as `ssh`.

    Attributes:
        folder: where it lies.
        environ: environment of scripts on the host.
    """

    folder: Path
    environ: Mapping[str, str]

    def __post_init__(self) -> None:
        self.notes.mkdir(parents=True)
        self.program.write_text(_PROGRAM.format(notes=self.notes, behaviour=shlex.quote(str(self._behaviour))))
        self.program.chmod(0o755)
        self.runs()

    @property
    def program(self) -> Path:
        return self.folder / "ssh"

    @property
    def notes(self) -> Path:
        return self.folder / "notes"

    @property
    def calls(self) -> list[list[str]]:
        """The words of each call, the first one first."""
        return [path.read_text().splitlines() for path in self._noted("words")]

    @property
    def given(self) -> list[str]:
        """What stood on standard input of each call."""
        return [path.read_text() for path in self._noted("given")]

    def runs(self, before: str = "") -> None:
        """Let it run what it is given, after something else."""
        variables = " ".join(shlex.quote(f"{name}={value}") for name, value in self.environ.items())
        self.does(before + _RUN.format(variables=variables, notes=self.notes))

    def does(self, behaviour: str) -> None:
        """Let it do something of its own."""
        self._behaviour.write_text(behaviour)

    @property
    def _behaviour(self) -> Path:
        return self.folder / "behaviour"

    def _noted(self, kind: str) -> list[Path]:
        return sorted(self.notes.glob(f"*.{kind}"), key=lambda path: path.stat().st_mtime_ns)
