from __future__ import annotations

from ipaddress import IPv4Address, IPv4Interface, IPv4Network

import pytest

from acree_infra.onprem.facts import RouteFact
from acree_infra.onprem.proposals import Encryption, Group, Integrity, Proposal
from acree_infra.onprem.reading import values
from acree_infra.onprem.refusal import CannotRead

PREFIX = IPv4Network("10.0.0.0/8")


class TestPrefix:
    """Prefixes come with lengths, masks and inverted masks."""

    @pytest.mark.parametrize("parts", [("10.0.0.0/8",), ("10.0.0.0", "8"), ("10.0.0.0", "255.0.0.0")])
    def test_every_form(self, parts: tuple[str, ...]) -> None:
        assert values.prefix(*parts) == PREFIX

    def test_one_address(self) -> None:
        assert values.prefix("10.1.1.1") == IPv4Network("10.1.1.1/32")

    @pytest.mark.parametrize("parts", [("10.0.0.1/8",), ("ten", "8"), ("10.0.0.0", "33"), ("",)])
    def test_anything_else_is_shown(self, parts: tuple[str, ...]) -> None:
        with pytest.raises(CannotRead, match="expected a prefix, found"):
            values.prefix(*parts)

    @pytest.mark.parametrize(
        ("mask", "length"),
        [("0.255.255.255", 8), ("0.0.0.0", 32), ("0", 32), ("0.0.3.255", 22), ("255.255.255.255", 0)],
    )
    def test_inverted_masks(self, mask: str, length: int) -> None:
        network = IPv4Network(("10.0.0.0", length), strict=False) if length else IPv4Network("0.0.0.0/0")
        assert values.inverted(str(network.network_address), mask) == network

    def test_a_mask_with_holes_is_refused(self) -> None:
        with pytest.raises(CannotRead):
            values.inverted("10.0.0.0", "0.255.0.255")


class TestAddresses:
    """Addresses, with and without the mask of their link."""

    def test_address(self) -> None:
        assert values.address("10.0.0.1") == IPv4Address("10.0.0.1")
        with pytest.raises(CannotRead, match=r"expected an address, found '10\.0\.0'"):
            values.address("10.0.0")

    def test_interface(self) -> None:
        assert values.interface("10.0.0.1", "255.255.255.252") == IPv4Interface("10.0.0.1/30")
        assert values.interface("10.0.0.1/30") == IPv4Interface("10.0.0.1/30")
        with pytest.raises(CannotRead, match="expected an address with its mask, found 'dhcp'"):
            values.interface("dhcp")

    @pytest.mark.parametrize(
        ("inside", "other"),
        [
            ("10.0.0.1/30", "10.0.0.2"),
            ("10.0.0.2/30", "10.0.0.1"),
            ("10.0.0.0/31", "10.0.0.1"),
            ("10.0.0.1/31", "10.0.0.0"),
        ],
    )
    def test_the_other_end_of_a_link(self, inside: str, other: str) -> None:
        assert values.other_end(IPv4Interface(inside)) == IPv4Address(other)

    def test_a_network_is_no_link(self) -> None:
        with pytest.raises(CannotRead, match=r"expected a link of two addresses, found 10\.0\.0\.1/24"):
            values.other_end(IPv4Interface("10.0.0.1/24"))


class TestWords:
    """Numbers, words of a device, proposals."""

    def test_number(self) -> None:
        assert values.number("86400") == 86400
        for wrong in ("", "-1", "1.5", "many"):
            with pytest.raises(CannotRead, match="expected a number, found"):
                values.number(wrong)

    def test_a_word_is_looked_up(self) -> None:
        words = {Integrity.SHA1: "sha", Integrity.SHA256: "sha2"}
        assert values.looked_up("sha2", words) is Integrity.SHA256
        with pytest.raises(CannotRead, match="expected one of sha, sha2, found 'md5'"):
            values.looked_up("md5", words)

    def test_proposals(self) -> None:
        made = values.proposal(192, Integrity.SHA512, "5", 600)
        assert made == Proposal(Encryption.AES_192, Integrity.SHA512, Group.MODP_1536, 600)
        assert values.proposal(128, Integrity.SHA1, "", 600).group is None

    def test_what_is_broken_is_no_proposal(self) -> None:
        with pytest.raises(CannotRead, match=r"expected an AES key of \[128, 192, 256\] bits, found 64"):
            values.proposal(64, Integrity.SHA1, "2", 600)
        with pytest.raises(CannotRead, match="expected a Diffie-Hellman group out of 2, 5, 14, found '1'"):
            values.proposal(128, Integrity.SHA1, "1", 600)

    def test_an_identity_is_the_address_where_none_is_written(self) -> None:
        assert values.identity("", IPv4Address("10.0.0.1")) == "10.0.0.1"
        assert values.identity("edge.example", IPv4Address("10.0.0.1")) == "edge.example"


def test_routes_are_sorted_by_what_carries_them() -> None:
    tunnel, line = IPv4Address("169.254.1.1"), IPv4Address("10.255.0.1")
    first, second = RouteFact(PREFIX, tunnel, 0), RouteFact(PREFIX, line, 1)
    assert values.sorted_routes([first, second], [tunnel]) == (frozenset({first}), frozenset({second}))
