"""A plain client of moto's server, as light as the sandbox's: the answer is parsed, nothing more is done with it."""

from __future__ import annotations

import http.client
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

_HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Authorization": "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/ec2/aws4_request, Signature=none",
}


class MotoClient:
    """Calls actions of EC2; moto checks no signature, so none is made.

    Args:
        port: port of moto's server on loopback.
    """

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)

    def call(self, action: str, element: str, **parameters: str) -> str:
        """Call an action and return the first element of this name; RuntimeError when it is refused."""
        body = urlencode({"Action": action, "Version": "2016-11-15", **parameters})
        self._connection.request("POST", "/", body, _HEADERS)
        response = self._connection.getresponse()
        text = response.read()
        if response.status != http.client.OK:
            raise RuntimeError(f"{action}: {text!r}")
        root = ET.fromstring(text)  # noqa: S314  # our own server's answer
        return next((found.text or "" for found in root.iter() if found.tag.rpartition("}")[2] == element), "")

    def close(self) -> None:
        """End the connection."""
        self._connection.close()
