"""Reads FRR configurations."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network

from acree_infra.onprem.facts import Facts, SessionFact
from acree_infra.onprem.preference import rank_of_local_preference
from acree_infra.onprem.reading import values
from acree_infra.onprem.reading.tree import Section, named, sections
from acree_infra.onprem.refusal import CannotRead


def read(files: Mapping[str, str]) -> Facts:
    """Facts of a configuration; its static routes are those over leased lines.

    Raises:
        CannotRead: it holds what cannot be followed.
    """
    top = [section for text in files.values() for section in sections(text, "!")]
    routes, guards = set(), set()
    for rest, _ in named(top, "ip route"):
        destination, way, distance = rest.split()
        if way == "blackhole":
            guards.add(values.prefix(destination))
        else:
            routes.add(values.route(values.prefix(destination), values.address(way), values.number(distance)))
    return Facts(
        line_routes=frozenset(routes),
        guards=frozenset(guards),
        sessions=_sessions(top),
        advertised=frozenset(prefix for _, prefix in _told(top, "out")),
        accepted=_told(top, "in"),
    )


def _prefix_list(top: list[Section], name: str) -> frozenset[IPv4Network]:
    return frozenset(values.prefix(rest.split()[3]) for rest, _ in named(top, f"ip prefix-list {name}"))


def _told(top: list[Section], towards: str) -> frozenset[tuple[IPv4Address, IPv4Network]]:
    """What the neighbours' route maps let through in one direction."""
    return frozenset(
        (values.address(peer), prefix)
        for _, router in named(top, "router bgp")
        for peer in dict.fromkeys(rest.split()[0] for rest in _inside(router).under("neighbor"))
        for prefix in _prefix_list(top, _map(top, _inside(router), peer, towards).one("match ip address prefix-list"))
    )


def _sessions(top: list[Section]) -> frozenset[SessionFact]:
    found = []
    for asn, router in named(top, "router bgp"):
        for rest in router.under("neighbor"):
            peer, word, *more = rest.split()
            if word != "remote-as":
                continue
            way_in, way_out = (_map(top, _inside(router), peer, towards) for towards in ("in", "out"))
            found.append(
                SessionFact(
                    values.address(peer),
                    values.number(more[0]),
                    values.number(asn),
                    rank_of_local_preference(values.number(way_in.one("set local-preference"))),
                    len(way_out.one("set as-path prepend").split()),
                    router.one(f"neighbor {peer} password") or None,
                )
            )
    return frozenset(found)


def _inside(router: Section) -> Section:
    for _, section in named(router.below, "address-family ipv4 unicast"):
        return section
    raise CannotRead("the BGP router has no address-family ipv4 unicast")


def _map(top: list[Section], family: Section, peer: str, towards: str) -> Section:
    for rest in family.under(f"neighbor {peer} route-map"):
        name, direction = rest.split()
        if direction == towards:
            for _, section in named(top, f"route-map {name}"):
                return section
    raise CannotRead(f"the neighbor {peer} has no route-map {towards}")
