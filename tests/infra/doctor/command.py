"""The verb, as a person gives it."""

from __future__ import annotations

from pathlib import Path

from acree_infra.cli.main import main


def doctor(folder: Path, *words: str) -> int:
    return main(["doctor", "--dir", str(folder), "--timeout", "1", *words])
