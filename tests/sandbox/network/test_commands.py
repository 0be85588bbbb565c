import pytest

from acree_sandbox.network import commands
from acree_sandbox.network.values import BLACK_HOLE, Address, End, Link, Route, Rule


def test_a_link_joins_two_namespaces_of_a_run() -> None:
    link = Link(End("host-i", "eth0"), End("vpc-v", "m-1"))
    assert commands.add_link(link, "acree-1-") == (
        "link add name eth0 address 02:00:00:00:00:01 netns acree-1-host-i type veth"
        " peer name m-1 address 02:00:00:00:00:01 netns acree-1-vpc-v"
    )
    assert commands.raise_link("eth0") == "link set dev eth0 arp off up"
    assert commands.delete_link("eth0") == "link del dev eth0"


def test_an_address_is_one_address() -> None:
    assert commands.address("add", Address("lo", "100.100.2.136")) == "address add 100.100.2.136/32 dev lo"


@pytest.mark.parametrize(
    ("route", "line"),
    [
        (Route(5, "10.0.0.0/8", "att-1"), "route replace 10.0.0.0/8 via 169.254.1.1 dev att-1 onlink table 5"),
        (Route(5, "10.0.0.0/8", BLACK_HOLE), "route replace blackhole 10.0.0.0/8 table 5"),
    ],
)
def test_a_route_leads_through_a_link_or_drops(route: Route, line: str) -> None:
    assert commands.route("replace", route) == line


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        (Rule(10, 100), "rule add priority 10 lookup 100"),
        (Rule(30, 7, link="att-1"), "rule add priority 30 iif att-1 lookup 7"),
        (Rule(20, 7, link="services", mark=9), "rule add priority 20 iif services fwmark 9 lookup 7"),
        (Rule(1000, 0), "rule add priority 1000 blackhole"),
    ],
)
def test_a_rule_names_what_it_is_for(rule: Rule, line: str) -> None:
    assert commands.rule("add", rule) == line


def test_marking_is_replaced_in_one_step() -> None:
    assert commands.replace_marking("table ip acree {}") == "table ip acree\ndelete table ip acree\ntable ip acree {}"
