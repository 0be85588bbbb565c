"""From where the look-ups are made: DNS servers, detours of connections, certificates, patience.

None of it comes into the lock file but the DNS server that answered; it says how to ask, not what is wanted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from typing import TYPE_CHECKING, Protocol

from acree_infra.errors import ConfigError

if TYPE_CHECKING:
    from acree_infra.discovery.challenge import Challenge
    from acree_infra.discovery.names import NameAnswer

RESOLVERS = "ACREE_RESOLVERS"
CONNECT_TO = "ACREE_CONNECT_TO"
DNS_PORT = 53
_PORTS = range(1, 65_536)


@dataclass(frozen=True, slots=True, order=True)
class Endpoint:
    """An address and a port."""

    address: str
    port: int

    def __str__(self) -> str:
        return f"{self.address}:{self.port}"


class Elsewhere(Protocol):
    """Another host that looks up and asks in place of this one; may be used from several threads."""

    def look_up(self, leg: str, host: str) -> NameAnswer:
        """What a name is there.

        Raises:
            AcreeError: it has no address there, or the host could not be asked.
        """
        ...

    def challenge(self, host: str, address: IPv4Address | None) -> Challenge:
        """The registry's Bearer challenge there.

        Raises:
            AcreeError: none came, or the host could not be asked.
        """
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """How the look-ups reach what they ask.

    Attributes:
        resolvers: DNS servers in the order they are asked; those of the machine when empty.
        connect_to: detours of connections: (host, port) to the endpoint that is connected instead.
        ca_file: certificates to trust instead of the system's; empty for the system's.
        timeout: seconds for one connection, one answer, or one DNS server.
        link_pauses: how often a link that is being made is asked again (G49).
        link_pause: seconds between two of these.
        sleep: waits that long.
        elsewhere: the host that is asked in place of this one; None for this one.
    """

    resolvers: tuple[Endpoint, ...] = ()
    connect_to: Mapping[tuple[str, int], Endpoint] = field(default_factory=dict)
    ca_file: str = ""
    timeout: float = 5.0
    link_pauses: int = 36
    link_pause: float = 5.0
    sleep: Callable[[float], None] = time.sleep
    elsewhere: Elsewhere | None = None


def surroundings(environ: Mapping[str, str], declared: tuple[IPv4Address, ...] = ()) -> Surroundings:
    """Surroundings from the environment: `ACREE_RESOLVERS`, `ACREE_CONNECT_TO` and `SSL_CERT_FILE`.

    Args:
        environ: the environment.
        declared: DNS servers of the stack file; they come before those of the environment.

    Raises:
        ConfigError: a variable cannot be read.
    """
    resolvers = tuple(Endpoint(str(address), DNS_PORT) for address in declared)
    return Surroundings(
        resolvers=resolvers or parse_resolvers(environ.get(RESOLVERS, "")),
        connect_to=parse_connect_to(environ.get(CONNECT_TO, "")),
        ca_file=environ.get("SSL_CERT_FILE", ""),
    )


def parse_resolvers(text: str) -> tuple[Endpoint, ...]:
    """DNS servers from `ip[:port],…`.

    Raises:
        ConfigError: an entry is something else.
    """
    remedy = f"write {RESOLVERS}=100.100.2.136,127.0.0.1:5353"
    return tuple(_endpoint(RESOLVERS, entry, DNS_PORT, remedy) for entry in _entries(text))


def parse_connect_to(text: str) -> dict[tuple[str, int], Endpoint]:
    """Detours from `host:port=ip:port,…`.

    Raises:
        ConfigError: an entry is something else.
    """
    remedy = f"write {CONNECT_TO}=registry.example.com:443=127.0.0.1:8443"
    detours = {}
    for entry in _entries(text):
        source, separator, target = entry.partition("=")
        host, colon, port = source.rpartition(":")
        if not (separator and colon and host):
            raise ConfigError(f"{CONNECT_TO}: expected host:port=ip:port, found {entry!r}", remedy=remedy)
        detours[host.lower().rstrip("."), _port(CONNECT_TO, port, remedy)] = _endpoint(CONNECT_TO, target, None, remedy)
    return detours


def _entries(text: str) -> tuple[str, ...]:
    return tuple(entry for part in text.split(",") if (entry := part.strip()))


def _endpoint(variable: str, text: str, default_port: int | None, remedy: str) -> Endpoint:
    address, colon, port = text.strip().partition(":")
    try:
        IPv4Address(address)
    except ValueError:
        raise ConfigError(f"{variable}: expected an IPv4 address, found {address!r}", remedy=remedy) from None
    if not colon and default_port is not None:
        return Endpoint(address, default_port)
    return Endpoint(address, _port(variable, port, remedy))


def _port(variable: str, text: str, remedy: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) in _PORTS):
        raise ConfigError(f"{variable}: expected a port from 1 to 65535, found {text!r}", remedy=remedy)
    return int(text)
