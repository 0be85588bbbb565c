"""The registry's front door on loopback: `/v2/` answers 401 and names the auth service (3.3)."""

from __future__ import annotations

import logging
import ssl
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from acree_sandbox.api.cr.resources import RegistryInstance
from acree_sandbox.core.certificates import Authority
from acree_sandbox.core.cloud import Cloud

_log = logging.getLogger(__name__)


def challenge_of(instance: RegistryInstance) -> str:
    """The `WWW-Authenticate` header of an instance."""
    return f'Bearer realm="{realm_of(instance)}",service="{service_of(instance)}"'


def realm_of(instance: RegistryInstance) -> str:
    """Where an instance sends clients for a token."""
    return f"https://{instance.auth_host}/auth"


def service_of(instance: RegistryInstance) -> str:
    """What an instance calls itself towards the auth service (3.3)."""
    return f"registry.aliyuncs.com:{instance.region}:china:{instance.id}"


class _Handler(BaseHTTPRequestHandler):
    """Answers `/v2/` for the instance that the Host header names."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:  # name the base class looks for
        host = (self.headers.get("Host") or "").partition(":")[0].lower()
        instance = self.server.instance(host)
        if instance is None or self.path.rstrip("/") != "/v2":
            self._send(HTTPStatus.NOT_FOUND, b'{"errors":[{"code":"NAME_UNKNOWN"}]}', {})
            return
        headers = {
            "WWW-Authenticate": challenge_of(instance),
            "Docker-Distribution-Api-Version": "registry/2.0",
        }
        self._send(HTTPStatus.UNAUTHORIZED, b'{"errors":[{"code":"UNAUTHORIZED"}]}', headers)

    do_HEAD = do_GET  # noqa: N815  # name the base class looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        _log.info(format, *args)

    def _send(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, cloud: Cloud, authority: Authority) -> None:
        self._cloud = cloud
        self._authority = authority
        super().__init__(("127.0.0.1", 0), _Handler)

    def instance(self, host: str) -> RegistryInstance | None:
        """The instance that has this name inside a VPC, the service's own or a custom one."""
        with self._cloud.transaction():
            for row in self._cloud.all(RegistryInstance):
                if host in (row.domain(vpc=True), *row.custom_domains):
                    return row
        return None

    def hosts(self) -> list[str]:
        """Every name that some instance has inside a VPC."""
        with self._cloud.transaction():
            rows = self._cloud.all(RegistryInstance)
            return sorted({name for row in rows for name in (row.domain(vpc=True), *row.custom_domains)})

    def get_request(self) -> tuple[ssl.SSLSocket, object]:
        raw, address = super().get_request()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._authority.issue(*(self.hosts() or ["localhost"])))
        raw.settimeout(10)
        return context.wrap_socket(raw, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002  # the base class's
        _log.info("the connection of %s broke", client_address, exc_info=True)


class ChallengeServer:
    """Serves the challenge of every instance over TLS; leave the context to end it.

    Attributes:
        port: the TCP port on loopback.
    """

    def __init__(self, cloud: Cloud, authority: Authority) -> None:
        self._server = _Server(cloud, authority)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="sandbox-challenge", daemon=True
        )

    def hosts(self) -> list[str]:
        """Every name that is served."""
        return self._server.hosts()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
