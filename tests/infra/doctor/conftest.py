"""The lab, as a fixture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.infra.doctor.lab import Lab, lab


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with lab(tmp_path_factory.mktemp("lab")) as running:
        yield running
