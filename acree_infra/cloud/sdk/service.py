"""One service behind the official SDK: a call by its action name, with retries, and lists read to their end.

The SDK packages take 0.6 s and more to import, so they are imported at the first call.
"""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

from acree_infra.cloud.sdk.answer import Answer
from acree_infra.cloud.sdk.failure import Failure
from acree_infra.cloud.sdk.settings import Settings

_PAUSES = 4
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 8.0


class Service:
    """Calls one service in any region; may be used from several threads.

    Args:
        code: code of the service, for example `CBN`; names its endpoint variable.
        package: SDK package.
        settings: endpoint, keys and limits.
        central: endpoint of a service that has one for all regions; empty for one endpoint a region.
        sleep: waits between attempts, seconds.
    """

    def __init__(
        self,
        code: str,
        package: str,
        settings: Settings,
        *,
        central: str = "",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._code = code
        self._package = package
        self._settings = settings
        self._central = central
        self._sleep = sleep
        self._clients: dict[str, Any] = {}
        self._guard = threading.Lock()

    def call(self, action: str, region: str, parameters: Mapping[str, Any]) -> Answer:
        """One call; repeated with growing pauses while the service is busy or cannot be reached.

        Raises:
            AccessError: the access key is missing or was refused.
            ApiError: any other failure.
        """
        pauses = 0
        while not isinstance(outcome := self._once(action, region, parameters), Answer):
            if pauses == _PAUSES or not outcome.passes:
                raise outcome.error()
            spread = random.uniform(0.8, 1.2)  # noqa: S311  # keeps threads apart, guards nothing
            self._sleep(min(outcome.retry_after or _FIRST_PAUSE * 2**pauses * spread, _LONGEST_PAUSE))
            pauses += 1
        return outcome

    def by_number(
        self,
        action: str,
        region: str,
        parameters: Mapping[str, Any],
        *path: str,
        size: int = 50,
        number: str = "PageNumber",
        total: str = "TotalCount",
    ) -> Iterator[Answer]:
        """Every item of a list that is paged by page number; `path` leads to the items."""
        seen, page = 0, 0
        while True:
            page += 1
            answer = self.call(action, region, {**parameters, number: page, "PageSize": size})
            items = answer.parts(*path)
            yield from items
            seen += len(items)
            if not items or seen >= (answer.number(total) or 0):
                return

    def by_token(
        self,
        action: str,
        region: str,
        parameters: Mapping[str, Any],
        *path: str,
        limit: str = "MaxResults",
    ) -> Iterator[Answer]:
        """Every item of a list that is paged by `NextToken`; `path` leads to the items.

        Raises:
            ApiError: the service gives the same token again, so that the list would never end.
        """
        token = ""
        while True:
            following = {"NextToken": token} if token else {}
            answer = self.call(action, region, {**parameters, limit: 100, **following})
            yield from answer.parts(*path)
            if not (found := answer.text("NextToken")):
                return
            if found == token:
                raise answer.unexpected(f"the same NextToken {token} again")
            token = found

    def _once(self, action: str, region: str, parameters: Mapping[str, Any]) -> Answer | Failure:
        name = f"{self._code.lower()}:{action}"
        client = self._client(region)
        models = import_module(f"{self._package}.models")
        runtime = import_module("darabonba.runtime").RuntimeOptions()
        errors = import_module("Tea.exceptions")
        method = getattr(client, f"{_snake(action)}_with_options")
        request = getattr(models, f"{action}Request", None)
        try:
            arguments = () if request is None else (request().from_map(dict(parameters)),)
            body = method(*arguments, runtime).body
        except (errors.TeaException, errors.UnretryableException, errors.RequiredArgumentException) as error:
            return Failure.of(name, region, error)
        if body is None:
            raise Answer(name, region, {}).unexpected("an answer that the SDK's model does not take")
        answer = Answer(name, region, body.to_map())
        if answer.flag("IsSuccess") is False or answer.flag("Success") is False:
            code = answer.text("Code") or "NotSuccessful"
            return Failure(name, region, code, "the service says that it did not succeed", answer.text("RequestId"))
        return answer

    def _client(self, region: str) -> Any:  # noqa: ANN401  # the SDK's classes carry no types
        with self._guard:
            if region not in self._clients:
                self._clients[region] = import_module(f"{self._package}.client").Client(self._config(region))
            return self._clients[region]

    def _config(self, region: str) -> Any:  # noqa: ANN401  # same
        settings = self._settings
        config = import_module("alibabacloud_tea_openapi.utils_models").Config(
            region_id=region,
            endpoint=settings.endpoint(self._code) or self._central or None,
            protocol="HTTPS",
            ca=settings.ca_file or None,
            connect_timeout=settings.connect_milliseconds,
            read_timeout=settings.read_milliseconds,
        )
        if settings.key is None:
            config.credential = import_module("alibabacloud_credentials.client").Client()
        else:
            config.access_key_id = settings.key.id
            config.access_key_secret = settings.key.secret
            config.security_token = settings.key.token or None
        return config


def _snake(action: str) -> str:
    """The SDK's own spelling of a method: `DescribeVSwitches` is `describe_vswitches`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", action).lower()
