"""The official SDK as a client of the sandbox; its models judge the shapes of the answers."""

import re
from typing import Any

from alibabacloud_tea_openapi.utils_models import Config
from alibabacloud_vpc20160428 import models
from alibabacloud_vpc20160428.client import Client

from acree_sandbox.core.running import RunningServer
from tests.sandbox.api.cbn.sdk import wrong_shapes


class Sdk:
    """Calls by the action's name with the model's own field names; every answer is checked."""

    def __init__(self, server: RunningServer, secret: str = "sandbox-secret") -> None:
        self.client = Client(
            Config(
                access_key_id="sandbox-key",
                access_key_secret=secret,
                endpoint=server.endpoint,
                protocol="HTTPS",
                ca=str(server.ca_file),
                region_id="cn-hangzhou",
            )
        )

    def ask(self, action: str, **fields: Any) -> Any:  # noqa: ANN401  # a model of the SDK, which has no types
        """Call an action in Hangzhou; return the body of its answer."""
        request = getattr(models, f"{action}Request")(**{"region_id": "cn-hangzhou", **fields})
        method = getattr(self.client, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", action).lower())
        body = method(request).body
        assert body.request_id
        assert wrong_shapes(body) == []
        return body
