"""The specimen service instead of the real ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.core.running import RunningServer, serve
from acree_sandbox.core.world import World
from tests.sandbox.core.specimens import SPECIMENS


@pytest.fixture
def dispatcher(cloud: Cloud) -> Dispatcher:
    return Dispatcher(cloud, SPECIMENS)


@pytest.fixture
def server(tmp_path: Path, world: World) -> Iterator[RunningServer]:
    with serve(tmp_path / "sandbox", world, registry=SPECIMENS) as running:
        yield running
