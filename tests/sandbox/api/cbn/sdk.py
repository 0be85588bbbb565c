"""The official SDK as a client of the sandbox, and its models as judge of the answers' shapes."""

import inspect
import re
from typing import Any

from alibabacloud_cbn20170912 import models
from alibabacloud_cbn20170912.client import Client
from alibabacloud_tea_openapi.utils_models import Config

from acree_sandbox.core.running import RunningServer

PLAIN = {"str": str, "int": int, "bool": bool}
OTHERWISE = {("CheckTransitRouterServiceResponseBody", "enabled"): bool}
"""Where the model says text but the provider crashes on anything but a truth value."""


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
        """Call an action; return the body of its answer."""
        request = getattr(models, f"{action}Request")(**fields)
        method = getattr(self.client, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", action).lower())
        body = method(request).body
        assert body.request_id
        assert wrong_shapes(body) == []
        return body


def wrong_shapes(model: Any, where: str = "") -> list[str]:  # noqa: ANN401  # a model of the SDK, which has no types
    """What in a model has another type than it declares."""
    wrong = []
    for name, parameter in inspect.signature(type(model).__init__).parameters.items():
        value = getattr(model, name, None)
        if name == "self" or value is None:
            continue
        declared = OTHERWISE.get((type(model).__name__, name)) or PLAIN.get(str(parameter.annotation))
        here = f"{where}{type(model).__name__}.{name}"
        for item in value if isinstance(value, list) else [value]:
            if hasattr(item, "to_map"):
                wrong += wrong_shapes(item, f"{here}/")
            elif declared and type(item) is not declared:
                wrong.append(f"{here}: wanted {declared.__name__}, found {item!r}")
        if isinstance(value, list) != str(parameter.annotation).startswith("List"):
            wrong.append(f"{here}: wanted {parameter.annotation}, found {value!r}")
    return wrong
