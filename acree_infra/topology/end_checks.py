"""What the ends of a data center's tunnels and lines must be, so that a device can hold them all; see `checks`."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from acree_infra.topology.checks import check
from acree_infra.topology.fault import Fault, Key, key_text
from acree_infra.topology.found import shown
from acree_infra.topology.written import Written


@check
def ends_of_tunnels_are_hosts(written: Written) -> Iterator[Fault]:
    """The ends of a tunnel are addresses that one host on the internet can have."""
    for tunnel in _tunnels(written, *written.sites()):
        for name in ("device", "cloud"):
            key = (*tunnel, name)
            address = _address(written.text(*key))
            if address is not None and _is_nobody(address):
                message = f"{key_text(key)}: expected an address of one host on the internet, found {address}"
                yield Fault(key, message, "write the address that the other end sees")


@check
def links_of_a_device_are_apart(written: Written) -> Iterator[Fault]:
    """The links of one device do not overlap: each is a network of its own in the device's table."""
    for site in written.sites():
        known: list[tuple[IPv4Network, Key]] = []
        for holder in [*written.items(*site, "via"), *_tunnels(written, site)]:
            key = (*holder, "inside")
            link = _network(written.text(*key))
            if link is None:
                continue
            for other, first in known:
                if link.overlaps(other):
                    message = f"{key_text(key)}: {link} overlaps {other} of the same site, {written.first(first)}"
                    yield Fault(key, message, "give each tunnel and each line a link of its own")
                    break
            known.append((link, key))


@check
def tunnels_of_a_device_are_told_apart(written: Written) -> Iterator[Fault]:
    """Two tunnels between the same two addresses would be one."""
    for site in written.sites():
        known: dict[tuple[str, str], Key] = {}
        for tunnel in _tunnels(written, site):
            device, cloud = (written.text(*tunnel, name) for name in ("device", "cloud"))
            if device is None or cloud is None:
                continue
            earlier = known.setdefault((device, cloud), (*tunnel, "cloud"))
            key = (*tunnel, "cloud")
            if earlier != key:
                message = f"{key_text(key)}: {shown(device)} has a tunnel to {shown(cloud)} already"
                remedy = "each tunnel of a connection has an address of its own in the cloud"
                yield Fault(key, f"{message}, {written.first(earlier)}", remedy)


def _tunnels(written: Written, *sites: Key) -> list[Key]:
    ways = [way for site in sites for way in written.items(*site, "via")]
    return [tunnel for way in ways for tunnel in written.items(*way, "tunnels")]


def _is_nobody(address: IPv4Address) -> bool:
    return (
        address.is_unspecified
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or int(address) >> 24 == 0
    )


def _address(text: str | None) -> IPv4Address | None:
    try:
        return None if text is None else IPv4Address(text)
    except ValueError:  # the models speak of it
        return None


def _network(text: str | None) -> IPv4Network | None:
    try:
        return None if text is None or "/" not in text else IPv4Network(text)
    except ValueError:  # the models speak of it
        return None
