from __future__ import annotations

import socket
from dataclasses import replace
from ipaddress import IPv4Address

import pytest

from acree_infra.discovery.auth_request import bearer_challenge
from acree_infra.discovery.surroundings import Endpoint, Surroundings
from acree_infra.errors import DiscoveryError
from tests.infra.discovery.dns_server import DnsServer
from tests.infra.discovery.fakes import AUTH_HOST, REGISTRY_HOST
from tests.infra.discovery.scene import Registry


def test_challenge_of_the_registry(registry: Registry, names: DnsServer, around: Surroundings) -> None:
    challenge = bearer_challenge(REGISTRY_HOST, around)

    assert challenge.parameters["realm"] == f"https://{AUTH_HOST}/auth"
    assert challenge.parameters["service"] == "registry.aliyuncs.com:cn-hangzhou:china:cri-demo1234"
    (request,) = registry.server.requests
    assert request.headers["host"] == REGISTRY_HOST
    assert names.asked == []  # a detour needs no name


def test_bearer_is_found_among_others_in_any_order(registry: Registry, around: Surroundings) -> None:
    registry.challenges = ["Negotiate abc, Basic realm=x", 'BEARER service=s, Realm="https://a.example.com"']

    assert bearer_challenge(REGISTRY_HOST, around).parameters["realm"] == "https://a.example.com"


def test_first_bearer_with_a_realm_wins(registry: Registry, around: Surroundings) -> None:
    registry.challenges = ["Bearer, Bearer realm=a", "Bearer realm=b"]

    assert bearer_challenge(REGISTRY_HOST, around).parameters["realm"] == "a"


@pytest.mark.parametrize("status", [200, 307, 403, 503])
def test_other_status_is_refused(registry: Registry, around: Surroundings, status: int) -> None:
    registry.status = status

    with pytest.raises(DiscoveryError) as caught:
        bearer_challenge(REGISTRY_HOST, around)

    assert f"expected status 401 from https://{REGISTRY_HOST}/v2/ at 127.0.0.1" in str(caught.value)
    assert f"found {status}" in str(caught.value)


@pytest.mark.parametrize(
    ("challenges", "message"),
    [
        ([], "found no challenge"),
        (["Basic realm=x", "Negotiate"], "found basic, negotiate"),
        (["Bearer service=s"], "found bearer"),
        (['Bearer realm="x'], "cannot be read: expected a quoted string that ends"),
    ],
    ids=repr,
)
def test_answer_without_a_usable_challenge(
    registry: Registry, around: Surroundings, challenges: list[str], message: str
) -> None:
    registry.challenges = challenges

    with pytest.raises(DiscoveryError) as caught:
        bearer_challenge(REGISTRY_HOST, around)

    assert message in str(caught.value)
    assert "else declare legs.auth.host" in str(caught.value)


def test_certificate_that_is_not_trusted(around: Surroundings) -> None:
    with pytest.raises(DiscoveryError) as caught:
        bearer_challenge(REGISTRY_HOST, replace(around, ca_file=""))

    assert "its certificate is not trusted: " in str(caught.value)
    assert "SSL_CERT_FILE" in str(caught.value)


def test_certificate_must_be_for_the_name(registry: Registry, around: Surroundings) -> None:
    detour = {("other.example.com", 443): Endpoint("127.0.0.1", registry.server.port)}

    with pytest.raises(DiscoveryError) as caught:
        bearer_challenge("other.example.com", replace(around, connect_to=detour))

    assert "its certificate is not trusted" in str(caught.value)
    assert "other.example.com" in str(caught.value)


@pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2", "127.0.0.3"])
def test_without_a_detour_the_name_is_resolved_and_every_address_tried(names: DnsServer, around: Surroundings) -> None:
    names.names[REGISTRY_HOST] = ["127.0.0.2", "127.0.0.3"]

    with pytest.raises(DiscoveryError) as caught:
        bearer_challenge(REGISTRY_HOST, replace(around, connect_to={}))

    assert names.asked == [f"{REGISTRY_HOST} A"]
    assert "127.0.0.2:443: " in str(caught.value)
    assert "127.0.0.3:443: " in str(caught.value)
    assert f"ACREE_CONNECT_TO={REGISTRY_HOST}:443=ip:port" in str(caught.value)


@pytest.mark.allow_hosts(["127.0.0.9"])
def test_declared_address_is_connected_without_dns(names: DnsServer, around: Surroundings) -> None:
    with pytest.raises(DiscoveryError, match="look-up failed") as caught:
        bearer_challenge(REGISTRY_HOST, replace(around, connect_to={}), IPv4Address("127.0.0.9"))

    assert "127.0.0.9:443: " in str(caught.value)
    assert names.asked == []


def test_server_that_says_nothing(around: Surroundings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        detour = {(REGISTRY_HOST, 443): Endpoint("127.0.0.1", silent.getsockname()[1])}

        with pytest.raises(DiscoveryError, match="look-up failed") as caught:
            bearer_challenge(REGISTRY_HOST, replace(around, connect_to=detour, timeout=0.2))

    assert "no answer in time" in str(caught.value)
