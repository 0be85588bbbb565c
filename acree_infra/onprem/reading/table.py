"""Reads the CSV tables of a site."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network
from pathlib import PurePosixPath

from acree_infra.onprem.facts import Facts, OpeningFact, RouteFact, SessionFact, TunnelFact
from acree_infra.onprem.proposals import Integrity, Proposal
from acree_infra.onprem.reading import values

Row = dict[str, str]


def rows(files: Mapping[str, str]) -> dict[str, list[Row]]:
    """The rows of each CSV file, by its name."""
    return {
        PurePosixPath(path).stem: list(csv.DictReader(io.StringIO(text)))
        for path, text in files.items()
        if path.endswith(".csv")
    }


def read(files: Mapping[str, str]) -> Facts:
    """Facts of the tables.

    Raises:
        CannotRead: a cell is not what its column says.
    """
    found = rows(files)
    tunnels, lines = found.get("tunnels", []), found.get("lines", [])
    routes = [
        RouteFact(values.prefix(each["prefix"]), values.address(each["next hop"]), values.number(each["rank"]))
        for each in found.get("routes", [])
    ]
    tunnel_routes, line_routes = values.sorted_routes(
        routes, (values.address(each["cloud inside"]) for each in tunnels)
    )
    return Facts(
        tunnels=frozenset(_tunnel(each, found["selectors"]) for each in tunnels),
        insides=frozenset(
            (values.address(each["cloud inside"]), values.interface(each["device inside"])) for each in tunnels
        ),
        lines=frozenset((values.interface(each["device inside"]), values.number(each["vlan"])) for each in lines),
        tunnel_routes=tunnel_routes,
        line_routes=line_routes,
        guards=frozenset(values.prefix(each["prefix"]) for each in found["guards"]),
        sessions=frozenset(map(_session, found.get("sessions", []))),
        advertised=frozenset(prefix for _, prefix in _told(found, "out")),
        accepted=frozenset(_told(found, "in")),
        segments=frozenset(values.number(each["segment"]) for each in tunnels),
        openings=frozenset(
            OpeningFact(
                values.prefix(each["source"]),
                values.prefix(each["destination"]),
                each["protocol"],
                values.number(each["port"]),
            )
            for each in found["openings"]
        ),
        hosts=frozenset((each["name"], values.address(each["address"])) for each in _names(found, "A")),
        forwards=frozenset((each["name"], values.address(each["address"])) for each in _names(found, "forward")),
    )


def _tunnel(row: Row, selectors: list[Row]) -> TunnelFact:
    return TunnelFact(
        cloud_address=values.address(row["cloud"]),
        device_address=values.address(row["device"]),
        cloud_identity=row["cloud identity"],
        device_identity=row["device identity"],
        ike=_proposal(row, "ike"),
        ipsec=_proposal(row, "esp"),
        selectors=frozenset(
            (values.prefix(each["local"]), values.prefix(each["remote"]))
            for each in selectors
            if each["tunnel"] == row["tunnel"]
        ),
        secret=row["key"],
    )


def _proposal(row: Row, kind: str) -> Proposal:
    return values.proposal(
        values.number(row[f"{kind} key bits"]),
        Integrity(row[f"{kind} hash"]),
        row[f"{kind} group"],
        values.number(row[f"{kind} lifetime"]),
    )


def _session(row: Row) -> SessionFact:
    rank = values.number(row["rank"])
    numbers = (values.number(row["cloud asn"]), values.number(row["own asn"]))
    return SessionFact(values.address(row["neighbour"]), *numbers, rank, rank, row["key"] or None)


def _told(found: Mapping[str, list[Row]], direction: str) -> list[tuple[IPv4Address, IPv4Network]]:
    return [
        (values.address(each["neighbour"]), values.prefix(each["prefix"]))
        for each in found.get("told", [])
        if each["direction"] == direction
    ]


def _names(found: Mapping[str, list[Row]], kind: str) -> list[Row]:
    return [each for each in found.get("names", []) if each["kind"] == kind]
