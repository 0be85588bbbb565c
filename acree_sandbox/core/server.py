"""The HTTP/1.1 server: one thread for each connection, connections that stay open, TLS or plain.

It stands on the standard library's server because that starts in a quarter of the time of the alternatives.
"""

from __future__ import annotations

import logging
import socket
import ssl
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from socketserver import TCPServer, ThreadingMixIn
from threading import Lock, Thread, current_thread

from acree_sandbox.core.admin import PREFIX, serve_admin
from acree_sandbox.core.dispatch import Answer, Dispatcher
from acree_sandbox.core.signing.message import Message, decoded

LARGEST_BODY = 4 * 1024 * 1024
HANDSHAKE_SECONDS = 10.0
_log = logging.getLogger(__name__)


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def serve(self) -> None:
        """Read a request's body, have it served, answer with one write."""
        length = self._length()
        if length is None:
            return
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        message = Message(self.command, path or "/", decoded(query), headers, self.rfile.read(length))
        answer = self._answer(message)
        if answer.lost:
            self.close_connection = True
        else:
            self._send(answer)

    do_GET = do_POST = do_PUT = do_DELETE = serve  # noqa: N815  # names the base class looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        """Write what the base class reports, such as a malformed request line, to the log."""
        _log.info(format, *args)

    def _length(self) -> int | None:
        text = self.headers.get("Content-Length", "0")
        if self.headers.get("Transfer-Encoding"):
            self.send_error(HTTPStatus.LENGTH_REQUIRED, explain="send a Content-Length instead of chunks")
        elif not text.isdecimal() or int(text) > LARGEST_BODY:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, explain=f"a body has at most {LARGEST_BODY} bytes")
        else:
            return int(text)
        self.close_connection = True
        return None

    def _answer(self, message: Message) -> Answer:
        if not message.path.startswith(PREFIX):
            return self.server.dispatcher.serve(message)
        if not ip_address(self.client_address[0]).is_loopback:
            return Answer(403, b'{"error":"the sandbox is administered from loopback only"}')
        return serve_admin(self.server.dispatcher, message)

    def _send(self, answer: Answer) -> None:
        status = answer.status
        phrase = HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else ""
        end = "Connection: close\r\n" if self.close_connection else ""
        head = (
            f"HTTP/1.1 {status} {phrase}\r\nContent-Type: application/json;charset=utf-8\r\n"
            f"Content-Length: {len(answer.body)}\r\n{end}\r\n"
        )
        self.wfile.write(head.encode() + answer.body)


class Server(ThreadingMixIn, TCPServer):
    """Listens on loopback and serves calls and administration.

    Args:
        dispatcher: what serves the calls.
        port: TCP port; 0 takes a free one.
        tls: how connections are secured; None serves plain HTTP.
    """

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, dispatcher: Dispatcher, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.dispatcher = dispatcher
        self._tls = tls
        self._open: dict[socket.socket, Thread] = {}
        self._lock = Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def port(self) -> int:
        """The TCP port."""
        return int(self.socket.getsockname()[1])

    def finish_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """Serve one connection in its own thread, after the handshake."""
        if not isinstance(request, socket.socket):
            raise TypeError(f"wanted a connected socket, found {type(request).__name__}")
        with self._secured(request) as connection:
            with self._lock:
                self._open[connection] = current_thread()
            try:
                super().finish_request(connection, client_address)
            finally:
                with self._lock:
                    del self._open[connection]

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002  # the base class's
        """Log why a connection broke; one that the client cut, or whose handshake failed, is no failure of ours."""
        level = logging.INFO if isinstance(sys.exception(), OSError) else logging.ERROR
        _log.log(level, "the connection of %s broke", client_address, exc_info=True)

    def close(self) -> None:
        """Stop listening, end open connections, wait for their threads."""
        self.shutdown()
        self.server_close()
        with self._lock:
            left = dict(self._open)
        for connection, thread in left.items():
            _end(connection)
            thread.join()

    def _secured(self, request: socket.socket) -> socket.socket:
        if self._tls is None:
            return request
        request.settimeout(HANDSHAKE_SECONDS)
        secured = self._tls.wrap_socket(request, server_side=True)
        secured.settimeout(None)
        return secured


def _end(connection: socket.socket) -> None:
    try:
        socket.socket.shutdown(connection, socket.SHUT_RDWR)  # not the TLS one: its thread may still be reading
    except OSError as error:
        _log.debug("already ended: %s", error)
