"""Speaking to a running sandbox about itself."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from acree_sandbox.cli.process import environment_of
from acree_sandbox.core.errors import SandboxError

SECONDS = 180
"""How long an answer may take: a device's tunnels are waited for."""


def ask(found: Mapping[str, object], method: str, path: str, body: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401  # JSON of any shape
    """Send one administrative request, with JSON if there is any, and return the JSON that came back.

    Raises:
        SandboxError: it does not answer, or refuses.
    """
    address = urlsplit(str(found["url"]))
    context = ssl.create_default_context(cafile=environment_of(found)["SSL_CERT_FILE"])
    connection = http.client.HTTPSConnection(address.hostname or "", address.port, context=context, timeout=SECONDS)
    try:
        connection.request(method, f"/sandbox/{path}", json.dumps(body) if body else None)
        response = connection.getresponse()
        document = json.loads(response.read())
    except OSError as error:
        raise SandboxError(f"the sandbox at {found['url']} does not answer: {error}") from error
    finally:
        connection.close()
    if response.status != http.client.OK:
        raise SandboxError(str(document.get("error", document)))
    return document
