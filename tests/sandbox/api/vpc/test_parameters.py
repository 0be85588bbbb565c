from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_sandbox.api.vpc.parameters import LONGEST_DESCRIPTION, LONGEST_NAME, destination, ipv4_range, naming
from acree_sandbox.core.errors import ApiError

NAME, DESCRIPTION = naming("VpcName")
PREFIXES = st.builds(
    lambda number, length: IPv4Network((number, length), strict=False),
    st.integers(0, 2**32 - 1),
    st.integers(0, 32),
)


def test_names_are_of_a_length_and_no_addresses_of_the_web() -> None:
    assert NAME.parse("v" * LONGEST_NAME) == "v" * LONGEST_NAME
    assert NAME.parse("") == ""
    assert DESCRIPTION.parse("d" * LONGEST_DESCRIPTION) == "d" * LONGEST_DESCRIPTION
    for parameter, text in (
        (NAME, "v" * 129),
        (NAME, "http://x"),
        (DESCRIPTION, "https://x"),
        (DESCRIPTION, "d" * 257),
    ):
        with pytest.raises(ApiError) as caught:
            parameter.parse(text)
        assert caught.value.code == f"Invalid{parameter.name}.Malformed"
        assert text in caught.value.message


@given(PREFIXES)
def test_prefixes_are_taken_as_they_are_sent(prefix: IPv4Network) -> None:
    assert ipv4_range("CidrBlock").parse(str(prefix)) == str(prefix)
    assert destination().parse(str(prefix)) == str(prefix)


@given(st.integers(0, 2**32 - 1))
def test_an_address_as_destination_is_its_32(number: int) -> None:
    address = str(IPv4Network(number).network_address)
    assert destination().parse(address) == f"{address}/32"


@given(PREFIXES, st.integers(1, 2**32 - 1))
def test_bits_behind_the_length_are_refused(prefix: IPv4Network, extra: int) -> None:
    beyond = extra & int(prefix.hostmask)
    if beyond:
        text = f"{prefix.network_address + beyond}/{prefix.prefixlen}"
        with pytest.raises(ApiError, match=text):
            destination().parse(text)


@pytest.mark.parametrize("text", ["10.0.0.0", "10.0.0.0/33", "fd00::/8", "pl-1", "10.0.0/8", "/8", "10.0.0.0/"])
def test_what_is_no_range(text: str) -> None:
    with pytest.raises(ApiError) as caught:
        ipv4_range("CidrBlock").parse(text)
    assert caught.value.code == "InvalidCidrBlock.Malformed"
    assert repr(text) in caught.value.message


@pytest.mark.parametrize("text", ["fd00::/8", "fd00::1", "pl-1", "10.0.0.1/24", "ten"])
def test_what_is_no_destination(text: str) -> None:
    with pytest.raises(ApiError) as caught:
        destination().parse(text)
    assert caught.value.code == "InvalidDestinationCidrBlock"
    assert "prefix lists and IPv6 are not done" in caught.value.message


def test_an_empty_text_is_not_sent() -> None:
    assert ipv4_range("CidrBlock").parse("") is None
    assert destination().parse("") is None
