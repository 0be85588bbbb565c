"""Reads Huawei VRP configurations, as AR routers have them."""

from __future__ import annotations

from collections.abc import Mapping

from acree_infra.onprem.facts import Facts, TunnelFact
from acree_infra.onprem.proposals import Integrity
from acree_infra.onprem.reading import peers, values
from acree_infra.onprem.reading.tree import Section, named, sections
from acree_infra.onprem.view import EVERYTHING

HASHES = {
    Integrity.SHA1: "sha1",
    Integrity.SHA256: "sha2-256",
    Integrity.SHA384: "sha2-384",
    Integrity.SHA512: "sha2-512",
}

_BGP = ("ipv4-family unicast", "ip ip-prefix", "ip-prefix")
"""The address family, and how prefix lists are written and named there."""


def read(files: Mapping[str, str]) -> Facts:
    """Facts of a configuration.

    Raises:
        CannotRead: it holds what cannot be followed.
    """
    top = [section for text in files.values() for section in sections(text, "#")]
    interfaces = dict(named(top, "interface"))
    tunnels = [section for name, section in interfaces.items() if name.startswith("Tunnel")]
    lines = [
        section
        for name, section in interfaces.items()
        if section not in tunnels and section.one("description").startswith("acree")
    ]
    insides = [values.interface(*section.one("ip address").split()) for section in tunnels]
    routes, guards = peers.routes(top)
    tunnel_routes, line_routes = values.sorted_routes(routes, map(values.other_end, insides))
    return Facts(
        tunnels=frozenset(_tunnel(top, section) for section in tunnels),
        insides=frozenset((values.other_end(inside), inside) for inside in insides),
        lines=frozenset(
            (
                values.interface(*section.one("ip address").split()),
                values.number(section.one("dot1q termination vid", "0")),
            )
            for section in lines
        ),
        tunnel_routes=tunnel_routes,
        line_routes=line_routes,
        guards=guards,
        sessions=peers.sessions(top, _BGP[0]),
        advertised=frozenset(prefix for _, prefix in peers.told(top, *_BGP, "export")),
        accepted=peers.told(top, *_BGP, "import"),
        segments=frozenset(values.number(section.one("tcp adjust-mss")) for section in tunnels),
        openings=frozenset(
            opening
            for name, section in named(top, "acl name")
            if name.endswith("-openings advance")
            for opening in peers.openings(section)
        ),
    )


def _one(top: list[Section], start: str) -> Section:
    return next((section for _, section in named(top, start)), Section(""))


def _tunnel(top: list[Section], section: Section) -> TunnelFact:
    profile = _one(top, f"ipsec profile {section.one('ipsec profile')}")
    peer = _one(top, f"ike peer {profile.one('ike-peer')}")
    ike = _one(top, f"ike proposal {peer.one('ike-proposal')}")
    ipsec = _one(top, f"ipsec proposal {profile.one('proposal')}")
    cloud, device = values.address(section.one("destination")), values.address(section.one("source"))
    return TunnelFact(
        cloud_address=cloud,
        device_address=device,
        cloud_identity=values.identity(peer.one("remote-id"), cloud),
        device_identity=values.identity(peer.one("local-id"), device),
        ike=values.proposal(
            values.number(ike.one("encryption-algorithm").removeprefix("aes-")),
            values.looked_up(ike.one("authentication-algorithm"), HASHES),
            ike.one("dh").removeprefix("group"),
            values.number(ike.one("sa duration")),
        ),
        ipsec=values.proposal(
            values.number(ipsec.one("esp encryption-algorithm").removeprefix("aes-")),
            values.looked_up(ipsec.one("esp authentication-algorithm"), HASHES),
            profile.one("pfs").removeprefix("dh-group"),
            values.number(profile.one("sa duration time-based")),
        ),
        selectors=frozenset({(EVERYTHING, EVERYTHING)}),
        secret=peer.one("pre-shared-key cipher"),
    )
