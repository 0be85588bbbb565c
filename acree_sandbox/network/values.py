"""What must exist in the kernel, as plain values: nothing here needs privileges or touches the machine.

Every link is a veth pair without addresses of its own: both ends have the same hardware address and ask nobody for
another's, so a route needs no more than the name of the link it leaves through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "cloud-connect-network",
    "device",
    "ecr",
    "host",
    "internet",
    "registry",
    "services",
    "transit-router",
    "tunnel",
    "vbr",
    "vpc",
    "vpn-connection",
    "vpn-gateway",
]
"""What a namespace stands for."""

BLACK_HOLE = ""
"""The link of a route, or the table of a rule, that drops packets without a word."""

LOOPBACK = "lo"


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """An address that a namespace answers on.

    Attributes:
        link: name of the interface that holds it.
        address: IPv4 address.
    """

    link: str
    address: str


@dataclass(frozen=True, slots=True, order=True)
class Route:
    """A route of a table.

    Attributes:
        table: kernel number of the table; 254 is the main one.
        destination: prefix.
        link: name of the interface that packets leave through, or `BLACK_HOLE`.
    """

    table: int
    destination: str
    link: str


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """Which table decides for which packets.

    Attributes:
        priority: rules are asked from low to high until one finds a route.
        table: kernel number of the table; 0 drops the packet.
        link: interface that the packet came in through; empty for any.
        mark: mark of the packet; 0 for any.
        source: prefix that the packet comes from; empty for any.
    """

    priority: int
    table: int
    link: str = ""
    mark: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True, order=True)
class End:
    """One end of a link: the namespace, and the interface's name in it."""

    namespace: str
    link: str


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A link between two namespaces."""

    near: End
    far: End


@dataclass(frozen=True, slots=True)
class Namespace:
    """One network namespace.

    Attributes:
        name: its name, without the mark of the run.
        kind: what it stands for.
        subject: id of the resource it stands for.
        forwards: whether it is a router.
        addresses: what it answers on.
        rules: its routing rules beside the kernel's own first one.
        routes: its routes.
        marking: nftables rules, empty for none.
    """

    name: str
    kind: Kind
    subject: str
    forwards: bool = False
    addresses: frozenset[Address] = frozenset()
    rules: frozenset[Rule] = frozenset()
    routes: frozenset[Route] = frozenset()
    marking: str = ""


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """A whole data plane.

    Attributes:
        namespaces: by name.
        links: all links.
    """

    namespaces: Mapping[str, Namespace] = field(default_factory=dict)
    links: frozenset[Link] = frozenset()
