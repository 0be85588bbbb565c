"""Kept outputs: compared whole, and written anew by `--update-golden`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Golden = Callable[[str, str], None]
GOLDEN = Path(__file__).parents[2] / "golden" / "plan"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the kept outputs of tests/golden anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with a kept one; the difference is for a person to read and to commit."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden", default=False):
            path.write_text(text, encoding="utf-8")
        command = "pytest tests/infra/reports --update-golden"
        assert path.exists(), f"{path} is missing: {command} writes it"
        assert text == path.read_text(encoding="utf-8"), f"{name} differs: if that is right, run {command}"

    return check
