"""A server in the place of the services."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from acree_infra.cloud.sdk.service import Service
from tests.infra.cloud.sdk.service_server import ServiceServer, serve_services

PACKAGES = {
    "STS": "alibabacloud_sts20150401",
    "CBN": "alibabacloud_cbn20170912",
    "VPC": "alibabacloud_vpc20160428",
    "CR": "alibabacloud_cr20181201",
    "PVTZ": "alibabacloud_pvtz20180101",
    "VPCPEER": "alibabacloud_vpcpeer20220101",
    "EXPRESSCONNECTROUTER": "alibabacloud_expressconnectrouter20230901",
}


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceServer]:
    with serve_services(tmp_path_factory.mktemp("services")) as running:
        yield running


@pytest.fixture
def pauses() -> list[float]:
    """Seconds that a service was told to wait; nothing really waits."""
    return []


@pytest.fixture
def service(server: ServiceServer, pauses: list[float]) -> Callable[[str], Service]:
    return lambda code: Service(code, PACKAGES[code], server.settings(), sleep=pauses.append)
