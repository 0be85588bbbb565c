"""The whole sandbox on loopback, asked by clients that we did not write."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import dns.message
import dns.query
import dns.rcode
import dns.rdatatype
import pytest

from acree_sandbox.services.loopback import Sandbox, sandbox
from acree_sandbox.world.file import world_of
from tests.sandbox.world.test_file import content

REGISTRY = "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Sandbox]:
    with sandbox(tmp_path / "sandbox", world_of(content())) as found:
        yield found


def ask(running: Sandbox, name: str, kind: str = "A", *, tcp: bool = False) -> dns.message.Message:
    query = dns.message.make_query(name, kind)
    send = dns.query.tcp if tcp else dns.query.udp
    return send(query, "127.0.0.1", port=running.dns_port, timeout=5)


class TestDns:
    """dnspython's client over both transports."""

    @pytest.mark.parametrize("tcp", [False, True], ids=["udp", "tcp"])
    def test_registry_name(self, running: Sandbox, tcp: bool) -> None:
        reply = ask(running, REGISTRY, tcp=tcp)
        assert [item.to_text() for rrset in reply.answer for item in rrset] == ["10.0.0.20"]

    def test_no_ipv6_but_the_name_exists(self, running: Sandbox) -> None:
        reply = ask(running, REGISTRY, "AAAA")
        assert (reply.rcode(), reply.answer) == (dns.rcode.NOERROR, [])

    def test_unknown_name(self, running: Sandbox) -> None:
        assert ask(running, "no.example").rcode() == dns.rcode.NXDOMAIN

    def test_rubbish_is_ignored_and_the_server_goes_on(self, running: Sandbox) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as rubbish:
            rubbish.sendto(b"\x00\x01rubbish", ("127.0.0.1", running.dns_port))
        with socket.create_connection(("127.0.0.1", running.dns_port)) as short:
            short.sendall(b"\x00")
        assert ask(running, REGISTRY).rcode() == dns.rcode.NOERROR


class TestChallenge:
    """The `/v2/` answer names the auth host of the instance that was asked."""

    def get(self, running: Sandbox, host: str, path: str) -> http.client.HTTPResponse:
        context = ssl.create_default_context(cafile=str(running.control.ca_file))
        connection = http.client.HTTPSConnection("127.0.0.1", running.challenge.port, context=context, timeout=5)
        raw = socket.create_connection(("127.0.0.1", running.challenge.port), timeout=5)
        connection.sock = context.wrap_socket(raw, server_hostname=REGISTRY)
        try:
            connection.request("GET", path, headers={"Host": host})
            response = connection.getresponse()
            response.read()
            return response
        finally:
            connection.close()

    def test_challenge(self, running: Sandbox) -> None:
        response = self.get(running, REGISTRY, "/v2/")
        assert response.status == 401
        assert response.headers["WWW-Authenticate"] == (
            'Bearer realm="https://dockerauth-vpc.cn-hangzhou.aliyuncs.com/auth",'
            'service="registry.aliyuncs.com:cn-hangzhou:china:cri-1"'
        )

    def test_other_paths_and_hosts(self, running: Sandbox) -> None:
        assert self.get(running, REGISTRY, "/other").status == 404
        assert self.get(running, "other.example", "/v2/").status == 404


class TestEnvironment:
    """What a client needs to find the sandbox instead of the cloud."""

    def test_names_every_endpoint_and_the_only_trusted_ca(self, running: Sandbox) -> None:
        found = running.environment()
        assert found["CBN_ENDPOINT"] == found["VPC_ENDPOINT"] == running.control.endpoint
        assert found["SSL_CERT_FILE"] == str(running.control.ca_file)
        assert found["ACREE_CONNECT_TO"] == f"{REGISTRY}:443=127.0.0.1:{running.challenge.port}"
