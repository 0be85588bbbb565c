"""What the emulated services that speak HTTPS share: one handler for each connection, and no secrets in the log."""

from __future__ import annotations

import logging
import socket
import ssl
from abc import abstractmethod
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

HANDSHAKE_SECONDS = 10.0
IDLE_SECONDS = 60.0
_log = logging.getLogger(__name__)


class Handler(BaseHTTPRequestHandler):
    """Answers requests of one connection; `site` is what the class that serves it has given."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS

    def do_GET(self) -> None:  # name the base class looks for
        """Answer any method."""
        self.respond()

    do_HEAD = do_PUT = do_POST = do_DELETE = do_GET  # noqa: N815  # names the base class looks for

    @abstractmethod
    def respond(self) -> None:
        """Answer the request that was read."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        """Keep the base class from writing the request line: its query string may be signed."""

    def answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None, kind: str = "") -> None:
        """Send a whole answer.

        Args:
            status: HTTP status.
            body: content.
            headers: further headers.
            kind: content type.
        """
        _log.info("%s %s %s: %d", self.headers.get("Host", ""), self.command, urlsplit(self.path).path, status)
        self.send_response(status)
        for name, value in {**({"Content-Type": kind} if kind else {}), **(headers or {})}.items():
            self.send_header(name, value)
        if status != HTTPStatus.NO_CONTENT and "Content-Length" not in (headers or {}):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body and self.command != "HEAD":  # whoever needs no body may be gone already
            self.wfile.write(body)


def serve(connection: socket.socket, context: ssl.SSLContext, handler: type[Handler], site: object) -> None:
    """Serve one connection to its end.

    Args:
        connection: the accepted socket; closed at the end.
        context: how it is secured.
        handler: class that answers.
        site: what the handler finds as its `server`.
    """
    try:
        with connection:
            connection.settimeout(HANDSHAKE_SECONDS)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # head and body are written apart
            with context.wrap_socket(connection, server_side=True) as secured:
                handler(secured, secured.getpeername(), site)  # type: ignore[arg-type]  # it asks nothing of its server
    except OSError as error:
        _log.info("a connection broke: %s", error)
