"""A real HTTPS server on loopback, with a certificate authority of its own."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import trustme


@dataclass(frozen=True)
class Request:
    """What a client sent: query and form parameters are one mapping."""

    method: str
    path: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Response:
    """What to answer; the same header name may come several times."""

    status: int = 200
    body: bytes = b"{}"
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)


@dataclass
class HttpsServer:
    """The running server, and what it was asked."""

    port: int
    ca_file: str
    requests: list[Request] = field(default_factory=list)

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"


@contextmanager
def serve_https(directory: Path, answer: Callable[[Request], Response], *names: str) -> Iterator[HttpsServer]:
    """Serve until the block ends; the certificate is for loopback and `names`."""
    authority = trustme.CA()
    ca_file = directory / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", *names).configure_cert(context)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            form = self.rfile.read(length).decode() if length else ""
            url = urlsplit(self.path)
            parameters = dict(parse_qsl(url.query) + parse_qsl(form))
            request = Request(self.command, url.path, parameters, {k.lower(): v for k, v in self.headers.items()})
            running.requests.append(request)
            response = answer(request)
            self.send_response(response.status)
            for name, value in response.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            self.wfile.write(response.body)

        do_GET = _serve  # noqa: N815  # the name that http.server looks for
        do_POST = _serve  # noqa: N815  # same

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server's own signature
            """Log nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def finish_request(self, request: object, client_address: object) -> None:
            """Start TLS in the thread of the connection; a client that breaks it off is no error here."""
            try:
                secured = context.wrap_socket(request, server_side=True)  # type: ignore[arg-type]  # a TCP socket
            except OSError:
                return
            with secured:
                Handler(secured, client_address, self)

        def handle_error(self, request: object, client_address: object) -> None:
            """Stay quiet when a client goes away."""

    with Server(("127.0.0.1", 0), Handler) as server:
        running = HttpsServer(server.server_address[1], str(ca_file))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield running
        finally:
            server.shutdown()
            thread.join()
