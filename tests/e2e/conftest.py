"""The stories of all modules that are run, begun together."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.telling import AT_ONCE, Telling


@pytest.fixture(scope="session")
def telling(
    request: pytest.FixtureRequest, engine_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Telling]:
    modules = {item.module.__name__ for item in request.session.items if isinstance(item, pytest.Function)}
    pool = ThreadPoolExecutor(AT_ONCE)
    told = Telling(tmp_path_factory.mktemp("stories"), engine_environment, pool)
    try:
        told.begin(modules)
        yield told
    finally:
        pool.shutdown(cancel_futures=True)
