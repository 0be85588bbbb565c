"""The account of a world: through the official SDK over TLS, or through the same actions inside of this process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from unittest.mock import patch

from acree_infra.cloud.clouds import Clouds
from acree_infra.cloud.errors import ApiError
from acree_infra.cloud.sdk import live
from acree_infra.cloud.sdk.answer import Answer
from acree_infra.cloud.sdk.service import Service, _snake
from acree_infra.cloud.sdk.settings import Settings
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.core.errors import ApiError as Refused
from acree_sandbox.core.running import RunningServer

_READING = ("Describe", "List", "Get")
_CHANGED = {
    "CBN": "alibabacloud_cbn20170912",
    "VPC": "alibabacloud_vpc20160428",
    "CR": "alibabacloud_cr20181201",
    "VPCPEER": "alibabacloud_vpcpeer20220101",
    "EXPRESSCONNECTROUTER": "alibabacloud_expressconnectrouter20230901",
}
_ENDPOINTS = ("STS", "PVTZ", *_CHANGED)


@dataclass(frozen=True, slots=True)
class Account:
    """One account.

    Attributes:
        clouds: the readers that discovery wants.
        services: what changes it, by code.
    """

    clouds: Clouds
    services: Mapping[str, Service]

    def call(self, code: str, action: str, region: str, **parameters: object) -> Answer:
        """Change something, or ask.

        Raises:
            ApiError: the service refused it.
        """
        return self.services[code].call(action, region, {"RegionId": region, **parameters})


class _Inside(Service):
    """A service whose calls are functions of this process; what is sent and answered is as over the wire."""

    def __init__(self, dispatcher: Dispatcher, code: str, package: str) -> None:
        super().__init__(code, package, Settings())
        self._version = f"{package[-8:-4]}-{package[-4:-2]}-{package[-2:]}"
        self._dispatcher = dispatcher

    def call(self, action: str, region: str, parameters: Mapping[str, Any]) -> Answer:
        sent = dict(_flat("", {name: value for name, value in parameters.items() if value is not None}))
        name = f"{self._code.lower()}:{action}"
        try:
            return Answer(name, region, self._dispatcher.call(self._version, action, sent))
        except Refused as error:
            raise ApiError(name, region, error.code, error.message) from error


class _Official(Service):
    """The official SDK, also for changes."""

    def call(self, action: str, region: str, parameters: Mapping[str, Any]) -> Answer:
        if action.startswith(_READING):
            return super().call(action, region, parameters)
        request = getattr(import_module(f"{self._package}.models"), f"{action}Request")().from_map(dict(parameters))
        for name, value in vars(request).items():
            if value == []:  # the SDK would send a list that nobody gave
                setattr(request, name, None)
        method = getattr(self._client(region), _snake(f"{action}WithOptions"))
        body = method(request, import_module("darabonba.runtime").RuntimeOptions()).body
        return Answer(f"{self._code.lower()}:{action}", region, body.to_map())


def inside(cloud: Cloud) -> Account:
    """The account of a cloud, without a socket."""
    dispatcher = Dispatcher(cloud)

    def service(code: str, package: str, _settings: Settings | None = None, *, central: str = "") -> Service:
        return _Inside(dispatcher, code, package)

    with patch.object(live, "Service", service):
        clouds = live.live_account({})
    return Account(clouds, {code: service(code, package) for code, package in _CHANGED.items()})


def over_tls(server: RunningServer) -> Account:
    """The account of a running control plane, by the official SDK."""
    key_id, secret = next(iter(server.cloud.world.keys.items()))
    environ = {"ALICLOUD_ACCESS_KEY": key_id, "ALICLOUD_SECRET_KEY": secret, "SSL_CERT_FILE": str(server.ca_file)}
    environ |= {f"{code}_ENDPOINT": server.endpoint for code in _ENDPOINTS}
    settings = Settings.from_environment(environ)
    services = {code: _Official(code, package, settings) for code, package in _CHANGED.items()}
    return Account(live.live_account(environ), services)


def _flat(prefix: str, value: object) -> Iterator[tuple[str, str]]:
    """Parameters as the wire spells them: `ZoneMappings.1.ZoneId`, `true`."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _flat(f"{prefix}.{name}" if prefix else name, part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, part in enumerate(value, 1):
            yield from _flat(f"{prefix}.{number}", part)
    elif isinstance(value, bool):
        yield prefix, str(value).lower()
    else:
        yield prefix, str(value)
