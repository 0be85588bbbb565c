"""The rule of what tables learn, on networks made of plain values."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_sandbox.api.cbn.learning_rule import (
    ACTIVE,
    PROPAGATED,
    REJECTED,
    STATIC,
    Neighbour,
    Route,
    advertised,
    learnable,
    routes,
)


@dataclass
class Sample:
    """A network written down."""

    static: dict[str, list[Route]] = field(default_factory=dict)
    near: dict[str, list[Neighbour]] = field(default_factory=dict)

    def static_routes(self, table: str) -> Sequence[Route]:
        return self.static.get(table, [])

    def neighbours(self, table: str) -> Sequence[Neighbour]:
        return self.near.get(table, [])


def static(destination: str, hop: str = "", hop_type: str = "") -> Route:
    return Route(destination, hop, hop_type, type=STATIC, entry=f"rte-{destination}")


def vpc(name: str, *prefixes: str) -> Neighbour:
    return Neighbour(f"att-{name}", "VPC", name, prefixes)


def link(name: str, far_router: str, far_table: str = "") -> Neighbour:
    return Neighbour(name, "TR", far_router, far_table=far_table)


def shown(found: Sequence[Route]) -> list[tuple[str, str, str]]:
    return [(route.destination, route.hop, route.status) for route in found]


WORKED = Sample(
    {"service": [static("100.118.28.0/24", "att-vpc1", "VPC")]},
    {
        "service": [vpc("vpc1", "10.0.0.0/16"), link("att-peer", "tr-client", "client")],
        "client": [vpc("vpc2", "172.16.0.0/16"), link("att-peer", "tr-service", "service")],
    },
)


def test_the_worked_example() -> None:
    assert shown(routes(WORKED, "service")) == [
        ("100.118.28.0/24", "att-vpc1", ACTIVE),
        ("10.0.0.0/16", "att-vpc1", ACTIVE),
        ("172.16.0.0/16", "att-peer", ACTIVE),
    ]
    assert shown(routes(WORKED, "client")) == [
        ("172.16.0.0/16", "att-vpc2", ACTIVE),
        ("100.118.28.0/24", "att-peer", ACTIVE),
        ("10.0.0.0/16", "att-peer", ACTIVE),
    ]


def test_where_learned_routes_came_from() -> None:
    by_destination = {route.destination: route for route in routes(WORKED, "client")}
    assert by_destination["100.118.28.0/24"] == Route(
        "100.118.28.0/24", "att-peer", "TR", "tr-service", origin_type="TR", origin="tr-service"
    )
    assert by_destination["10.0.0.0/16"] == Route(
        "10.0.0.0/16", "att-peer", "TR", "tr-service", origin_type="VPC", origin="vpc1"
    )
    assert by_destination["172.16.0.0/16"].type == PROPAGATED


def test_a_connection_that_does_not_advertise_teaches_nothing() -> None:
    quiet = Sample(WORKED.static, {**WORKED.near, "client": [link("att-peer", "tr-service")]})
    assert routes(quiet, "client") == ()


def test_a_table_without_propagations_knows_its_static_routes_only() -> None:
    assert shown(routes(Sample({"t": [static("10.0.0.0/8", "a")]}), "t")) == [("10.0.0.0/8", "a", ACTIVE)]
    assert routes(Sample(), "none") == ()


def test_a_static_route_wins_and_the_learned_one_is_rejected() -> None:
    network = Sample({"t": [static("10.0.0.0/16")]}, {"t": [vpc("v", "10.0.0.0/16")]})
    assert shown(routes(network, "t")) == [("10.0.0.0/16", "", ACTIVE), ("10.0.0.0/16", "att-v", REJECTED)]


def test_a_local_network_wins_over_a_far_one_whatever_their_age() -> None:
    network = Sample(
        near={"t": [link("peer", "tr-2", "far"), vpc("v", "10.0.0.0/16")], "far": [vpc("w", "10.0.0.0/16")]}
    )
    assert shown(routes(network, "t")) == [("10.0.0.0/16", "att-v", ACTIVE), ("10.0.0.0/16", "peer", REJECTED)]


def test_the_older_of_two_attachments_wins() -> None:
    network = Sample(near={"t": [vpc("old", "10.0.0.0/16"), vpc("new", "10.0.0.0/16", "10.1.0.0/16")]})
    assert shown(routes(network, "t")) == [
        ("10.0.0.0/16", "att-old", ACTIVE),
        ("10.0.0.0/16", "att-new", REJECTED),
        ("10.1.0.0/16", "att-new", ACTIVE),
    ]


def test_a_rejected_route_is_not_advertised() -> None:
    network = Sample({"t": [static("10.0.0.0/16", "x", "VPC")]}, {"t": [vpc("v", "10.0.0.0/16")]})
    assert shown(advertised(network, "t", "peer")) == [("10.0.0.0/16", "x", ACTIVE)]


def test_what_was_learned_from_a_connection_goes_no_further() -> None:
    network = Sample(
        near={
            "a": [vpc("va", "10.1.0.0/16"), link("ab", "tr-b", "b")],
            "b": [vpc("vb", "10.2.0.0/16"), link("ab", "tr-a", "a"), link("bc", "tr-c", "c")],
            "c": [vpc("vc", "10.3.0.0/16"), link("bc", "tr-b", "b")],
        }
    )
    assert shown(routes(network, "c")) == [("10.3.0.0/16", "att-vc", ACTIVE), ("10.2.0.0/16", "bc", ACTIVE)]
    assert {route.destination for route in routes(network, "b")} == {"10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"}


def test_a_static_route_through_the_connection_is_not_sent_back() -> None:
    network = Sample(
        {"b": [static("10.9.0.0/16", "ab", "TR"), static("10.8.0.0/16", "bc", "TR"), static("10.7.0.0/16")]},
        {"a": [link("ab", "tr-b", "b")]},
    )
    assert shown(routes(network, "a")) == [("10.8.0.0/16", "ab", ACTIVE), ("10.7.0.0/16", "ab", ACTIVE)]


def test_a_static_route_to_an_ecr_is_not_advertised() -> None:
    network = Sample(
        {"b": [static("10.9.0.0/16", "e", "ECR"), static("10.8.0.0/16", "v", "VBR")]}, {"a": [link("ab", "tr-b", "b")]}
    )
    assert shown(routes(network, "a")) == [("10.8.0.0/16", "ab", ACTIVE)]


@pytest.mark.parametrize(
    ("prefix", "may"),
    [
        ("100.64.0.0/10", False),
        ("100.100.2.136/32", False),
        ("100.127.255.0/24", False),
        ("100.0.0.0/8", True),
        ("100.128.0.0/16", True),
        ("10.0.0.0/16", True),
    ],
)
def test_cloud_service_addresses_never_propagate(prefix: str, may: bool) -> None:
    assert learnable(prefix) is may
    network = Sample(near={"t": [vpc("v", prefix)]})
    assert bool(routes(network, "t")) is may


def test_a_static_cloud_service_route_is_advertised_all_the_same() -> None:
    assert ("100.118.28.0/24", "att-peer", ACTIVE) in shown(routes(WORKED, "client"))


# -- properties ---------------------------------------------------------------------------------------------------

prefixes = st.builds(
    lambda number, length: str(IPv4Network((number, length), strict=False)),
    st.integers(0, 2**32 - 1),
    st.integers(8, 32),
)
tables = st.sampled_from(["a", "b", "c"])
attachments = st.sampled_from(["ab", "bc", "ca", "x", "y"])
statics = st.builds(static, prefixes, st.one_of(st.just(""), attachments), st.sampled_from(["VPC", "TR", "ECR"]))
networks_near = st.builds(
    Neighbour, attachments, st.just("VPC"), st.sampled_from(["v", "w"]), st.lists(prefixes, max_size=3)
)
connections = st.builds(link, attachments, st.sampled_from(["tr-1", "tr-2"]), st.one_of(st.just(""), tables))
samples = st.builds(
    Sample,
    st.dictionaries(tables, st.lists(statics, max_size=4, unique_by=lambda route: route.destination)),
    st.dictionaries(tables, st.lists(st.one_of(networks_near, connections), max_size=4)),
)


@given(samples, tables)
def test_one_route_is_in_effect_for_each_destination(network: Sample, table: str) -> None:
    found = routes(network, table)
    active = Counter(route.destination for route in found if route.status == ACTIVE)
    assert set(active) == {route.destination for route in found}
    assert set(active.values()) <= {1}


@given(samples, tables)
def test_static_routes_are_all_there_and_all_in_effect(network: Sample, table: str) -> None:
    found = [route for route in routes(network, table) if route.type == STATIC]
    assert found == network.static_routes(table)


@given(samples, tables)
def test_every_learned_route_leads_to_a_neighbour_and_has_an_origin(network: Sample, table: str) -> None:
    near = {its.attachment for its in network.neighbours(table)}
    for route in routes(network, table):
        if route.type == PROPAGATED:
            assert route.hop in near
            assert route.origin
            assert route.origin_type
            assert not route.entry


@given(samples, tables)
def test_no_network_teaches_a_cloud_service_address(network: Sample, table: str) -> None:
    statics_known = {route.destination for rows in network.static.values() for route in rows}
    learned = {route.destination for route in routes(network, table)} - statics_known
    assert all(learnable(destination) for destination in learned)


@given(samples, tables, attachments)
def test_nothing_is_sent_back_where_it_leads(network: Sample, table: str, attachment: str) -> None:
    sent = advertised(network, table, attachment)
    assert all(route.hop != attachment for route in sent)
    assert {route.destination for route in sent} <= {route.destination for route in routes(network, table)}


@given(samples, tables)
def test_a_further_region_never_changes_what_a_table_advertises(network: Sample, table: str) -> None:
    alone = Sample(
        network.static,
        {name: [its for its in near if not its.far_table] for name, near in network.near.items()},
    )
    assert advertised(network, table, "") == advertised(alone, table, "")


def taught(name: str, kind: str, as_path: int, prefix: str = "192.168.10.0/24") -> Neighbour:
    """A data center's attachment; an AS path of 0 is a custom route."""
    return Neighbour(f"att-{name}", kind, name, (prefix,), {prefix: as_path} if as_path else {})


