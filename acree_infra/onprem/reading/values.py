"""Values as devices write them, back to ours; what cannot be followed is refused with the words that were found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import AddressValueError, IPv4Address, IPv4Interface, IPv4Network, NetmaskValueError
from typing import TypeVar

from acree_infra.onprem.facts import RouteFact
from acree_infra.onprem.preference import rank_of_distance, rank_of_metric
from acree_infra.onprem.proposals import Encryption, Group, Integrity, Proposal
from acree_infra.onprem.refusal import CannotRead

T = TypeVar("T")
_LINK = 30


def prefix(text: str, mask: str = "") -> IPv4Network:
    """A prefix, from `a/n`, or from an address and a mask (or an inverted mask, or a length).

    Raises:
        CannotRead: it is none.
    """
    try:
        return IPv4Network(f"{text}/{mask}" if mask else text)
    except ValueError as error:
        raise CannotRead(f"expected a prefix, found {f'{text} {mask}'.strip()!r}: {error}") from error


def inverted(text: str, mask: str) -> IPv4Network:
    """A prefix, from an address and an inverted mask: `0.0.0.0` (or `0`) means this address only.

    Raises:
        CannotRead: it is none.
    """
    straight = IPv4Address(0xFFFFFFFF ^ int(address("0.0.0.0" if mask == "0" else mask)))  # noqa: S104  # a mask
    return prefix(text, str(straight))


def address(text: str) -> IPv4Address:
    """An address.

    Raises:
        CannotRead: it is none.
    """
    try:
        return IPv4Address(text)
    except AddressValueError as error:
        raise CannotRead(f"expected an address, found {text!r}") from error


def interface(text: str, mask: str = "") -> IPv4Interface:
    """An address with the mask of its link.

    Raises:
        CannotRead: it is none.
    """
    try:
        return IPv4Interface(f"{text}/{mask}" if mask else text)
    except (AddressValueError, NetmaskValueError) as error:
        raise CannotRead(f"expected an address with its mask, found {f'{text} {mask}'.strip()!r}") from error


def number(text: str) -> int:
    """A whole number.

    Raises:
        CannotRead: it is none.
    """
    if not text.isdecimal():
        raise CannotRead(f"expected a number, found {text!r}")
    return int(text)


def other_end(inside: IPv4Interface) -> IPv4Address:
    """The other address of a link with two.

    Raises:
        CannotRead: the link has more, or no other one.
    """
    if inside.network.prefixlen < _LINK:
        raise CannotRead(f"expected a link of two addresses, found {inside}")
    return next(each for each in inside.network.hosts() if each != inside.ip)


def looked_up(text: str, words: Mapping[T, str]) -> T:
    """The thing that a device calls so.

    Raises:
        CannotRead: none is called so.
    """
    for thing, word in words.items():
        if word == text:
            return thing
    raise CannotRead(f"expected one of {', '.join(words.values())}, found {text!r}")


def proposal(bits: int, integrity: Integrity, group: str, lifetime: int) -> Proposal:
    """A proposal.

    Args:
        bits: length of the AES key.
        integrity: the hash function.
        group: number of the Diffie-Hellman group, empty for none.
        lifetime: seconds.

    Raises:
        CannotRead: there is no such key length or group.
    """
    lengths = {encryption.bits: encryption for encryption in Encryption}
    if bits not in lengths:
        raise CannotRead(f"expected an AES key of {sorted(lengths)} bits, found {bits}")
    groups = {str(each.value): each for each in Group}
    if group and group not in groups:
        raise CannotRead(f"expected a Diffie-Hellman group out of {', '.join(groups)}, found {group!r}")
    return Proposal(lengths[bits], integrity, groups[group] if group else None, lifetime)


def identity(text: str, otherwise: IPv4Address) -> str:
    """An identity that was written, or the address that stands for one that was not."""
    return text or str(otherwise)


def route(destination: IPv4Network, via: IPv4Address, written: int) -> RouteFact:
    """A static route, from its distance."""
    return RouteFact(destination, via, rank_of_distance(written))


def linux_route(destination: IPv4Network, via: IPv4Address, written: int) -> RouteFact:
    """A route of a plain Linux table, from its metric."""
    return RouteFact(destination, via, rank_of_metric(written))


def sorted_routes(
    routes: Iterable[RouteFact], tunnel_peers: Iterable[IPv4Address]
) -> tuple[frozenset[RouteFact], frozenset[RouteFact]]:
    """Routes over tunnels, and routes over leased lines."""
    peers = set(tunnel_peers)
    found = frozenset(routes)
    over_tunnels = frozenset(each for each in found if each.via in peers)
    return over_tunnels, found - over_tunnels
