"""How long the command takes, whole process, with compiled modules as after any first start."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, measure, process

ROOT = Path(__file__).resolve().parents[1]
RUNS = 9


@measure("command line")
def command_line() -> list[Figure]:
    """`acree --help`, and `acree plan` of the worked example."""
    return list(_figures())


def _figures() -> Iterator[Figure]:
    acree = str(Path(sys.executable).parent / "acree")
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for name, arguments, aim in (("acree --help", ["--help"], 0.15), ("acree plan -s dev", ["plan", "-s", "dev"], 0.4)):
        command = [acree, *arguments]
        process(command, environ, str(ROOT))
        seconds = min(process(command, environ, str(ROOT)) for _ in range(RUNS))
        yield Figure(f"{name}, whole process, quickest of {RUNS}", seconds, "s", aim)
