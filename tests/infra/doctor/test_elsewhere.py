"""A host looks up and asks for `resolve`; each command is run once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from acree_infra.discovery.auth import RegistryAccess, auth_leg
from acree_infra.discovery.auth_request import bearer_challenge
from acree_infra.discovery.names import look_up
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.doctor import elsewhere as room
from acree_infra.doctor.assistant import Assistant
from acree_infra.doctor.elsewhere import FromHost
from acree_infra.doctor.job import trusted_realms
from acree_infra.doctor.remote import Remote
from acree_infra.errors import DiscoveryError
from tests.infra.discovery.scene import NOW
from tests.infra.doctor.cloud_assistant import INSTANCE, REGION, CloudAssistant, bare_host, cloud_assistant
from tests.infra.doctor.lab import A1, A2, AUTH_HOST, O1, OSS_HOST, REGISTRY_HOST, Lab, R


@pytest.fixture
def host(site: Lab, tmp_path: Path) -> Iterator[CloudAssistant]:
    environ = bare_host(tmp_path / "bin", {}, "sh")
    (tmp_path / "bin" / "python3").symlink_to(sys.executable)
    with cloud_assistant(tmp_path, {**environ, "SSL_CERT_FILE": site.ca_file}) as running:
        yield running


@pytest.fixture
def asking(site: Lab, host: CloudAssistant, monkeypatch: pytest.MonkeyPatch) -> FromHost:
    """As the command line makes it; what a real host's network does, detours of the lab do."""

    def around(connect_to: object, timeout: float) -> Surroundings:
        del connect_to
        return site.around(timeout)

    monkeypatch.setattr(room, "Surroundings", around)
    assistant = Assistant(host.service(), INSTANCE, [REGION], sleep=lambda _: None)
    return FromHost(Remote(assistant), trusted_realms(site.case.stack, ()), 2.0)


def test_one_command_tells_challenge_and_realm(asking: FromHost, host: CloudAssistant) -> None:
    challenge = asking.challenge(REGISTRY_HOST, None)
    assert challenge.parameters["realm"] == f"https://{AUTH_HOST}/auth"
    assert [str(each) for each in asking.look_up("auth leg", AUTH_HOST).addresses] == [A2, A1]
    assert len(host.commands) == 1
    assert [str(each) for each in asking.look_up("oss leg", OSS_HOST).addresses] == [O1]
    asking.look_up("oss leg", OSS_HOST)
    assert len(host.commands) == 2


def test_discovery_asks_there(site: Lab, asking: FromHost) -> None:
    around = Surroundings(elsewhere=asking)
    leg = auth_leg(site.case.stack, RegistryAccess((REGISTRY_HOST,)), around, None, NOW)
    assert leg
    assert (leg.host, leg.source) == (AUTH_HOST, "challenge+dns")
    assert leg.resolver.endswith(f" of ecs:{INSTANCE}")
    assert [str(seen.address) for seen in leg.addresses] == [A2, A1]


def test_a_name_that_is_not_there(asking: FromHost) -> None:
    with pytest.raises(DiscoveryError, match=rf"oss leg: expected an A record of no\.example\.com from ecs:{INSTANCE}"):
        look_up("oss leg", "no.example.com", Surroundings(elsewhere=asking))


def test_no_challenge(site: Lab, asking: FromHost) -> None:
    site.registry.challenges = []
    with pytest.raises(DiscoveryError, match=f"expected a Bearer challenge .* from ecs:{INSTANCE}"):
        bearer_challenge(REGISTRY_HOST, Surroundings(elsewhere=asking))


def test_a_registry_that_does_not_answer(site: Lab, asking: FromHost) -> None:
    site.dns.names.pop(REGISTRY_HOST)
    with pytest.raises(DiscoveryError, match=REGISTRY_HOST) as caught:
        asking.challenge(REGISTRY_HOST, None)
    assert "service VPC" in str(caught.value)


def test_a_declared_address_is_connected(host: CloudAssistant) -> None:
    """Only its detour is of interest here: nothing answers there."""
    assistant = Assistant(host.service(), INSTANCE, [REGION], sleep=lambda _: None)
    with pytest.raises(DiscoveryError, match="expected a Bearer challenge"):
        FromHost(Remote(assistant), "x", 1.0).challenge("registry.invalid", IPv4Address(R))
    assert f'"connect_to":{{"registry.invalid:443":"{R}:443"}}' in host.commands[0]
    assert '"resolvers":[]' in host.commands[0]
