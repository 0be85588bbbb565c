from __future__ import annotations

from acree_infra.onprem.reading.tree import begins, named, sections

TEXT = """!
version 17.9
interface Tunnel1
 description first
 ip address 169.254.1.2 255.255.255.252
!
router bgp 65010
 neighbor 10.0.0.1 remote-as 1
 !
 address-family ipv4
  network 10.0.0.0
  neighbor 10.0.0.1 activate
 exit-address-family
! the end
"""


def test_indentation_makes_sections() -> None:
    top = sections(TEXT, "!")
    assert [section.line for section in top] == ["version 17.9", "interface Tunnel1", "router bgp 65010"]
    family = top[2].below[1]
    assert family.line == "address-family ipv4"
    assert [each.line for each in family.below] == ["network 10.0.0.0", "neighbor 10.0.0.1 activate"]
    assert top[2].below[2].line == "exit-address-family"


def test_a_comment_at_the_left_ends_every_section() -> None:
    text = "#\ninterface Tunnel1\n mtu 1400\n#\n ip route-static 0.0.0.0 0 10.0.0.1\n ntp 10.1.1.1\nbgp 1\n"
    assert [(each.line, [inner.line for inner in each.below]) for each in sections(text, "#")] == [
        ("interface Tunnel1", ["mtu 1400"]),
        ("ip route-static 0.0.0.0 0 10.0.0.1", []),
        ("ntp 10.1.1.1", []),
        ("bgp 1", []),
    ]


def test_a_line_begins_with_whole_words() -> None:
    assert begins("ip route 10.0.0.0", "ip route")
    assert begins("ip route", "ip route")
    assert not begins("ip route-static 10.0.0.0", "ip route")


def test_lines_below_are_found_by_their_start() -> None:
    _, tunnel, router = sections(TEXT, "!")
    assert tunnel.one("description") == "first"
    assert tunnel.one("ip mtu", "1500") == "1500"
    assert tunnel.one("ip mtu") == ""
    assert router.under("neighbor") == ["10.0.0.1 remote-as 1"]
    assert tunnel.has("description first")
    assert not tunnel.has("description")


def test_sections_are_found_by_their_start() -> None:
    assert [name for name, _ in named(sections(TEXT, "!"), "interface")] == ["Tunnel1"]
    assert list(named(sections(TEXT, "!"), "inter")) == []


def test_nothing_is_no_section() -> None:
    assert sections("!\n!\n\n", "!") == []
