"""The worked example, applied, with the programs of the toolchain on PATH."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.independent.tools import need
from tests.e2e.network.lab import Lab, running_lab

OLDER = Path(__file__).with_name("older_registry.py")


@pytest.fixture
def lab(tmp_path: Path, engine_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    monkeypatch.setenv("PATH", engine_environment["PATH"])
    with running_lab(tmp_path) as running:
        yield running


@pytest.fixture
def older_lab(tmp_path: Path, engine_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    """The same with the registry of the operating system."""
    need("docker-registry")
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "registry").symlink_to(OLDER)
    monkeypatch.setenv("PATH", f"{programs}:{engine_environment['PATH']}")
    with running_lab(tmp_path) as running:
        yield running
