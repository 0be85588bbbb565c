from __future__ import annotations

from ipaddress import IPv4Address
from pathlib import Path

import dns.resolver
import pytest

from acree_infra.discovery.names import look_up
from acree_infra.discovery.surroundings import Endpoint, Surroundings
from acree_infra.errors import DiscoveryError
from tests.infra.discovery.dns_server import DnsServer, serve_dns


def asking(*servers: DnsServer) -> Surroundings:
    return Surroundings(resolvers=tuple(server.endpoint for server in servers), timeout=0.4)


def test_all_addresses_come_sorted_and_only_a_records_are_asked(names: DnsServer) -> None:
    names.names["auth.example.com"] = ["100.103.9.188", "100.103.7.181", "100.103.10.1"]

    answer = look_up("auth leg", "auth.example.com", asking(names))

    assert answer.addresses == tuple(map(IPv4Address, ("100.103.7.181", "100.103.9.188", "100.103.10.1")))
    assert answer.aliases == ()
    assert answer.resolver == str(names.endpoint)
    assert names.asked == ["auth.example.com A"]


def test_chain_of_aliases_is_kept_in_order(names: DnsServer) -> None:
    names.names |= {"a.example.com": "b.example.com", "b.example.com": "c.example.com", "c.example.com": ["10.0.0.1"]}

    answer = look_up("auth leg", "a.example.com", asking(names))

    assert answer.aliases == ("b.example.com", "c.example.com")
    assert answer.addresses == (IPv4Address("10.0.0.1"),)


def test_next_server_is_asked_when_one_does_not_know(names: DnsServer) -> None:
    with serve_dns() as second:
        second.names["auth.example.com"] = ["100.103.9.188"]

        answer = look_up("auth leg", "auth.example.com", asking(names, second))

        assert answer.resolver == str(second.endpoint)
        assert names.asked == second.asked == ["auth.example.com A"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("absent", "the name does not exist there"),
        ("empty", "the name exists but has no A record"),
        ("broken", "it failed with"),
        ("silent", "no answer in 0.4 s"),
    ],
)
def test_failure_names_leg_host_server_reason_and_remedy(names: DnsServer, kind: str, reason: str) -> None:
    host = "auth.example.com"
    if kind == "empty":
        names.names[host] = None
    getattr(names, kind, set[str]()).add(host)

    with pytest.raises(DiscoveryError) as caught:
        look_up("auth leg", host, asking(names))

    message = str(caught.value.problems[0])
    assert message.startswith("auth leg: expected an A record of auth.example.com, found none")
    assert f"{names.endpoint}: {reason}" in message
    assert "options.resolvers" in message
    assert "ACREE_RESOLVERS" in message


def test_name_that_cannot_be_asked(names: DnsServer) -> None:
    with pytest.raises(DiscoveryError) as caught:
        look_up("auth leg", f"{'a' * 64}.example.com", asking(names))

    assert "> 63" in str(caught.value)


def test_every_server_that_failed_is_named(names: DnsServer) -> None:
    closed = Endpoint("127.0.0.1", 9)

    with pytest.raises(DiscoveryError, match="look-up failed") as caught:
        look_up("oss leg", "x.example.com", Surroundings(resolvers=(closed, names.endpoint), timeout=0.3))

    assert "127.0.0.1:9: " in str(caught.value)
    assert f"{names.endpoint}: the name does not exist there" in str(caught.value)


def test_servers_of_the_machine_are_asked_when_none_is_configured(
    names: DnsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Configured(dns.resolver.Resolver):
        def __init__(self, filename: str = "", configure: bool = True) -> None:
            super().__init__(configure=False)
            if configure:
                self.nameservers = [names.endpoint.address]
                self.port = names.endpoint.port

    monkeypatch.setattr(dns.resolver, "Resolver", Configured)
    names.names["auth.example.com"] = ["100.103.9.188"]

    assert look_up("auth leg", "auth.example.com", Surroundings()).resolver == str(names.endpoint)


def test_machine_without_any_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def no_configuration(self: object, filename: object = "") -> None:
        raise dns.resolver.NoResolverConfiguration

    monkeypatch.setattr(dns.resolver.Resolver, "read_resolv_conf", no_configuration)

    with pytest.raises(DiscoveryError, match="look-up failed") as caught:
        look_up("auth leg", "auth.example.com", Surroundings())

    assert "expected a DNS server to ask for auth.example.com, found none on this machine" in str(caught.value)
