"""Names to addresses, by the DNS servers that the user chose.

Only A records count: registry and OSS have no IPv6, and an IPv6 address of the auth service is reached another
way (G23).
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address

import dns.exception
import dns.nameserver
import dns.resolver

from acree_infra.discovery.surroundings import DNS_PORT, RESOLVERS, Endpoint, Surroundings
from acree_infra.errors import DiscoveryError, Problem


@dataclass(frozen=True, slots=True)
class NameAnswer:
    """What a DNS server answered.

    Attributes:
        addresses: every A record, sorted.
        aliases: the CNAME chain in order, without the name that was asked.
        resolver: the server, with its port where that is not 53.
    """

    addresses: tuple[IPv4Address, ...]
    aliases: tuple[str, ...]
    resolver: str


def look_up(leg: str, host: str, around: Surroundings) -> NameAnswer:
    """Ask the servers in their order; the first that knows an address answers.

    Args:
        leg: what the name belongs to, for messages.
        host: the name.
        around: holds the servers.

    Raises:
        DiscoveryError: none knows an address; every server is named with what it said.
    """
    if around.elsewhere is not None:
        return around.elsewhere.look_up(leg, host)
    failures = []
    for server in around.resolvers or _of_this_machine(leg, host):
        try:
            return _ask(server, host, around.timeout)
        except dns.exception.DNSException as error:
            failures.append(f"{_shown(server)}: {_reason(error, around.timeout)}")
    raise DiscoveryError(
        (
            Problem(
                None,
                f"{leg}: expected an A record of {host}, found none ({'; '.join(failures)})",
                "ask servers that see the service VPC: options.resolvers in the stack file, or "
                f"{RESOLVERS}=ip[:port],… in the environment (in the VPC: 100.100.2.136 and 100.100.2.138)",
            ),
        )
    )


def _ask(server: Endpoint, host: str, timeout: float) -> NameAnswer:
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = [dns.nameserver.Do53Nameserver(server.address, server.port)]
    answer = resolver.resolve(f"{host}.", "A", search=False, lifetime=timeout)
    chain = answer.chaining_result.cnames
    return NameAnswer(
        addresses=tuple(sorted({IPv4Address(record.address) for record in answer})),
        aliases=tuple(alias[0].target.to_text(omit_final_dot=True).lower() for alias in chain),
        resolver=_shown(server),
    )


def _of_this_machine(leg: str, host: str) -> tuple[Endpoint, ...]:
    try:
        configured = dns.resolver.Resolver(configure=True)
    except dns.resolver.NoResolverConfiguration as error:
        problem = Problem(
            None,
            f"{leg}: expected a DNS server to ask for {host}, found none on this machine ({error})",
            f"set options.resolvers in the stack file, or {RESOLVERS} in the environment",
        )
        raise DiscoveryError((problem,)) from None
    return tuple(Endpoint(str(address), configured.port) for address in configured.nameservers)


def _shown(server: Endpoint) -> str:
    return server.address if server.port == DNS_PORT else str(server)


def _reason(error: dns.exception.DNSException, timeout: float) -> str:
    match error:
        case dns.resolver.NXDOMAIN():
            return "the name does not exist there"
        case dns.resolver.NoAnswer():
            return "the name exists but has no A record"
        case dns.resolver.LifetimeTimeout():
            return f"no answer in {timeout:g} s"
        case dns.resolver.NoNameservers(kwargs={"errors": errors}) if errors:
            return f"it failed with {errors[-1][3]}"
        case _:
            return str(error)
