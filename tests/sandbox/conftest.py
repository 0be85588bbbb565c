"""What a test of the sandbox gets: a clock that it moves, an empty cloud, calls without a socket, a running server."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from acree_sandbox.api import load_services
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.core.registry import Service
from acree_sandbox.core.running import RunningServer, serve
from acree_sandbox.core.world import World

START = 1_767_225_600.0  # 2026-01-01T00:00:00Z

Calling = Callable[..., dict[str, Any]]


class Clock:
    """Seconds since the epoch, as a test sets them."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world() -> World:
    """The world of `cloud` and `server`; a test module gives its own by a fixture of the same name."""
    return World()


@pytest.fixture
def cloud(clock: Clock, world: World) -> Cloud:
    """A cloud that keeps nothing on disk, on the test's clock."""
    return Cloud(world, clock=clock)


@pytest.fixture
def dispatcher(cloud: Cloud) -> Dispatcher:
    load_services()
    return Dispatcher(cloud)


@pytest.fixture
def call(dispatcher: Dispatcher) -> Calling:
    """Calls an action of a service without a socket: ``call(CBN, "CreateCen", Name="x", **{"Tag.1.Key": "k"})``.

    Refusals are raised as ApiError.
    """

    def calling(
        service: Service, action: str, parameters: Mapping[str, str] | None = None, **more: str
    ) -> dict[str, Any]:
        return dict(dispatcher.call(service.version, action, {**(parameters or {}), **more}))

    return calling


@pytest.fixture
def server(tmp_path: Path, world: World) -> Iterator[RunningServer]:
    """A control plane on TLS with the served actions of all services, on the real clock."""
    with serve(tmp_path / "sandbox", world) as running:
        yield running
