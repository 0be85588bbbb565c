"""Running data planes for tests, and short words for what is tried on them."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from acree_sandbox.api import load_services
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.running import Network
from tests.sandbox.network.worlds import cloud_of

Building = Callable[[dict[str, Any]], tuple[Cloud, Network]]


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Building]:
    """Builds the data plane of a world; it is gone after the test."""
    load_services()
    with ExitStack() as stack:

        def building(content: dict[str, Any]) -> tuple[Cloud, Network]:
            cloud = cloud_of(content)
            return cloud, stack.enter_context(Network(cloud, tmp_path / "network"))

        yield building


def answers(network: Network, host: str, address: str) -> bool:
    """Whether an address answers a ping from a host within a quarter of a second."""
    done = network.exec(host, ["ping", "-n", "-c", "1", "-W", "0.25", address])
    assert done.returncode in {0, 1}, done.stderr
    return done.returncode == 0


def shown(network: Network, namespace: str, *command: str) -> str:
    """What iproute2 shows in a namespace."""
    whole = [*network.entering(namespace), "ip", *command]
    return subprocess.run(whole, check=True, capture_output=True, text=True).stdout
