"""Reads FortiOS configurations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from acree_infra.onprem.facts import Facts, OpeningFact, RouteFact, SessionFact, TunnelFact
from acree_infra.onprem.preference import rank_of_local_preference
from acree_infra.onprem.proposals import Integrity, Proposal
from acree_infra.onprem.reading import values
from acree_infra.onprem.refusal import CannotRead
from acree_infra.onprem.view import DNS_PORT, HTTPS

_SERVICES = {"HTTPS": (("tcp", HTTPS),), "DNS": (("tcp", DNS_PORT), ("udp", DNS_PORT))}


@dataclass(slots=True)
class Block:
    """A `config` or an `edit`: its settings, and the blocks in it by name."""

    settings: dict[str, list[str]] = field(default_factory=dict)
    blocks: dict[str, Block] = field(default_factory=dict)

    def one(self, name: str, default: str = "") -> str:
        """The first word of a setting, or the default."""
        return self.settings.get(name, [default])[0]

    def at(self, name: str) -> Block:
        """A block in it; an empty one when it is not there."""
        return self.blocks.get(name, Block())


def parse(text: str) -> Block:
    """The blocks of a configuration.

    Raises:
        CannotRead: a block is not closed, or is closed twice.
    """
    root = Block()
    stack = [root]
    for words in _statements(text):
        if words[0] in {"config", "edit"}:
            stack.append(stack[-1].blocks.setdefault(" ".join(words[1:]), Block()))
        elif words[0] in {"end", "next"}:
            stack.pop()
            if not stack:
                raise CannotRead(f"a block is closed that was not opened: {' '.join(words)!r}")
        elif words[0] == "set" and len(words) > 1:
            stack[-1].settings[words[1]] = words[2:]
    if len(stack) != 1:
        raise CannotRead("the last block is not closed; save the configuration again, whole")
    return root


_TOKEN = re.compile(r'(?P<end>\n)|(?P<word>(?:"(?:[^"\\]|\\.)*"|\\.|[^\s"\\])+)', re.DOTALL)
"""A word, or the end of a statement; what is in quotes can run over lines, as certificates and pages do."""
_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"|(\\.|[^"\\]+)', re.DOTALL)


def _statements(text: str) -> Iterator[list[str]]:
    """The words of each statement, without comments."""
    words: list[str] = []
    comment = False
    for token in _TOKEN.finditer(text + "\n"):
        if token["end"]:
            if words:
                yield words
            words, comment = [], False
        elif not comment:
            comment = not words and token["word"].startswith("#")
            words += [] if comment else [_plain(token["word"])]


def _plain(word: str) -> str:
    """A word without its quotes and escapes."""
    pieces = (match[1] if match[1] is not None else match[2] for match in _PIECE.finditer(word))
    return re.sub(r"\\(.)", r"\1", "".join(pieces), flags=re.DOTALL)


def read(files: Mapping[str, str]) -> Facts:
    """Facts of a configuration.

    Raises:
        CannotRead: it holds what cannot be followed.
    """
    root = parse("\n".join(files.values()))
    phases = root.at("vpn ipsec phase1-interface").blocks
    interfaces = root.at("system interface").blocks
    insides = {name: _inside(interfaces[name]) for name in phases}
    routes, guards = _routes(root, insides)
    tunnel_routes, line_routes = values.sorted_routes(routes, (peer for peer, _ in insides.values()))
    return Facts(
        tunnels=frozenset(_tunnel(root, name, phase) for name, phase in phases.items()),
        insides=frozenset(insides.values()),
        lines=frozenset(
            (values.interface(*each.settings["ip"]), values.number(each.one("vlanid", "0")))
            for name, each in interfaces.items()
            if name not in phases and each.one("description").startswith("acree")
        ),
        tunnel_routes=tunnel_routes,
        line_routes=line_routes,
        guards=guards,
        sessions=frozenset(_sessions(root)),
        advertised=frozenset(prefix for _, prefix in _told(root, "out")),
        accepted=frozenset(_told(root, "in")),
        segments=frozenset(values.number(interfaces[name].one("tcp-mss")) for name in phases),
        openings=frozenset(_openings(root)),
    )


def _inside(block: Block) -> tuple[IPv4Address, IPv4Interface]:
    peer, mask = block.settings["remote-ip"]
    return values.address(peer), values.interface(block.one("ip"), mask)


def _tunnel(root: Block, name: str, phase: Block) -> TunnelFact:
    cloud, device = values.address(phase.one("remote-gw")), values.address(phase.one("local-gw"))
    seconds = [each for each in root.at("vpn ipsec phase2-interface").blocks.values() if each.one("phase1name") == name]
    group = "" if seconds[0].one("pfs") == "disable" else seconds[0].one("dhgrp")
    return TunnelFact(
        cloud_address=cloud,
        device_address=device,
        cloud_identity=values.identity(phase.one("peerid"), cloud),
        device_identity=values.identity(phase.one("localid"), device),
        ike=_proposal(phase.one("proposal"), phase.one("dhgrp"), phase.one("keylife")),
        ipsec=_proposal(seconds[0].one("proposal"), group, seconds[0].one("keylifeseconds")),
        selectors=frozenset(
            (values.prefix(*each.settings["src-subnet"]), values.prefix(*each.settings["dst-subnet"]))
            for each in seconds
        ),
        secret=phase.one("psksecret"),
    )


def _proposal(text: str, group: str, lifetime: str) -> Proposal:
    encryption, _, integrity = text.partition("-")
    return values.proposal(
        values.number(encryption.removeprefix("aes")), Integrity(integrity), group, values.number(lifetime)
    )


def _routes(
    root: Block, insides: Mapping[str, tuple[IPv4Address, IPv4Interface]]
) -> tuple[list[RouteFact], frozenset[IPv4Network]]:
    routes, guards = [], set()
    for block in root.at("router static").blocks.values():
        destination = values.prefix(*block.settings["dst"])
        if block.one("blackhole") == "enable":
            guards.add(destination)
            continue
        device = block.one("device")
        via = insides[device][0] if device in insides else values.address(block.one("gateway"))
        routes.append(values.route(destination, via, values.number(block.one("distance"))))
    return routes, frozenset(guards)


def _told(root: Block, direction: str) -> Iterator[tuple[IPv4Address, IPv4Network]]:
    """What the neighbours' route maps let through: `in` or `out`."""
    for peer, block in root.at("router bgp").at("neighbor").blocks.items():
        rule = root.at("router route-map").at(block.one(f"route-map-{direction}")).at("rule").at("1")
        for entry in root.at("router prefix-list").at(rule.one("match-ip-address")).at("rule").blocks.values():
            yield values.address(peer), values.prefix(*entry.settings["prefix"])


