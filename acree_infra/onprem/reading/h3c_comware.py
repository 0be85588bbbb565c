"""Reads H3C Comware 7 configurations."""

from __future__ import annotations

from collections.abc import Mapping

from acree_infra.onprem.facts import Facts, TunnelFact
from acree_infra.onprem.proposals import Integrity
from acree_infra.onprem.reading import peers, values
from acree_infra.onprem.reading.tree import Section, named, sections
from acree_infra.onprem.view import EVERYTHING

_TUNNEL = " mode ipsec"

_BGP = ("address-family ipv4 unicast", "ip prefix-list", "ip address prefix-list")
"""The address family, and how prefix lists are written and named there."""


def read(files: Mapping[str, str]) -> Facts:
    """Facts of a configuration.

    Raises:
        CannotRead: it holds what cannot be followed.
    """
    top = [section for text in files.values() for section in sections(text, "#")]
    interfaces = dict(named(top, "interface"))
    tunnels = [section for name, section in interfaces.items() if name.endswith(_TUNNEL)]
    lines = [
        section
        for section in interfaces.values()
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
                values.number(section.one("vlan-type dot1q vid", "0")),
            )
            for section in lines
        ),
        tunnel_routes=tunnel_routes,
        line_routes=line_routes,
        guards=guards,
        sessions=peers.sessions(top, _BGP[0]),
        advertised=frozenset(prefix for _, prefix in peers.told(top, *_BGP, "export")),
        accepted=peers.told(top, *_BGP, "import"),
        segments=frozenset(values.number(section.one("tcp mss")) for section in tunnels),
        openings=frozenset(
            opening
            for name, section in named(top, "acl advanced name")
            if name.endswith("-openings")
            for opening in peers.openings(section)
        ),
    )


def _one(top: list[Section], start: str) -> Section:
    return next((section for _, section in named(top, start)), Section(""))


def _tunnel(top: list[Section], section: Section) -> TunnelFact:
    cloud = values.address(section.one("destination"))
    profile = _one(top, f"ipsec profile {section.one('tunnel protection ipsec profile')}")
    ike_profile = _one(top, f"ikev2 profile {profile.one('ikev2-profile')}")
    keychain = _one(top, f"ikev2 keychain {ike_profile.one('keychain')}")
    ike = _one(top, f"ikev2 proposal {profile.one('ikev2-profile')}")
    transform = _one(top, f"ipsec transform-set {profile.one('transform-set')}")
    key = next(peer for peer in keychain.below if peer.one("address").split()[0] == str(cloud))
    return TunnelFact(
        cloud_address=cloud,
        device_address=values.address(section.one("source")),
        cloud_identity=ike_profile.one("match remote identity").split()[1],
        device_identity=ike_profile.one("identity local").split()[1],
        ike=values.proposal(
            values.number(ike.one("encryption").removeprefix("aes-cbc-")),
            Integrity(ike.one("integrity")),
            ike.one("dh").removeprefix("group"),
            values.number(ike_profile.one("sa duration")),
        ),
        ipsec=values.proposal(
            values.number(transform.one("esp encryption-algorithm").removeprefix("aes-cbc-")),
            Integrity(transform.one("esp authentication-algorithm")),
            transform.one("pfs").removeprefix("dh-group"),
            values.number(profile.one("sa duration time-based")),
        ),
        selectors=frozenset({(EVERYTHING, EVERYTHING)}),
        secret=key.one("pre-shared-key plaintext"),
    )
