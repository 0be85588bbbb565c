"""Reads RouterOS exports: one `add` per line."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network

from acree_infra.onprem.facts import Facts, OpeningFact, SessionFact, TunnelFact
from acree_infra.onprem.preference import rank_of_local_preference
from acree_infra.onprem.proposals import Integrity
from acree_infra.onprem.reading import values
from acree_infra.onprem.refusal import CannotRead

_ADD = re.compile(r"(?P<menu>/.+?) add (?P<rest>.+)")
_RULE = re.compile(r"if \(dst(?:==| in )(?P<prefix>[\d./]+)\) \{(?P<then>.*)\}")
_GROUPS = {"modp1024": "2", "modp1536": "5", "modp2048": "14", "none": ""}

Entry = dict[str, str]


def entries(text: str) -> dict[str, list[Entry]]:
    """The entries that are added, by menu."""
    found: dict[str, list[Entry]] = {}
    for line in text.splitlines():
        match = _ADD.fullmatch(line.strip())
        if match and not line.startswith("#"):
            words = (word.partition("=") for word in shlex.split(match["rest"]))
            found.setdefault(match["menu"], []).append({name: value for name, _, value in words})
    return found


def read(files: Mapping[str, str]) -> Facts:
    """Facts of an export.

    Raises:
        CannotRead: it holds what cannot be followed.
    """
    found = entries("\n".join(files.values()))
    lists = _lists(found)
    vlans = {each["name"]: values.number(each["vlan-id"]) for each in found.get("/interface vlan", [])}
    return Facts(
        tunnels=frozenset(_tunnel(found, peer) for peer in found.get("/ip ipsec peer", [])),
        lines=frozenset(
            (values.interface(each["address"]), vlans.get(each["interface"], 0))
            for each in found.get("/ip address", [])
            if each.get("comment", "").startswith("acree")
        ),
        line_routes=frozenset(
            values.route(
                values.prefix(each["dst-address"]), values.address(each["gateway"]), values.number(each["distance"])
            )
            for each in found.get("/ip route", [])
        ),
        guards=_guards(found, lists),
        sessions=frozenset(_session(found, each) for each in found.get("/routing bgp connection", [])),
        advertised=frozenset(
            prefix
            for each in found.get("/routing bgp connection", [])
            for prefix in lists[each["output.network"]] & _ruled(found, each["output.filter-chain"])
        ),
        accepted=frozenset(
            (values.address(each["remote.address"]), prefix)
            for each in found.get("/routing bgp connection", [])
            for prefix in _ruled(found, each["input.filter"])
        ),
        segments=frozenset(
            values.number(each["new-mss"])
            for each in found.get("/ip firewall mangle", [])
            if each["action"] == "change-mss"
        ),
        openings=frozenset(_openings(found, lists)),
    )


def _lists(found: Mapping[str, list[Entry]]) -> dict[str, frozenset[IPv4Network]]:
    lists: dict[str, set[IPv4Network]] = {}
    for each in found.get("/ip firewall address-list", []):
        lists.setdefault(each["list"], set()).add(values.prefix(each["address"]))
    return {name: frozenset(prefixes) for name, prefixes in lists.items()}


def _named(found: Mapping[str, list[Entry]], menu: str, name: str) -> Entry:
    for each in found.get(menu, []):
        if each["name"] == name:
            return each
    raise CannotRead(f"there is no {menu} {name!r}")


def _tunnel(found: Mapping[str, list[Entry]], peer: Entry) -> TunnelFact:
    identity = next(each for each in found["/ip ipsec identity"] if each["peer"] == peer["name"])
    policies = [each for each in found["/ip ipsec policy"] if each["peer"] == peer["name"]]
    profile = _named(found, "/ip ipsec profile", peer["profile"])
    proposal = _named(found, "/ip ipsec proposal", policies[0]["proposal"])
    return TunnelFact(
        cloud_address=values.address(peer["address"].removesuffix("/32")),
        device_address=values.address(peer["local-address"]),
        cloud_identity=identity["remote-id"].partition(":")[2],
        device_identity=identity["my-id"].partition(":")[2],
        ike=values.proposal(
            values.number(profile["enc-algorithm"].removeprefix("aes-")),
            Integrity(profile["hash-algorithm"]),
            _GROUPS[profile["dh-group"]],
            values.number(profile["lifetime"].removesuffix("s")),
        ),
        ipsec=values.proposal(
            values.number(proposal["enc-algorithms"].removeprefix("aes-").removesuffix("-cbc")),
            Integrity(proposal["auth-algorithms"]),
            _GROUPS[proposal["pfs-group"]],
            values.number(proposal["lifetime"].removesuffix("s")),
        ),
        selectors=frozenset(
            (values.prefix(each["src-address"]), values.prefix(each["dst-address"])) for each in policies
        ),
        secret=identity["secret"],
    )


def _guards(found: Mapping[str, list[Entry]], lists: Mapping[str, frozenset[IPv4Network]]) -> frozenset[IPv4Network]:
    """What is dropped on its way out, whoever sends it."""
    drops: dict[str, frozenset[IPv4Network]] = {}
    for each in found.get("/ip firewall filter", []):
        if each["action"] == "drop" and "out-interface" in each:
            drops[each["chain"]] = drops.get(each["chain"], frozenset()) | lists[each["dst-address-list"]]
    return drops.get("forward", frozenset()) & drops.get("output", frozenset())


def _rules(found: Mapping[str, list[Entry]], chain: str) -> Iterator[tuple[IPv4Network, str]]:
    for each in found.get("/routing filter rule", []):
        match = _RULE.fullmatch(each["rule"])
        if each["chain"] == chain and match:
            yield values.prefix(match["prefix"]), match["then"]


def _ruled(found: Mapping[str, list[Entry]], chain: str) -> frozenset[IPv4Network]:
    return frozenset(prefix for prefix, then in _rules(found, chain) if "accept" in then)


def _setting(found: Mapping[str, list[Entry]], chain: str, name: str) -> int | None:
    """The number that every rule of a chain sets, or None."""
    numbers = {
        int(match[1]) if match else None
        for _, then in _rules(found, chain)
        for match in (re.search(rf"set {name} (\d+)", then),)
    }
    if len(numbers) != 1:
        raise CannotRead(f"expected the rules of {chain} to set {name} alike, found {len(numbers)} settings")
    return numbers.pop()


def _session(found: Mapping[str, list[Entry]], each: Entry) -> SessionFact:
    preference = _setting(found, each["input.filter"], "bgp-local-pref")
    times = _setting(found, each["output.filter-chain"], "bgp-path-prepend")
    return SessionFact(
        values.address(each["remote.address"]),
        values.number(each["remote.as"]),
        values.number(each["as"]),
        rank_of_local_preference(preference or 0),
        times - 1 if times else 0,
        each.get("tcp-md5-key"),
    )


def _openings(found: Mapping[str, list[Entry]], lists: Mapping[str, frozenset[IPv4Network]]) -> Iterator[OpeningFact]:
    for each in found.get("/ip firewall filter", []):
        if each["action"] == "accept" and each["chain"] == "forward":
            for source in lists[each["src-address-list"]]:
                for destination in lists[each["dst-address-list"]]:
                    yield OpeningFact(source, destination, each["protocol"], values.number(each["dst-port"]))
