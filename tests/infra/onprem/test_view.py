from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

import pytest

from acree_infra.onprem.proposals import Encryption, Group, Integrity
from acree_infra.onprem.view import EVERYTHING, HTTPS, Selectors
from tests.infra.onprem.samples import LINE_AND_TUNNEL, SERVICES, SITE, TWO_LINES, TWO_TUNNELS, TWO_TUNNELS_BGP, tunnel


def test_paths_stand_in_order_of_preference() -> None:
    turned = replace(TWO_TUNNELS, tunnels=(tunnel(1, 1), tunnel(2, 0)))
    assert [path.name for path in turned.paths] == ["hq-tunnel-2", "hq-tunnel-1"]
    assert [path.primary for path in turned.paths] == [True, False]


def test_links_and_tunnels_are_paths_alike() -> None:
    assert [path.name for path in LINE_AND_TUNNEL.paths] == ["hq-line-1", "hq-tunnel-2"]
    assert LINE_AND_TUNNEL.path("hq-line-1").peer == IPv4Address("10.255.1.1")
    assert LINE_AND_TUNNEL.path("hq-tunnel-2").peer == IPv4Address("169.254.12.1")
    assert TWO_LINES.paths[1].primary


def test_an_unknown_path_is_an_error() -> None:
    with pytest.raises(KeyError, match="hq-tunnel-9"):
        TWO_TUNNELS.path("hq-tunnel-9")


def test_every_cidr_may_open_https_to_every_service_prefix() -> None:
    openings = TWO_TUNNELS.openings
    assert len(openings) == len(SITE) * len(SERVICES)
    assert {(opening.protocol, opening.port) for opening in openings} == {("tcp", HTTPS)}
    assert {opening.destination for opening in openings} == set(TWO_TUNNELS.prefixes)


def test_a_prefix_that_two_legs_need_is_guarded_once() -> None:
    twice = replace(TWO_TUNNELS, services=(*SERVICES, SERVICES[0]))
    assert twice.prefixes == TWO_TUNNELS.prefixes


def test_segments_fit_the_smallest_tunnel() -> None:
    assert TWO_TUNNELS.mss == 1360
    assert replace(TWO_TUNNELS, tunnels=(tunnel(1), replace(tunnel(2), mtu=1300))).mss == 1260
    assert TWO_LINES.mss is None


def test_selectors_of_everything_leave_it_to_routes() -> None:
    assert Selectors().everything
    assert not Selectors(local=SITE).everything
    assert not Selectors(remote=(IPv4Network("10.0.0.0/16"), EVERYTHING)).everything


def test_bgp_is_there_or_not() -> None:
    assert TWO_TUNNELS.bgp is None
    assert TWO_TUNNELS_BGP.bgp is not None
    assert TWO_TUNNELS_BGP.bgp.advertised == SITE


@pytest.mark.parametrize(("encryption", "bits"), [*zip(Encryption, (128, 192, 256), strict=True)])
def test_key_lengths(encryption: Encryption, bits: int) -> None:
    assert encryption.bits == bits


@pytest.mark.parametrize(("integrity", "bits"), [*zip(Integrity, (160, 256, 384, 512), strict=True)])
def test_hash_lengths(integrity: Integrity, bits: int) -> None:
    assert integrity.bits == bits


@pytest.mark.parametrize(("group", "bits"), [*zip(Group, (1024, 1536, 2048), strict=True)])
def test_group_lengths(group: Group, bits: int) -> None:
    assert group.bits == bits
