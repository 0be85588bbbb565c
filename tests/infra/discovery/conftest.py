"""Real servers on loopback: DNS, and a registry that answers with a challenge over TLS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from acree_infra.discovery.surroundings import Endpoint, Surroundings
from tests.infra.cloud.https_server import Request, Response, serve_https
from tests.infra.discovery.dns_server import DnsServer, serve_dns
from tests.infra.discovery.fakes import AUTH_HOST, BUCKET_HOST, REGISTRY_HOST, FakeAccount, worked_account
from tests.infra.discovery.scene import Events, Registry
from tests.infra.samples import stack_data


@pytest.fixture
def names() -> Iterator[DnsServer]:
    with serve_dns() as server:
        server.names.update(
            {REGISTRY_HOST: ["127.0.0.1"], AUTH_HOST: ["100.103.9.188"], BUCKET_HOST: ["100.118.28.44"]}
        )
        yield server


@pytest.fixture
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    def answer(request: Request) -> Response:
        return running.answer(request)

    with serve_https(tmp_path_factory.mktemp("registry"), answer, REGISTRY_HOST) as server:
        running = Registry(server)
        yield running


@pytest.fixture
def around(names: DnsServer, registry: Registry) -> Surroundings:
    """Surroundings of the two servers; nothing really waits."""
    return Surroundings(
        resolvers=(names.endpoint,),
        connect_to={(REGISTRY_HOST, 443): Endpoint("127.0.0.1", registry.server.port)},
        ca_file=registry.server.ca_file,
        timeout=2.0,
        sleep=lambda seconds: None,
    )


@pytest.fixture
def offline() -> Surroundings:
    """Surroundings in which every question would fail at once."""
    return Surroundings(resolvers=(Endpoint("127.0.0.1", 9),), timeout=0.2, sleep=lambda seconds: None)


@pytest.fixture
def account() -> FakeAccount:
    return worked_account()


@pytest.fixture
def events() -> Events:
    return Events()


@pytest.fixture
def data() -> dict[str, Any]:
    """The stack file of the worked example, to be changed by a test."""
    return stack_data()


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Where stack file and lock file lie."""
    return tmp_path
