"""What of a running configuration is ours, and what is never touched."""

from __future__ import annotations

import pytest

from acree_infra.onprem.comparing.owned import cleaned, is_ours, owned, with_references, with_shells
from acree_infra.onprem.reading.tree import Section, sections


def tree(text: str) -> list[Section]:
    return sections(text, "!")


def texts(found: list[Section], depth: int = 0) -> list[str]:
    return [line for each in found for line in (" " * depth + each.line, *texts(each.below, depth + 1))]


@pytest.mark.parametrize(
    ("line", "ours"),
    [
        ("route-map acree-3-in permit 10", True),
        ("ip prefix-list acree-hq-out seq 5 permit 10.0.0.0/8", True),
        (" description acree hq-tunnel-1", True),
        ("ip route 10.0.0.0 255.0.0.0 Null0 250 name acree-hq", True),
        ("ip prefix-list acree-branch-out seq 5 permit 10.0.0.0/8", False),
        ("route-map acree-hqx permit 10", False),
        (" description acreetion", False),
        ("interface GigabitEthernet1", False),
    ],
)
def test_names_tell(line: str, ours: bool) -> None:
    assert is_ours(line, "hq") is ours


RUNNING = """
interface Tunnel1
 description acree hq-tunnel-1
 ip mtu 1400
!
interface Tunnel2
 description acree branch-tunnel-1
!
interface Tunnel3
 ip mtu 1300
!
ike proposal 98
 dh group14
!
ike proposal 1
 dh group2
!
ike peer acree-1
 ike-proposal 98
!
router bgp 65010
 bgp router-id 10.0.0.1
 neighbor 169.254.11.1 remote-as 45104
 neighbor 169.254.11.1 description acree hq-tunnel-1
 neighbor 192.0.2.1 remote-as 64999
 address-family ipv4
  network 192.168.0.0 mask 255.255.0.0
  neighbor 169.254.11.1 activate
  neighbor 192.0.2.1 activate
 address-family ipv6
  neighbor 2001:db8::1 activate
"""


def test_what_is_described_named_or_used_by_ours_is_ours() -> None:
    assert texts(owned(tree(RUNNING), [], "hq")) == [
        "interface Tunnel1",
        " description acree hq-tunnel-1",
        " ip mtu 1400",
        "ike proposal 98",
        " dh group14",
        "ike peer acree-1",
        " ike-proposal 98",
        "router bgp 65010",
        " neighbor 169.254.11.1 remote-as 45104",
        " neighbor 169.254.11.1 description acree hq-tunnel-1",
        " address-family ipv4",
        "  neighbor 169.254.11.1 activate",
    ]


def test_what_the_rendered_file_has_too_is_compared() -> None:
    wanted = tree("interface Tunnel3\nrouter bgp 65010\n address-family ipv4\n  network 192.168.0.0 mask 255.255.0.0\n")
    found = texts(owned(tree(RUNNING), wanted, "hq"))
    assert "interface Tunnel3" in found
    assert "  network 192.168.0.0 mask 255.255.0.0" in found
    assert "  neighbor 192.0.2.1 activate" not in found


def test_a_shared_section_is_never_wanted_away() -> None:
    running = tree(
        "router bgp 65010\n neighbor 1.1.1.1 remote-as 1\n address-family ipv4\n  neighbor 1.1.1.1 activate\n"
    )
    assert texts(with_shells([], running)) == ["router bgp 65010", " address-family ipv4"]
    wanted = tree("router bgp 65010\n bgp router-id 10.0.0.1\n")
    assert texts(with_shells(wanted, running)) == [
        "router bgp 65010",
        " bgp router-id 10.0.0.1",
        " address-family ipv4",
    ]


@pytest.mark.parametrize(
    ("running", "wanted"),
    [
        (" pre-shared-key 6 AAAA", " pre-shared-key ACREE-SECRET-hq-1"),
        (" pre-shared-key cipher %^%#x%^%#", " pre-shared-key cipher ACREE-SECRET-hq-1"),
        (" pre-shared-key ciphertext $c$3$x", " pre-shared-key plaintext ACREE-SECRET-hq-1"),
        (" neighbor 10.0.0.1 password 7 0203", " neighbor 10.0.0.1 password ACREE-SECRET-bgp"),
    ],
)
def test_a_key_in_any_form_counts_as_there(running: str, wanted: str) -> None:
    other = tree(f"peer a\n{wanted}\n")
    assert with_references(tree(f"peer a\n{running}\n"), other) == other


def test_a_key_of_somebody_else_stays() -> None:
    running = tree("peer b\n pre-shared-key 6 AAAA\n")
    assert with_references(running, tree("peer a\n pre-shared-key ACREE-SECRET-hq-1\n")) == running


def test_words_that_only_end_a_section_do_not_count() -> None:
    running = tree("router bgp 1\n address-family ipv4\n  network 10.0.0.0\n exit-address-family\nexit\nend\n")
    assert texts(cleaned(running)) == ["router bgp 1", " address-family ipv4", "  network 10.0.0.0"]
