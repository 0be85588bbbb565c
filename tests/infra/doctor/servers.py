"""TLS servers on loopback that can break in every way that the doctor has a name for."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler

import trustme

from acree_infra.tls import ClosingSocket


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    path: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """What to answer; headers may repeat. `cut` ends the connection after that many bytes of the body."""

    status: int = 200
    body: bytes = b"{}"
    headers: tuple[tuple[str, str], ...] = ()
    cut: int | None = None
    close: bool = False

    def closing(self) -> Reply:
        """The same, and the connection ends after it without a word of warning."""
        return replace(self, close=True)


@dataclass
class Server:
    """A running server.

    `broken` is what happens to a new connection: `` serves it, `reset` resets it before TLS, `garbage` answers
    with no TLS, `mute` never answers, `after-tls` resets it when TLS is done.
    """

    port: int
    answer: Callable[[Asked], Reply]
    context: ssl.SSLContext | None
    broken: str = ""
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"


def tls(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """A server's TLS settings with a certificate for the names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    context.sslsocket_class = ClosingSocket
    return context


@contextmanager
def serve(answer: Callable[[Asked], Reply], context: ssl.SSLContext | None) -> Iterator[Server]:
    """Serve until the block ends; the port is bound before it begins."""
    with ExitStack() as kept:
        listener = kept.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
        listener.bind(("127.0.0.1", 0))
        listener.listen(32)
        listener.settimeout(0.01)
        running = Server(listener.getsockname()[1], answer, context)
        stop = threading.Event()
        threads: list[threading.Thread] = []

        def accept() -> None:
            while not stop.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                running.connections += 1
                thread = threading.Thread(target=_handle, args=(running, connection, stop))
                thread.start()
                threads.append(thread)

        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield running
        finally:
            stop.set()
            accepting.join()
            for thread in threads:
                thread.join()


@contextmanager
def black_hole() -> Iterator[str]:
    """An endpoint that answers no connection: its queue is full, so the kernel drops what comes."""
    with ExitStack() as kept:
        listener = kept.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        target = listener.getsockname()
        for _ in range(3):
            filler = kept.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            filler.setblocking(False)
            filler.connect_ex(target)
        yield f"127.0.0.1:{target[1]}"


def closed_port() -> str:
    """An endpoint that nobody listens on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as taken:
        taken.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{taken.getsockname()[1]}"


def _handle(running: Server, connection: socket.socket, stop: threading.Event) -> None:
    connection.settimeout(10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with connection:
        match running.broken:
            case "reset":
                _reset(connection)
                return
            case "garbage":
                connection.recv(1000)
                connection.sendall(b"SSH-2.0-Something\r\n")
                return
            case "mute":
                stop.wait(10)
                return
        try:
            secured = running.context.wrap_socket(connection, server_side=True) if running.context else connection
        except OSError:
            return
        with secured:
            if running.broken == "after-tls":
                _reset(secured)
            else:
                _serve(running, secured)


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _serve(running: Server, connection: socket.socket) -> None:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # the name that http.server looks for
            request = Asked(self.path, {name.lower(): value for name, value in self.headers.items()})
            running.asked.append(request)
            reply = running.answer(request)
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body[: reply.cut])
            self.close_connection = self.close_connection or reply.close or reply.cut is not None

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server's own signature
            """Log nothing."""

    try:
        Handler(connection, ("127.0.0.1", 0), None)  # type: ignore[arg-type]  # it needs no server
    except OSError:
        time.sleep(0)
