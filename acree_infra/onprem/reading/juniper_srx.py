"""Reads Junos configurations written as `set` lines; statements inside groups count like others."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from acree_infra.onprem.facts import Facts, OpeningFact, RouteFact, SessionFact, TunnelFact
from acree_infra.onprem.preference import GUARD_DISTANCE, rank_of_local_preference
from acree_infra.onprem.proposals import Integrity
from acree_infra.onprem.reading import values
from acree_infra.onprem.refusal import CannotRead
from acree_infra.onprem.view import DNS_PORT, EVERYTHING, HTTPS

IKE_INTEGRITY = {
    Integrity.SHA1: "sha1",
    Integrity.SHA256: "sha-256",
    Integrity.SHA384: "sha-384",
    Integrity.SHA512: "sha-512",
}
ESP_INTEGRITY = {
    Integrity.SHA1: "hmac-sha1-96",
    Integrity.SHA256: "hmac-sha-256-128",
    Integrity.SHA384: "hmac-sha-384",
    Integrity.SHA512: "hmac-sha-512",
}
_APPLICATIONS = {
    "junos-https": ("tcp", HTTPS),
    "junos-dns-tcp": ("tcp", DNS_PORT),
    "junos-dns-udp": ("udp", DNS_PORT),
}


class _Statements:
    """`set` lines as words, without the group they stand in."""

    def __init__(self, texts: Iterator[str]) -> None:
        self._all = [words for text in texts for line in text.splitlines() if (words := _words(line))]

    def after(self, path: str) -> Iterator[list[str]]:
        """The words that follow a path, for each statement that has some."""
        start = path.split()
        for words in self._all:
            if words[: len(start)] == start and len(words) > len(start):
                yield words[len(start) :]

    def one(self, path: str, default: str | None = None) -> str:
        """The word that follows a path.

        Raises:
            CannotRead: there is none, and no default.
        """
        for words in self.after(path):
            return words[0]
        if default is None:
            raise CannotRead(f"there is no statement {path!r}")
        return default

    def names(self, path: str) -> list[str]:
        """The different words that follow a path, in order."""
        return list(dict.fromkeys(words[0] for words in self.after(path)))


def _words(line: str) -> list[str]:
    words = shlex.split(line, comments=True)
    if words[:2] == ["set", "groups"]:
        return words[3:]
    return words[1:] if words[:1] == ["set"] else []


def read(files: Mapping[str, str]) -> Facts:
    """Facts of a configuration.

    Raises:
        CannotRead: it holds what cannot be followed.
    """
    found = _Statements(iter(files.values()))
    units = {
        f"st0.{unit}": values.interface(found.one(f"interfaces st0 unit {unit} family inet address"))
        for unit in found.names("interfaces st0 unit")
    }
    routes, guards = _routes(found, units)
    tunnel_routes, line_routes = values.sorted_routes(routes, map(values.other_end, units.values()))
    return Facts(
        tunnels=frozenset(_tunnel(found, name) for name in found.names("security ipsec vpn")),
        insides=frozenset((values.other_end(inside), inside) for inside in units.values()),
        lines=_lines(found),
        tunnel_routes=tunnel_routes,
        line_routes=line_routes,
        guards=guards,
        sessions=frozenset(
            _session(found, group, peer)
            for group in found.names("protocols bgp group")
            for peer in found.names(f"protocols bgp group {group} neighbor")
        ),
        advertised=frozenset(prefix for _, prefix in _told(found, "export", "term site from prefix-list")),
        accepted=frozenset(_told(found, "import", "term services from prefix-list-filter")),
        segments=frozenset(values.number(words[0]) for words in found.after("security flow tcp-mss ipsec-vpn mss")),
        openings=frozenset(_openings(found)),
    )


def _tunnel(found: _Statements, vpn: str) -> TunnelFact:
    gateway = f"security ike gateway {found.one(f'security ipsec vpn {vpn} ike gateway')}"
    ike_policy = f"security ike policy {found.one(f'{gateway} ike-policy')}"
    ike = f"security ike proposal {found.one(f'{ike_policy} proposals')}"
    policy = f"security ipsec policy {found.one(f'security ipsec vpn {vpn} ike ipsec-policy')}"
    ipsec = f"security ipsec proposal {found.one(f'{policy} proposals')}"
    chosen = f"security ipsec vpn {vpn} traffic-selector"
    pairs = frozenset(
        (values.prefix(found.one(f"{chosen} {name} local-ip")), values.prefix(found.one(f"{chosen} {name} remote-ip")))
        for name in found.names(chosen)
    )
    return TunnelFact(
        cloud_address=values.address(found.one(f"{gateway} address")),
        device_address=values.address(found.one(f"{gateway} local-address")),
        cloud_identity=next(found.after(f"{gateway} remote-identity"))[1],
        device_identity=next(found.after(f"{gateway} local-identity"))[1],
        ike=values.proposal(
            _key_length(found.one(f"{ike} encryption-algorithm")),
            values.looked_up(found.one(f"{ike} authentication-algorithm"), IKE_INTEGRITY),
            found.one(f"{ike} dh-group").removeprefix("group"),
            values.number(found.one(f"{ike} lifetime-seconds")),
        ),
        ipsec=values.proposal(
            _key_length(found.one(f"{ipsec} encryption-algorithm")),
            values.looked_up(found.one(f"{ipsec} authentication-algorithm"), ESP_INTEGRITY),
            found.one(f"{policy} perfect-forward-secrecy keys", "").removeprefix("group"),
            values.number(found.one(f"{ipsec} lifetime-seconds")),
        ),
        selectors=pairs or frozenset({(EVERYTHING, EVERYTHING)}),
        secret=found.one(f"{ike_policy} pre-shared-key ascii-text"),
    )


def _key_length(text: str) -> int:
    return values.number(text.removeprefix("aes-").removesuffix("-cbc"))


def _lines(found: _Statements) -> frozenset[tuple[IPv4Interface, int]]:
    lines = set()
    for port in found.names("interfaces"):
        for unit in found.names(f"interfaces {port} unit"):
            at = f"interfaces {port} unit {unit}"
            if port not in {"st0", "dsc"} and found.one(f"{at} description", "").startswith("acree"):
                vlan = values.number(found.one(f"{at} vlan-id", "0"))
                lines.add((values.interface(found.one(f"{at} family inet address")), vlan))
    return frozenset(lines)


def _routes(found: _Statements, units: Mapping[str, IPv4Interface]) -> tuple[list[RouteFact], frozenset[IPv4Network]]:
    sink = next(found.after("interfaces dsc unit 0 family inet address"), ["", "", ""])[2]
    routes, guards = [], set()
    for destination, _hop, hop, _preference, written in found.after("routing-options static route"):
        if hop == sink and values.number(written) == GUARD_DISTANCE:
            guards.add(values.prefix(destination))
        else:
            via: IPv4Address = values.other_end(units[hop]) if hop in units else values.address(hop)
            routes.append(values.route(values.prefix(destination), via, values.number(written)))
    return routes, frozenset(guards)


def _told(found: _Statements, statement: str, source: str) -> Iterator[tuple[IPv4Address, IPv4Network]]:
    """What the groups' policies let through: `import` or `export`, by their term's source."""
    for group in found.names("protocols bgp group"):
        name = found.one(
            f"policy-options policy-statement {found.one(f'protocols bgp group {group} {statement}')} {source}"
        )
        for peer in found.names(f"protocols bgp group {group} neighbor"):
            for prefix in found.names(f"policy-options prefix-list {name}"):
                yield values.address(peer), values.prefix(prefix)


def _session(found: _Statements, group: str, peer: str) -> SessionFact:
    at = f"protocols bgp group {group}"
    way_in = f"policy-options policy-statement {found.one(f'{at} import')} term services"
    way_out = f"policy-options policy-statement {found.one(f'{at} export')} term site"
    return SessionFact(
        values.address(peer),
        values.number(found.one(f"{at} neighbor {peer} peer-as")),
        values.number(found.one(f"{at} local-as")),
        rank_of_local_preference(values.number(found.one(f"{way_in} then local-preference"))),
        len(found.one(f"{way_out} then as-path-prepend", "").split()),
        found.one(f"{at} neighbor {peer} authentication-key", "") or None,
    )


def _openings(found: _Statements) -> Iterator[OpeningFact]:
    for words in found.after("security policies from-zone"):
        if words[1] != "to-zone" or words[5:7] != ["match", "application"]:
            continue
        at = f"security policies from-zone {' '.join(words[:5])}"
        protocol, port = _APPLICATIONS[words[7]]
        if found.one(f"{at} then") != "permit":
            continue
        for source in _members(found, found.one(f"{at} match source-address")):
            for destination in _members(found, found.one(f"{at} match destination-address")):
                yield OpeningFact(source, destination, protocol, port)


def _members(found: _Statements, name: str) -> list[IPv4Network]:
    book = "security address-book global"
    return [
        values.prefix(found.one(f"{book} address {member}"))
        for member in found.names(f"{book} address-set {name} address")
    ]
