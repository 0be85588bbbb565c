"""Reads Cisco IOS-XE configurations."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network

from acree_infra.onprem.facts import Facts, OpeningFact, RouteFact, SessionFact, TunnelFact
from acree_infra.onprem.preference import rank_of_local_preference
from acree_infra.onprem.proposals import Integrity
from acree_infra.onprem.reading import values
from acree_infra.onprem.reading.tree import Section, named, sections
from acree_infra.onprem.refusal import CannotRead
from acree_infra.onprem.view import DNS_PORT, EVERYTHING

ESP_INTEGRITY = {
    Integrity.SHA1: "esp-sha-hmac",
    Integrity.SHA256: "esp-sha256-hmac",
    Integrity.SHA384: "esp-sha384-hmac",
    Integrity.SHA512: "esp-sha512-hmac",
}

SERVICES = {DNS_PORT: "domain"}
"""Ports that access lists show by name."""
_SHORT_KEY = 128
"""What `esp-aes` means without a number."""


def read(files: Mapping[str, str]) -> Facts:
    """Facts of a configuration.

    Raises:
        CannotRead: it holds what cannot be followed.
    """
    top = [section for text in files.values() for section in sections(text, "!")]
    interfaces = dict(named(top, "interface"))
    tunnels = {name: section for name, section in interfaces.items() if name.startswith("Tunnel")}
    insides = {name: values.interface(*section.one("ip address").split()) for name, section in tunnels.items()}
    routes, guards = _routes(top)
    tunnel_routes, line_routes = values.sorted_routes(routes, map(values.other_end, insides.values()))
    return Facts(
        tunnels=frozenset(_tunnel(top, section) for section in tunnels.values()),
        insides=frozenset((values.other_end(inside), inside) for inside in insides.values()),
        lines=frozenset(
            (
                values.interface(*section.one("ip address").split()),
                values.number(section.one("encapsulation dot1Q", "0")),
            )
            for section in interfaces.values()
            if section.has("encapsulation dot1Q") or section.one("description").startswith("acree")
            if section not in tunnels.values()
        ),
        tunnel_routes=tunnel_routes,
        line_routes=line_routes,
        guards=guards,
        sessions=_sessions(top),
        advertised=frozenset(prefix for _, prefix in _told(top, "out")),
        accepted=_told(top, "in"),
        segments=frozenset(values.number(section.one("ip tcp adjust-mss")) for section in tunnels.values()),
        openings=frozenset(
            opening
            for name, section in named(top, "ip access-list extended")
            if name.endswith("-openings")
            for opening in map(_opening, section.under("permit"))
        ),
    )


def _one(top: list[Section], start: str) -> Section:
    return next((section for _, section in named(top, start)), Section(""))


def _tunnel(top: list[Section], section: Section) -> TunnelFact:
    cloud = values.address(section.one("tunnel destination"))
    device = values.address(section.one("tunnel source"))
    profile = _one(top, f"crypto ipsec profile {section.one('tunnel protection ipsec profile')}")
    ike_profile = _one(top, f"crypto ikev2 profile {profile.one('set ikev2-profile')}")
    keyring = _one(top, f"crypto ikev2 keyring {ike_profile.one('keyring local')}")
    ike = _one(top, f"crypto ikev2 proposal {profile.one('set ikev2-profile')}")
    transform = next(named(top, f"crypto ipsec transform-set {profile.one('set transform-set')}"))[0].split()
    remote = ike_profile.one("match identity remote").split()
    return TunnelFact(
        cloud_address=cloud,
        device_address=device,
        cloud_identity=remote[1],
        device_identity=ike_profile.one("identity local").split()[1],
        ike=values.proposal(
            values.number(ike.one("encryption").removeprefix("aes-cbc-")),
            Integrity(ike.one("integrity")),
            ike.one("group"),
            values.number(ike_profile.one("lifetime")),
        ),
        ipsec=values.proposal(
            values.number(transform[1]) if transform[1].isdecimal() else _SHORT_KEY,
            values.looked_up(transform[-1], ESP_INTEGRITY),
            profile.one("set pfs").removeprefix("group"),
            values.number(profile.one("set security-association lifetime seconds")),
        ),
        selectors=_selectors(top, section.one("tunnel protection ipsec policy ipv4")),
        secret=next(peer.one("pre-shared-key") for peer in keyring.below if peer.one("address") == str(cloud)),
    )


def _selectors(top: list[Section], name: str) -> frozenset[tuple[IPv4Network, IPv4Network]]:
    if not name:
        return frozenset({(EVERYTHING, EVERYTHING)})
    found = set()
    for rule in _one(top, f"ip access-list extended {name}").under("permit ip"):
        words = rule.split()
        found.add((_taken(words), _taken(words)))
    return frozenset(found)


def _routes(top: list[Section]) -> tuple[list[RouteFact], frozenset[IPv4Network]]:
    routes, guards = [], set()
    for rest, _ in named(top, "ip route"):
        words = rest.split()
        destination = values.prefix(*words[:2])
        way = words[2:]
        if way[0] == "Null0":
            guards.add(destination)
            continue
        if way[0].startswith("Tunnel"):
            way = way[1:]
        routes.append(values.route(destination, values.address(way[0]), values.number(way[1])))
    return routes, frozenset(guards)


def _prefix_list(top: list[Section], name: str) -> frozenset[IPv4Network]:
    return frozenset(values.prefix(rest.split()[3]) for rest, _ in named(top, f"ip prefix-list {name}"))


def _told(top: list[Section], towards: str) -> frozenset[tuple[IPv4Address, IPv4Network]]:
    """What the neighbours' route maps let through in one direction."""
    return frozenset(
        (peer, prefix)
        for _, router in named(top, "router bgp")
        for family in router.below
        if family.line.startswith("address-family ipv4")
        for peer in dict.fromkeys(values.address(rest.split()[0]) for rest in family.under("neighbor"))
        for prefix in _prefix_list(
            top, _one(top, f"route-map {_map_of(family, peer, towards)}").one("match ip address prefix-list")
        )
    )


