"""A plain client of the sandbox: one connection, signed calls, JSON back."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode


class SignedClient:
    """Calls actions of one service version over one kept-alive connection.

    Args:
        port: port of the sandbox on loopback, plain HTTP.
        version: version of the service.
        key: access key id.
        secret: its secret.
    """

    def __init__(self, port: int, version: str, key: str, secret: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._fixed = {
            "Version": version,
            "AccessKeyId": key,
            "Format": "JSON",
            "RegionId": "cn-hangzhou",
            "SignatureMethod": "HMAC-SHA1",
            "SignatureVersion": "1.0",
        }
        self._secret = f"{secret}&".encode()

    def call(self, action: str, **parameters: str) -> dict[str, Any]:
        """Call an action; RuntimeError when it is refused."""
        sent = {
            **self._fixed,
            **parameters,
            "Action": action,
            "SignatureNonce": uuid.uuid4().hex,
            "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        canonical = urlencode(sorted(sent.items()), quote_via=quote, safe="-_.~")
        text = f"POST&%2F&{quote(canonical, safe='-_.~')}"
        digest = hmac.new(self._secret, text.encode(), hashlib.sha1).digest()
        sent["Signature"] = base64.b64encode(digest).decode()
        self._connection.request("POST", f"/?{urlencode(sent)}")
        response = self._connection.getresponse()
        document: dict[str, Any] = json.loads(response.read())
        if response.status != http.client.OK:
            raise RuntimeError(f"{action}: {document}")
        return document

    def close(self) -> None:
        """End the connection."""
        self._connection.close()
