"""G9, G16 and G47 against the plain answer, over random ranges of several clients."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.infra.rules.world import World
from tests.infra.samples import AUTH_ADDRESS, HANGZHOU_OSS

SERVICE_CIDR = IPv4Network("10.0.0.0/16")
SERVICE_PREFIXES = (IPv4Network(f"{AUTH_ADDRESS}/32"), *map(IPv4Network, HANGZHOU_OSS))
BUILD = IPv4Network("100.104.0.0/16")


def near(base: str) -> st.SearchStrategy[IPv4Network]:
    """Prefixes that hold an address near a base, of any usual length."""
    start = int(IPv4Network(base).network_address)
    return st.builds(
        lambda offset, length: IPv4Network((start + offset, length), strict=False),
        st.integers(0, 0x3FFFF),
        st.integers(12, 28),
    )


RANGES = st.one_of(*(near(base) for base in ("10.0.0.0/32", "172.16.0.0/32", "100.103.0.0/32", "100.118.0.0/32")))


@dataclass(frozen=True, slots=True)
class Ranges:
    """What one client has."""

    vpc: IPv4Network
    pods: tuple[IPv4Network, ...]
    others: tuple[IPv4Network, ...]


CLIENTS = st.lists(
    st.builds(Ranges, RANGES, st.lists(RANGES, max_size=2).map(tuple), st.lists(RANGES, max_size=2).map(tuple)),
    min_size=1,
    max_size=4,
)


def world_of(clients: list[Ranges]) -> World:
    """A stack with these clients in Shanghai."""
    world = World()
    world.stack["clients"] = []
    for number, ranges in enumerate(clients):
        facts = world.add_client(f"c{number}", "cn-shanghai", "172.31.0.0/16")
        facts["cidrs"] = [str(ranges.vpc)]
        facts["vswitches"] = []
        entry = world.stack["clients"][number]
        entry["pod-cidrs"] = [str(cidr) for cidr in ranges.pods]
        entry["other-cidrs"] = [str(cidr) for cidr in ranges.others]
    return world


@settings(deadline=None)
@given(CLIENTS)
def test_g9_finds_every_pair_once(clients: list[Ranges]) -> None:
    expected = 0
    for client in clients:
        for cidr in (*client.pods, *client.others):
            expected += sum(cidr.overlaps(prefix) for prefix in (SERVICE_CIDR, *SERVICE_PREFIXES))
        expected += sum(client.vpc.overlaps(prefix) for prefix in SERVICE_PREFIXES)
    assert len(world_of(clients).findings("G9")) == expected


@settings(deadline=None)
@given(CLIENTS)
def test_g16_names_every_client_that_collides(clients: list[Ranges]) -> None:
    messages = [finding.message for finding in world_of(clients).findings("G16")]
    for number, client in enumerate(clients):
        others = [other.vpc for place, other in enumerate(clients) if place != number]
        collides = any(client.vpc.overlaps(vpc) for vpc in (SERVICE_CIDR, *others))
        assert any(f"client c{number} " in message for message in messages) == collides


@settings(deadline=None)
@given(CLIENTS)
def test_g47_finds_every_range_once(clients: list[Ranges]) -> None:
    used = [cidr for client in clients for cidr in (client.vpc, *client.pods, *client.others)]
    assert len(world_of(clients).findings("G47")) == sum(cidr.overlaps(BUILD) for cidr in used)
