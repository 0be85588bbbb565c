"""Under which id the engine imports a thing: looked up in the account by what the program asks for.

An id is that of the provider's documentation for `pulumi import`, most of them several ids joined by a colon.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from functools import partial
from typing import Any, TypeVar

from acree_infra.cloud.cen import AttachmentKind, AttachmentRecord
from acree_infra.cloud.clouds import Clouds
from acree_infra.cloud.entries import Entry, EntryReader
from acree_infra.cloud.premises import VbrRecord

Inputs = Mapping[str, Any]
T = TypeVar("T")


class ImportIds:
    """Finds ids; each table and each list of attachments is read once.

    Args:
        clouds: the account, read only.
        entries: its route tables.
        vbrs: ids of VBRs that exist, by region.
    """

    def __init__(self, clouds: Clouds, entries: EntryReader, vbrs: Mapping[str, Collection[str]]) -> None:
        self._clouds, self._entries, self._vbrs = clouds, entries, vbrs
        self._read: dict[Hashable, Any] = {}
        self._finders: Mapping[str, Callable[[str, Inputs], str]] = {
            "cen:TransitRouterVpcAttachment": partial(self._attachment, "vpc", "vpcId"),
            "cen:TransitRouterPeerAttachment": partial(self._attachment, "peer", "peerTransitRouterId"),
            "cen:TransitRouterVbrAttachment": partial(self._attachment, "vbr", "vbrId"),
            "cen:TransitRouterVpnAttachment": partial(self._bare_attachment, "vpn", "vpnId"),
            "cen:TransitRouterEcrAttachment": partial(self._bare_attachment, "ecr", "ecrId"),
            "cen:TransitRouterRouteTableAssociation": self._association,
            "cen:TransitRouterRouteTablePropagation": self._propagation,
            "cen:TransitRouterRouteEntry": self._router_route,
            "vpc:VPCRouteEntry": self._vpc_route,
            "vpc:RouteEntry": self._line_route,
            "pvtz:Zone": self._zone,
            "pvtz:ZoneRecord": self._zone_record,
            "pvtz:ZoneAttachment": self._zone_attachment,
        }

    def of(self, kind: str, region: str, inputs: Inputs) -> str:
        """The id of what exists and is what these inputs ask for; empty when there is nothing of it.

        Args:
            kind: package and last word of the type token, for example `vpc:VPCRouteEntry`.
            region: region of the provider.
            inputs: as the program gives them; what is not known yet is equal to nothing in the account.
        """
        find = self._finders.get(kind)
        return find(region, inputs) if find else ""

    def _attachment(self, kind: AttachmentKind, key: str, region: str, wanted: Inputs) -> str:
        known = self._bare_attachment(kind, key, region, wanted)
        return f"{wanted['cenId']}:{known}" if known else ""

    def _bare_attachment(self, kind: AttachmentKind, key: str, region: str, wanted: Inputs) -> str:
        cen, sought = str(wanted.get("cenId")), (wanted.get("transitRouterId"), wanted.get(key))
        rows: tuple[AttachmentRecord, ...] = self._once(
            (kind, cen, region), lambda: self._clouds.cen.attachments(cen, region, kind)
        )
        return next((row.id for row in rows if (row.router, row.resource) == sought), "")

    def _association(self, region: str, wanted: Inputs) -> str:
        return self._link(region, wanted, "association", self._clouds.cen.associations)

    def _propagation(self, region: str, wanted: Inputs) -> str:
        return self._link(region, wanted, "propagation", self._clouds.cen.propagations)

    def _link(self, region: str, wanted: Inputs, kind: str, read: Callable[[str, str], tuple[str, ...]]) -> str:
        table, attachment = str(wanted["transitRouterRouteTableId"]), wanted["transitRouterAttachmentId"]
        if not _known(table):
            return ""
        return f"{attachment}:{table}" if attachment in self._once((kind, table), lambda: read(region, table)) else ""

    def _vpc_route(self, region: str, wanted: Inputs) -> str:
        table, destination = str(wanted["routeTableId"]), wanted["destinationCidrBlock"]
        rows: tuple[Entry, ...] = self._once(("vpc", table), lambda: self._entries.vpc_entries(region, table))
        there = any((row.destination, row.hop) == (destination, wanted["nexthopId"]) for row in rows)
        return f"{table}:{destination}" if there else ""

    def _line_route(self, region: str, wanted: Inputs) -> str:
        """A route in a VBR's table; its id has the VBR in it, which the program does not name."""
        table, destination, hop = (
            str(wanted.get(key)) for key in ("routeTableId", "destinationCidrblock", "nexthopId")
        )
        owner = next((vbr for vbr in self._vbrs.get(region, ()) if self._table_of(region, vbr) == table), "")
        if not owner:
            return ""
        rows: tuple[Entry, ...] = self._once(("vpc", table), lambda: self._entries.vpc_entries(region, table))
        there = any((row.destination, row.hop) == (destination, hop) for row in rows)
        return f"{table}:{owner}:{destination}:{wanted['nexthopType']}:{hop}" if there else ""

    def _table_of(self, region: str, vbr: str) -> str:
        record: VbrRecord | None = self._once(("vbr", vbr), lambda: self._clouds.premises.vbr(region, vbr))
        return record.table if record else ""

    def _router_route(self, region: str, wanted: Inputs) -> str:
        table = str(wanted["transitRouterRouteTableId"])
        if not _known(table):
            return ""
        sought = (
            wanted["transitRouterRouteEntryDestinationCidrBlock"],
            wanted["transitRouterRouteEntryNextHopId"],
            "Static",
        )
        rows: tuple[Entry, ...] = self._once(("router", table), lambda: self._entries.router_entries(region, table))
        found = (row.id for row in rows if (row.destination, row.hop, row.type) == sought)
        return next((f"{table}:{one}" for one in found), "")

    def _zone(self, _: str, wanted: Inputs) -> str:
        rows = self._once("zones", self._clouds.private_zones.zones)
        return next((row.id for row in rows if row.name.rstrip(".") == wanted["zoneName"]), "")

    def _zone_record(self, _: str, wanted: Inputs) -> str:
        zone = str(wanted["zoneId"])
        if not _known(zone):
            return ""
        sought = (wanted["rr"], wanted["type"], wanted["value"])
        rows = self._once(("records", zone), lambda: self._clouds.private_zones.records(zone))
        return next((f"{row.id}:{zone}" for row in rows if (row.name, row.type, row.value) == sought), "")

    def _zone_attachment(self, _: str, wanted: Inputs) -> str:
        zone = str(wanted["zoneId"])
        if not _known(zone):
            return ""
        return zone if self._once(("bound", zone), lambda: self._clouds.private_zones.bound_vpcs(zone)) else ""

    def _once(self, key: Hashable, read: Callable[[], T]) -> T:
        if key not in self._read:
            self._read[key] = read()
        found: T = self._read[key]
        return found


def _known(value: str) -> bool:
    """Whether a preview knows a value; what it does not know yet is one UUID."""
    return value != "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
