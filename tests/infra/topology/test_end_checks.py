"""What the ends of tunnels and lines must be."""

from __future__ import annotations

import pytest

from tests.infra.topology.test_site_checks import site
from tests.infra.topology.texts import problems


def ways(*tunnels: str, more: str = "") -> str:
    """A site with a VPN gateway and tunnels, all on line 19."""
    return site(f"{{kind: vpn-gateway, tunnels: [{', '.join(f'{{{each}}}' for each in tunnels)}]}}{more}")


@pytest.mark.parametrize("address", ["0.0.0.0", "0.1.2.3", "127.0.0.1", "169.254.1.1", "224.0.0.5", "255.255.255.255"])
@pytest.mark.parametrize("end", ["device", "cloud"])
def test_an_end_is_one_host(address: str, end: str) -> None:
    written = f"device: 203.0.113.1, cloud: {address}" if end == "cloud" else f"device: {address}"
    assert problems(ways(written)) == [
        (
            f"19: sites[0].via[0].tunnels[0].{end}: expected an address of one host on the internet, found {address}; "
            "write the address that the other end sees"
        )
    ]


@pytest.mark.parametrize("address", ["203.0.113.10", "8.8.8.8", "10.0.0.1", "100.64.0.1"])
def test_hosts_are_not_spoken_of(address: str) -> None:
    """Private addresses are translated by some device on the way; G15 speaks of 100.64.0.0/10."""
    assert problems(ways(f"device: {address}")) == []


def test_links_of_one_site_do_not_overlap() -> None:
    inside = "inside: 169.254.10.0/30"
    assert problems(ways(f"device: 203.0.113.1, {inside}", f"device: 203.0.113.1, {inside}")) == [
        (
            "19: sites[0].via[0].tunnels[1].inside: 169.254.10.0/30 overlaps 169.254.10.0/30 of the same site, "
            "first on line 19; give each tunnel and each line a link of its own"
        )
    ]


def test_links_of_lines_count_too() -> None:
    line = "{kind: express-connect, physical-connection: pc-1, inside: 10.255.0.0/29, name: a}"
    other = "{kind: express-connect, physical-connection: pc-1, inside: 10.255.0.4/30, name: b}"
    assert problems(site(f"{line}\n{other}")) == [
        (
            "20: sites[0].via[1].inside: 10.255.0.4/30 overlaps 10.255.0.0/29 of the same site, first on line 19; "
            "give each tunnel and each line a link of its own"
        )
    ]


def test_links_apart_are_right() -> None:
    assert (
        problems(ways("device: 203.0.113.1, inside: 169.254.10.0/30", "device: 203.0.113.1, inside: 169.254.10.4/30"))
        == []
    )


def test_two_tunnels_between_the_same_ends() -> None:
    ends = "device: 203.0.113.1, cloud: 198.51.100.1"
    assert problems(ways(ends, ends)) == [
        (
            "19: sites[0].via[0].tunnels[1].cloud: '203.0.113.1' has a tunnel to '198.51.100.1' already, first on line "
            "19; each tunnel of a connection has an address of its own in the cloud"
        )
    ]


def test_two_devices_or_two_ends_in_the_cloud() -> None:
    first = "device: 203.0.113.1, cloud: 198.51.100.1"
    for second in ("device: 203.0.113.1, cloud: 198.51.100.2", "device: 203.0.113.2, cloud: 198.51.100.1"):
        assert problems(ways(first, second)) == []


def test_a_third_tunnel() -> None:
    assert problems(ways(*("device: 203.0.113.1" for _ in range(3)))) == [
        "19: sites[0].via[0].tunnels: expected at most 2 items, found a list"
    ]


def test_what_is_no_address_is_left_to_the_models() -> None:
    assert [each.split(": ")[1] for each in problems(ways("device: x, inside: 169.254.1.0/33, cloud: 1"))] == [
        "sites[0].via[0].tunnels[0].device",
        "sites[0].via[0].tunnels[0].inside",
        "sites[0].via[0].tunnels[0].cloud",
    ]
