"""A site as plain tables, for devices of no family that is rendered and for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from acree_infra.onprem.proposals import Proposal
from acree_infra.onprem.view import SecretReference, SiteView

Secret = Callable[[SecretReference], str]
"""Puts a secret, or its reference."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table.

    Attributes:
        name: of its file.
        title: for a person.
        purpose: one sentence.
        columns: their names.
        rows: as texts.
    """

    name: str
    title: str
    purpose: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def reference(secret: SecretReference) -> str:
    """Puts the reference only."""
    return secret.name


def sheets(view: SiteView, secret: Secret = reference) -> tuple[Sheet, ...]:
    """All tables of a site."""
    made = [_services(view), _openings(view), _guards(view), _ways_back(view)]
    if view.tunnels:
        made[:0] = [_tunnels(view, secret), _selectors(view)]
    if view.links:
        made.insert(0, _lines(view))
    if view.static_routes:
        made.append(_routes(view))
    if view.bgp:
        made += [_sessions(view, secret), _told(view)]
    if view.dns.records or view.dns.forwarded:
        made.append(_names(view))
    return tuple(made)


def as_csv(sheet: Sheet) -> str:
    """A table as CSV (RFC 4180, with plain line ends)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(sheet.columns)
    writer.writerows(sheet.rows)
    return out.getvalue()


def _proposal(proposal: Proposal) -> tuple[str, ...]:
    group = str(proposal.group.value) if proposal.group else ""
    return (str(proposal.encryption.bits), proposal.integrity.value, group, str(proposal.lifetime))


def _tunnels(view: SiteView, secret: Secret) -> Sheet:
    return Sheet(
        "tunnels",
        "Tunnels",
        "IKEv2 with a pre-shared key, ESP in tunnel mode, AES-CBC; lifetimes in seconds, MTU and segments in bytes.",
        (
            *(
                "tunnel",
                "rank",
                "cloud",
                "device",
                "cloud identity",
                "device identity",
                "device inside",
                "cloud inside",
            ),
            *("ike key bits", "ike hash", "ike group", "ike lifetime"),
            *("esp key bits", "esp hash", "esp group", "esp lifetime", "key", "mtu", "segment"),
        ),
        tuple(
            (
                *(tunnel.name, str(tunnel.rank), str(tunnel.cloud_address), str(tunnel.device_address)),
                *(tunnel.cloud_identity, tunnel.device_identity, str(tunnel.inside), str(tunnel.cloud_inside)),
                *_proposal(tunnel.ike),
                *_proposal(tunnel.ipsec),
                *(secret(tunnel.secret), str(tunnel.mtu), str(view.mss)),
            )
            for tunnel in view.tunnels
        ),
    )


def _selectors(view: SiteView) -> Sheet:
    return Sheet(
        "selectors",
        "Traffic selectors",
        "What may enter a tunnel, as the device sees it.",
        ("tunnel", "local", "remote"),
        tuple(
            (tunnel.name, str(local), str(remote))
            for tunnel in view.tunnels
            for local in tunnel.selectors.local
            for remote in tunnel.selectors.remote
        ),
    )


def _lines(view: SiteView) -> Sheet:
    return Sheet(
        "lines",
        "Leased lines",
        "A VLAN of 0 means none.",
        ("line", "rank", "vlan", "device inside", "cloud inside", "mtu"),
        tuple(
            (link.name, str(link.rank), str(link.vlan), str(link.inside), str(link.cloud_inside), str(link.mtu))
            for link in view.links
        ),
    )


def _services(view: SiteView) -> Sheet:
    return Sheet(
        "services",
        "What the site must reach",
        "All of it, on TCP 443.",
        ("prefix", "leg", "reason"),
        tuple((str(service.prefix), service.leg.value, service.reason) for service in view.services),
    )


def _openings(view: SiteView) -> Sheet:
    return Sheet(
        "openings",
        "Firewall openings",
        "Answers of these connections must come back in too (G38).",
        ("source", "destination", "protocol", "port", "use"),
        tuple(
            (str(each.source), str(each.destination), each.protocol, str(each.port), each.use) for each in view.openings
        ),
    )


def _guards(view: SiteView) -> Sheet:
    return Sheet(
        "guards",
        "Leak guard",
        "When no path is up these are dropped, and never leave by the default route.",
        ("prefix",),
        tuple((str(prefix),) for prefix in view.prefixes),
    )


def _ways_back(view: SiteView) -> Sheet:
    return Sheet(
        "ways-back",
        "Ways back",
        "How the cloud knows where the site is (G25).",
        ("prefix", "known by"),
        tuple((str(way.prefix), way.known_by) for way in view.ways_back),
    )


def _routes(view: SiteView) -> Sheet:
    return Sheet(
        "routes",
        "Static routes",
        "Rank 0 is used first.",
        ("prefix", "path", "next hop", "rank"),
        tuple(
            (str(route.prefix), route.path.name, str(route.path.peer), str(route.path.rank))
            for route in view.static_routes
        ),
    )


def _sessions(view: SiteView, secret: Secret) -> Sheet:
    return Sheet(
        "sessions",
        "BGP sessions",
        "Rank 0 is used first: prefer what it tells, and tell the own number once more for each rank.",
        ("neighbour", "path", "cloud asn", "own asn", "router id", "rank", "key"),
        tuple(_session_rows(view, secret)),
    )


def _session_rows(view: SiteView, secret: Secret) -> Iterator[tuple[str, ...]]:
    if view.bgp is None:
        return
    for each in view.bgp.neighbours:
        key = secret(each.secret) if each.secret else ""
        numbers = (str(each.asn), str(view.bgp.asn), str(view.bgp.router_id), str(view.path(each.path).rank))
        yield (str(each.address), each.path, *numbers, key)


def _told(view: SiteView) -> Sheet:
    neighbours = view.bgp.neighbours if view.bgp else ()
    rows = [
        (str(each.address), "out", str(prefix))
        for each in neighbours
        for prefix in (view.bgp.advertised if view.bgp else ())
    ]
    rows += [(str(each.address), "in", str(prefix)) for each in neighbours for prefix in each.accepted]
    return Sheet(
        "told",
        "BGP prefixes",
        "Out: told to the cloud. In: taken from it, whole or in parts; everything else is refused.",
        ("neighbour", "direction", "prefix"),
        tuple(rows),
    )


def _names(view: SiteView) -> Sheet:
    records = [(record.host, "A", str(address)) for record in view.dns.records for address in record.addresses]
    forwards = [(domain, "forward", str(address)) for domain in view.dns.forwarded for address in view.dns.forwarders]
    return Sheet(
        "names",
        "Names",
        "A: a record of the site's own DNS. forward: ask this resolver for all names below.",
        ("name", "kind", "address"),
        tuple(records + forwards),
    )