def _sessions(top: list[Section]) -> frozenset[SessionFact]:
    found = []
    for asn, router in named(top, "router bgp"):
        family = next(section for section in router.below if section.line.startswith("address-family ipv4"))
        for rest in router.under("neighbor"):
            peer, word, *more = rest.split()
            if word == "remote-as":
                secret = router.one(f"neighbor {peer} password") or None
                found.append(_session(top, family, values.address(peer), int(asn), int(more[0]), secret))
    return frozenset(found)


def _session(
    top: list[Section], family: Section, peer: IPv4Address, own: int, asn: int, secret: str | None
) -> SessionFact:
    way_in = _one(top, f"route-map {_map_of(family, peer, 'in')}")
    way_out = _one(top, f"route-map {_map_of(family, peer, 'out')}")
    rank = rank_of_local_preference(values.number(way_in.one("set local-preference")))
    return SessionFact(peer, asn, own, rank, len(way_out.one("set as-path prepend").split()), secret)


def _map_of(family: Section, peer: IPv4Address, direction: str) -> str:
    for rest in family.under(f"neighbor {peer} route-map"):
        name, towards = rest.split()
        if towards == direction:
            return name
    return ""


def _opening(rule: str) -> OpeningFact:
    protocol, *words = rule.split()
    source, destination = _taken(words), _taken(words)
    if words[0] != "eq":
        raise CannotRead(f"expected one port, found {rule!r}")
    numbers = {name: port for port, name in SERVICES.items()}
    return OpeningFact(source, destination, protocol, numbers.get(words[1]) or values.number(words[1]))


def _taken(words: list[str]) -> IPv4Network:
    """Take a prefix from the start of an access list's words."""
    first = words.pop(0)
    if first == "any":
        return EVERYTHING
    if first == "host":
        return values.prefix(words.pop(0))
    return values.inverted(first, words.pop(0))