@pytest.mark.parametrize(
    ("near", "first"),
    [
        ([taught("line", "VBR", 1), taught("spare", "VPN", 2)], "line"),
        ([taught("spare", "VPN", 2), taught("line", "VBR", 1)], "line"),
        ([taught("spare", "VBR", 3), taught("line", "VBR", 1)], "line"),
        ([taught("old", "VBR", 1), taught("new", "VBR", 1)], "old"),
        ([taught("custom", "VBR", 0), taught("bgp", "VBR", 4)], "bgp"),
        ([taught("bgp", "VBR", 1), taught("static", "VPN", 0)], "static"),
    ],
)
def test_the_shortest_as_path_wins_and_of_lines_bgp(near: list[Neighbour], first: str) -> None:
    rows = shown(routes(Sample(near={"t": near}), "t"))
    assert rows[0] == ("192.168.10.0/24", f"att-{first}", ACTIVE)
    assert [status for _, _, status in rows[1:]] == [REJECTED]


def test_a_far_line_with_a_shorter_as_path_wins_over_a_near_one() -> None:
    network = Sample(
        near={"t": [taught("near", "VBR", 2), link("peer", "tr-2", "far")], "far": [taught("far", "VBR", 1)]}
    )
    assert shown(routes(network, "t"))[0] == ("192.168.10.0/24", "peer", ACTIVE)
    assert [route.as_path for route in routes(network, "t")] == [1, 2]
