from __future__ import annotations

from ipaddress import IPv4Address

import pytest

from acree_infra.discovery.surroundings import Endpoint, parse_connect_to, parse_resolvers, surroundings
from acree_infra.errors import ConfigError


def test_empty_environment() -> None:
    around = surroundings({})

    assert around.resolvers == ()
    assert around.connect_to == {}
    assert around.ca_file == ""


def test_environment_is_read() -> None:
    around = surroundings(
        {
            "ACREE_RESOLVERS": "100.100.2.136, 127.0.0.1:5353,",
            "ACREE_CONNECT_TO": "Registry.Example.com:443=127.0.0.1:8443,b.example.com:80=10.0.0.1:81",
            "SSL_CERT_FILE": "ca.pem",
        }
    )

    assert around.resolvers == (Endpoint("100.100.2.136", 53), Endpoint("127.0.0.1", 5353))
    assert around.connect_to == {
        ("registry.example.com", 443): Endpoint("127.0.0.1", 8443),
        ("b.example.com", 80): Endpoint("10.0.0.1", 81),
    }
    assert around.ca_file == "ca.pem"


def test_resolvers_of_the_stack_file_come_before_those_of_the_environment() -> None:
    around = surroundings({"ACREE_RESOLVERS": "127.0.0.1:5353"}, (IPv4Address("100.100.2.138"),))

    assert around.resolvers == (Endpoint("100.100.2.138", 53),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("dns.example.com", "expected an IPv4 address, found 'dns.example.com'"),
        ("::1", "expected an IPv4 address"),
        ("127.0.0.1:", "expected a port from 1 to 65535, found ''"),
        ("127.0.0.1:0", "expected a port from 1 to 65535, found '0'"),
        ("127.0.0.1:65536", "expected a port"),
        ("127.0.0.1:dns", "expected a port"),
        ("127.0.0.1:\u0665", "expected a port"),
    ],
)
def test_wrong_resolvers(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match="ACREE_RESOLVERS") as caught:
        parse_resolvers(text)

    assert message in str(caught.value)
    assert "write ACREE_RESOLVERS=" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("127.0.0.1:8443", "expected host:port=ip:port, found '127.0.0.1:8443'"),
        ("host=127.0.0.1:8443", "expected host:port=ip:port"),
        (":443=127.0.0.1:8443", "expected host:port=ip:port"),
        ("host:443=127.0.0.1", "expected a port"),
        ("host:https=127.0.0.1:1", "expected a port"),
        ("host:443=other:1", "expected an IPv4 address, found 'other'"),
    ],
)
def test_wrong_detours(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match="ACREE_CONNECT_TO") as caught:
        parse_connect_to(text)

    assert message in str(caught.value)
    assert "write ACREE_CONNECT_TO=" in str(caught.value)