def _sessions(root: Block) -> Iterator[SessionFact]:
    bgp = root.at("router bgp")
    maps = root.at("router route-map")
    for peer, block in bgp.at("neighbor").blocks.items():
        way_in = maps.at(block.one("route-map-in")).at("rule").at("1")
        way_out = maps.at(block.one("route-map-out")).at("rule").at("1")
        yield SessionFact(
            values.address(peer),
            values.number(block.one("remote-as")),
            values.number(bgp.one("as")),
            rank_of_local_preference(values.number(way_in.one("set-local-preference"))),
            len(way_out.one("set-aspath").split()),
            block.one("password") or None,
        )


def _openings(root: Block) -> Iterator[OpeningFact]:
    for policy in root.at("firewall policy").blocks.values():
        if policy.one("action") != "accept":
            continue
        for source in _members(root, policy.one("srcaddr")):
            for destination in _members(root, policy.one("dstaddr")):
                for protocol, port in _SERVICES[policy.one("service")]:
                    yield OpeningFact(source, destination, protocol, port)


def _members(root: Block, group: str) -> list[IPv4Network]:
    addresses = root.at("firewall address").blocks
    members = root.at("firewall addrgrp").at(group).settings["member"]
    return [values.prefix(*addresses[member].settings["subnet"]) for member in members]
