"""One connection to one address of one host, phase by phase, with nothing hidden: no redirect is followed."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from typing import Any

FAILURES = (OSError, http.client.HTTPException, ValueError)
"""What a phase may raise: sockets and TLS, broken HTTP, names and paths that cannot be sent."""
_WRONG_NAME = (62, 64)
"""OpenSSL's codes for a certificate of another host name, or of another address."""
_KINDS = ((ConnectionRefusedError, "refused"), (ConnectionError, "reset"), (OSError, "unreachable"))
_CHUNK = 65_536


def milliseconds(since: float) -> float:
    """Time since a moment of `time.perf_counter`."""
    return round((time.perf_counter() - since) * 1000, 1)


def failure_kind(error: Exception) -> str:
    """One word for what went wrong: timeout, tls-name, tls-untrusted, tls, refused, reset, unreachable, garbled."""
    if isinstance(error, (socket.timeout, TimeoutError)):  # two classes before Python 3.10
        return "timeout"
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "tls-name" if getattr(error, "verify_code", 0) in _WRONG_NAME else "tls-untrusted"
    if isinstance(error, ssl.CertificateError):  # before Python 3.7 told of names only
        return "tls-name"
    if isinstance(error, ssl.SSLError):
        return "reset" if "EOF" in str(error) else "tls"
    return next((word for kind, word in _KINDS if isinstance(error, kind)), "garbled")


def failure_detail(error: Exception) -> str:
    """What the system says of it, in one line. Errors of HTTP repeat what was sent, so only their kind is told."""
    if not isinstance(error, OSError):
        return type(error).__name__
    said = getattr(error, "verify_message", "") or getattr(error, "strerror", "") or str(error)
    return " ".join(str(said or type(error).__name__).split())[:200]


def source_address(target: tuple[str, int]) -> str:
    """The address that packets to a target leave from; empty when there is no way there. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
        try:
            channel.connect(target)
            return str(channel.getsockname()[0])
        except OSError:
            return ""


class Answer:
    """An HTTP answer.

    Attributes:
        status: HTTP status.
        headers: an `http.client.HTTPMessage`.
        body: at most the wanted number of bytes.
        milliseconds: from the request to the last byte read.
    """

    def __init__(self, status: int, headers: Any, body: bytes, took: float) -> None:  # noqa: ANN401  # runs on 3.6
        self.status = status
        self.headers = headers
        self.body = body
        self.milliseconds = took


class Line:
    """A connection that is kept open between requests, and opened again when the server ended it.

    Args:
        host: the name for TLS and for HTTP.
        address: the address that DNS gave.
        target: address and port that are connected; differs from `address` where a detour is set.
        context: TLS settings; None for plain HTTP.
        timeout: seconds for each phase.
    """

    def __init__(
        self,
        host: str,
        address: str,
        target: tuple[str, int],
        context: ssl.SSLContext | None,
        timeout: float,
    ) -> None:
        self.host = host
        self.address = address
        self._target = target
        self._context = context
        self._timeout = timeout
        self._socket: Any = None
        self._used = False

    @property
    def is_plain(self) -> bool:
        """Whether it has no TLS."""
        return self._context is None

    def connect(self) -> float:
        """Connect; milliseconds."""
        started = time.perf_counter()
        self._socket = socket.create_connection(self._target, self._timeout)
        took = milliseconds(started)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._used = False
        return took

    def secure(self) -> float:
        """Start TLS with the host's name; milliseconds. The certificate must be for the name and trusted."""
        started = time.perf_counter()
        plain = self._socket
        try:
            self._socket = self._context.wrap_socket(plain, server_hostname=self.host)  # type: ignore[union-attr]  # not asked of a plain line
        except BaseException:
            plain.close()
            self._socket = None
            raise
        return milliseconds(started)

    def get(self, path: str, headers: dict[str, str], limit: int) -> Answer:
        """One GET, reading at most `limit` bytes. A kept connection that the server has ended is opened once more."""
        if self._socket is None:
            self._open()
        again = self._used
        try:
            return self._exchange(path, headers, limit)
        except FAILURES as error:
            self.close()
            if not again or failure_kind(error) != "reset":
                raise
        self._open()
        try:
            return self._exchange(path, headers, limit)
        except FAILURES:
            self.close()
            raise

    def close(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _open(self) -> None:
        self.connect()
        if self._context is not None:
            self.secure()

    def _exchange(self, path: str, headers: dict[str, str], limit: int) -> Answer:
        started = time.perf_counter()
        self._used = True
        port = 80 if self._context is None else 443
        connection = http.client.HTTPConnection(self.host, port)
        connection.default_port = port  # keeps the port out of the Host header
        connection.auto_open = 0
        connection.sock = self._socket
        connection.request("GET", path, headers=dict(headers, **{"User-Agent": "acree"}))
        response = connection.getresponse()
        body = self._read(response, limit, started)
        if response.will_close or not response.isclosed():
            response.close()
            self.close()
        return Answer(response.status, response.headers, body, milliseconds(started))

    def _read(self, response: http.client.HTTPResponse, limit: int, started: float) -> bytes:
        parts = []
        size = 0
        while size < limit:
            part = response.read(min(_CHUNK, limit - size))
            if not part and response.length:
                raise ConnectionResetError(f"it ended {response.length} bytes too early")
            if not part:
                break
            parts.append(part)
            size += len(part)
            if time.perf_counter() - started > 2 * self._timeout:
                raise socket.timeout(f"stalled after {size} bytes")  # noqa: UP041  # another class before Python 3.10
        return b"".join(parts)
