"""What VRP and Comware have in common: BGP peers, route policies, access lists."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from acree_infra.onprem.facts import OpeningFact, RouteFact, SessionFact
from acree_infra.onprem.preference import GUARD_DISTANCE, rank_of_local_preference
from acree_infra.onprem.reading import values
from acree_infra.onprem.reading.tree import Section, named
from acree_infra.onprem.refusal import CannotRead


def sessions(top: list[Section], family_line: str) -> frozenset[SessionFact]:
    """BGP sessions; the family's own section holds the route policies."""
    found = []
    for asn, router in named(top, "bgp"):
        family = next(section for section in router.below if section.line == family_line)
        for rest in router.under("peer"):
            peer, word, *more = rest.split()
            if word == "as-number":
                rank, prepends = _policies(top, family, peer)
                secret = router.one(f"peer {peer} password").rpartition(" ")[2] or None
                found.append(
                    SessionFact(
                        values.address(peer), values.number(more[0]), values.number(asn), rank, prepends, secret
                    )
                )
    return frozenset(found)


def _policies(top: list[Section], family: Section, peer: str) -> tuple[int, int]:
    """The rank of what comes in, and how often the own number is prepended to what goes out."""
    names = {}
    for rest in family.under(f"peer {peer} route-policy"):
        name, direction = rest.split()
        names[direction] = name
    way_in = policy(top, names.get("import", ""))
    way_out = policy(top, names.get("export", ""))
    path = [word for word in way_out.one("apply as-path").split() if word.isdecimal()]
    return rank_of_local_preference(values.number(way_in.one("apply local-preference"))), len(path)


def policy(top: list[Section], name: str) -> Section:
    """The first node of a route policy.

    Raises:
        CannotRead: there is none.
    """
    for rest, section in named(top, "route-policy"):
        if rest.split()[0] == name:
            return section
    raise CannotRead(f"there is no route-policy {name!r}")


def told(
    top: list[Section], family_line: str, list_start: str, match_start: str, direction: str
) -> frozenset[tuple[IPv4Address, IPv4Network]]:
    """What the peers' route policies let through.

    Args:
        top: the configuration.
        family_line: first line of the address family.
        list_start: how a line of a prefix list begins.
        match_start: how a policy names a prefix list.
        direction: `import` or `export`. What comes in counts only where something betters BGP's own distance: the
            routes that drop would always win.
    """
    found = set()
    for _, router in named(top, "bgp"):
        for family in (section for section in router.below if section.line == family_line):
            if direction == "import" and not _bettered(top, family):
                continue
            for rest in family.under("peer"):
                peer, word, *more = rest.split()
                if word == "route-policy" and more[1] == direction:
                    name = policy(top, more[0]).one(f"if-match {match_start}")
                    found |= {(values.address(peer), prefix) for prefix in _prefix_list(top, f"{list_start} {name}")}
    return frozenset(found)


def _bettered(top: list[Section], family: Section) -> bool:
    name = family.one("preference route-policy")
    nodes = [section for rest, section in named(top, "route-policy") if rest.split()[0] == name]
    return bool(nodes) and all(values.number(node.one("apply preference", "255")) < GUARD_DISTANCE for node in nodes)


def _prefix_list(top: list[Section], start: str) -> Iterator[IPv4Network]:
    for rest, _ in named(top, start):
        _index, _number, _permit, address, length = rest.split()[:5]
        yield values.prefix(address, length)


def openings(section: Section) -> frozenset[OpeningFact]:
    """The rules of an access list.

    Raises:
        CannotRead: a rule is of another kind.
    """
    found = set()
    for rest in section.under("rule"):
        words = rest.split()
        if words[1] != "permit" or words[3] != "source" or words[6] != "destination" or words[10] != "eq":
            raise CannotRead(f"expected a rule that permits a port, found {rest!r}")
        found.add(
            OpeningFact(
                values.inverted(words[4], words[5]),
                values.inverted(words[7], words[8]),
                words[2],
                values.number(words[11]),
            )
        )
    return frozenset(found)


def routes(top: list[Section]) -> tuple[list[RouteFact], frozenset[IPv4Network]]:
    """Static routes, and the prefixes that are dropped."""
    found, guards = [], set()
    for rest, _ in named(top, "ip route-static"):
        words = rest.split()
        destination = values.prefix(*words[:2])
        way = words[2:]
        if way[0] == "NULL0":
            guards.add(destination)
            continue
        if way[0].startswith("Tunnel"):
            way = way[1:]
        found.append(values.route(destination, values.address(way[0]), values.number(way[way.index("preference") + 1])))
    return found, frozenset(guards)
