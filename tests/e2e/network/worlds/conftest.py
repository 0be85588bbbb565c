"""One bench for all tests of worlds."""

from collections.abc import Iterator

import pytest

from tests.e2e.network.worlds.bench import Bench, running


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with running(tmp_path_factory.mktemp("worlds")) as made:
        yield made
