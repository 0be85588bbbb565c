from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_sandbox.api.vpc.route_rules import NEVER_ROUTED, SERVICE_SPACE, TOWARD_DATA_CENTERS, check_prefix
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.vpc.networks import OSS, Network

PREFIXES = st.builds(
    lambda number, length: IPv4Network((number, length), strict=False), st.integers(0, 2**32 - 1), st.integers(0, 32)
)
PIECES = st.builds(
    lambda number, length: IPv4Network((int(SERVICE_SPACE.network_address) + number, length), strict=False),
    st.integers(0, 2**22 - 1),
    st.integers(10, 32),
)
HOPS = st.sampled_from(["Attachment", "VpcPeer", "Instance", "BlackHole", *sorted(TOWARD_DATA_CENTERS)])


def code_of(prefix: IPv4Network, hop_type: str) -> str:
    try:
        check_prefix(str(prefix), hop_type)
    except ApiError as error:
        return error.code if str(prefix) in error.message else f"the message {error.message!r} lacks {prefix}"
    return ""


@given(PIECES, HOPS)
def test_of_the_service_space_narrow_pieces_inside_the_cloud_only(prefix: IPv4Network, hop_type: str) -> None:
    taken = prefix.prefixlen >= 16 and hop_type not in TOWARD_DATA_CENTERS
    assert code_of(prefix, hop_type) == ("" if taken else "InvalidCidrBlock")


@given(PREFIXES, HOPS)
def test_all_else_is_taken_but_what_is_never_routed(prefix: IPv4Network, hop_type: str) -> None:
    if prefix.subnet_of(SERVICE_SPACE):
        return
    never = any(prefix.subnet_of(its) for its in NEVER_ROUTED)
    assert code_of(prefix, hop_type) == ("InvalidDestinationCidrBlock" if never else "")


@pytest.mark.parametrize("prefix", ["0.0.0.0/0", "100.0.0.0/8", "96.0.0.0/3", "64.0.0.0/2"])
def test_what_contains_the_service_space_is_taken(prefix: str) -> None:
    assert code_of(IPv4Network(prefix), "RouterInterface") == ""


@pytest.mark.parametrize(
    ("destination", "code", "words"),
    [
        ("100.64.0.0/10", "InvalidCidrBlock", "must not be 100.64.0.0/10"),
        ("100.64.0.0/11", "InvalidCidrBlock", "wide piece"),
        ("100.118.0.0/15", "InvalidCidrBlock", "has /16"),
        ("10.0.0.0/24", "InvalidCIDRBlock.Duplicate", "the range of vsw-"),
        ("10.0.0.128/25", "InvalidCidrBlock", "inside 10.0.0.0/24"),
        ("10.0.1.7", "InvalidCidrBlock", "10.0.1.7/32 lies inside 10.0.1.0/24"),
        ("169.254.0.0/16", "InvalidDestinationCidrBlock", "never routed"),
        ("fd00::/8", "InvalidDestinationCidrBlock", "IPv6"),
        ("pl-1", "InvalidDestinationCidrBlock", "prefix lists"),
        ("", "MissingParameter.DestinationCidrBlock", "DestinationCidrBlock"),
    ],
)
def test_destinations_that_are_refused(network: Network, destination: str, code: str, words: str) -> None:
    assert words in network.no_route(code, destination)


@pytest.mark.parametrize("destination", [OSS, "100.118.0.0/16", "10.0.0.0/16", "10.0.0.0/23", "0.0.0.0/0", "8.8.8.8"])
def test_destinations_that_are_taken(network: Network, destination: str) -> None:
    entry = network.entry(network.route(destination))
    assert entry.destination == (destination if "/" in destination else f"{destination}/32")
    assert entry.status == "Available"


def test_a_destination_is_in_a_table_once(network: Network) -> None:
    entry = network.route(OSS)
    message = network.no_route("RouterEntryConflict.Duplicated", OSS)
    assert entry in message
    assert "Attachment tr-attach-1" in message
    network.no_route("InvalidCIDRBlock.Duplicate", OSS, NextHopType="BlackHole", NextHopId="")
    network.route(OSS, table=network.custom)
    network.route("100.118.28.0/25")


class TestQuota:
    @pytest.fixture
    def world(self) -> World:
        return World(paces={"*": Pace(seconds=0)}, quotas={"vpc-routes": 2})

    def test_a_table_has_as_many_as_the_world_says(self, network: Network) -> None:
        network.route("172.16.0.0/16")
        network.route("172.17.0.0/16")
        assert "vpc-routes is 2 and 2 are in use" in network.no_route("QuotaExceeded", "172.18.0.0/16")
        network.route("172.18.0.0/16", table=network.custom)


def test_a_table_has_200_by_default(network: Network) -> None:
    for number in range(200):
        network.route(f"172.16.{number}.0/24")
    assert "vpc-routes is 200" in network.no_route("QuotaExceeded", "172.17.0.0/16")
