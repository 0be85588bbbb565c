"""CEN and transit routers by the official SDK."""

from __future__ import annotations

from typing import Final

from acree_infra.cloud.cen import (
    AttachmentKind,
    AttachmentRecord,
    Tags,
    TransitRouterRecord,
    TransitRouterTableRecord,
)
from acree_infra.cloud.routes import RouteRecord
from acree_infra.cloud.sdk.answer import Answer
from acree_infra.cloud.sdk.service import Service

_LEAVING = frozenset({"Detaching", "Detached", "Deleting"})
_RESOURCE: Final[dict[AttachmentKind, str]] = {"vpc": "VpcId", "vbr": "VbrId", "vpn": "VpnId", "ecr": "EcrId"}


class SdkCenReader:
    """Implements `CenReader`."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def cens_tagged(self, key: str, value: str) -> tuple[str, ...]:
        """Ids of the CENs that carry a tag."""
        parameters = {"Tag": [{"Key": key, "Value": value}]}
        items = self._service.by_number("DescribeCens", "", parameters, "Cens", "Cen")
        return tuple(item.needed("CenId") for item in items if (key, value) in _tags(item, "Tags", "Tag"))

    def transit_routers(self, cen: str, region: str) -> tuple[TransitRouterRecord, ...]:
        """Transit routers of a CEN in a region."""
        parameters = {"CenId": cen, "RegionId": region}
        items = self._service.by_number("ListTransitRouters", region, parameters, "TransitRouters")
        return tuple(
            TransitRouterRecord(item.needed("TransitRouterId"), region, item.text("Type"), _tags(item, "Tags"))
            for item in items
            if item.text("RegionId") in {region, ""} and item.text("Status") not in _LEAVING
        )

    def tables(self, region: str, router: str) -> tuple[TransitRouterTableRecord, ...]:
        """Route tables of an Enterprise Edition router."""
        items = self._service.by_token(
            "ListTransitRouterRouteTables", region, {"TransitRouterId": router}, "TransitRouterRouteTables"
        )
        return tuple(
            TransitRouterTableRecord(
                item.needed("TransitRouterRouteTableId"), item.needed("TransitRouterRouteTableType")
            )
            for item in items
        )

    def attachments(self, cen: str, region: str, kind: AttachmentKind) -> tuple[AttachmentRecord, ...]:
        """Attachments of one kind in a region."""
        action = f"ListTransitRouter{kind.title()}Attachments"
        parameters = {"CenId": cen, "RegionId": region}
        items = self._service.by_token(action, region, parameters, "TransitRouterAttachments")
        return tuple(_attachment(item, region, kind) for item in items if item.text("Status") not in _LEAVING)

    def associations(self, region: str, table: str) -> tuple[str, ...]:
        """Ids of the attachments whose traffic reads the table."""
        return self._links("ListTransitRouterRouteTableAssociations", "TransitRouterAssociations", region, table)

    def propagations(self, region: str, table: str) -> tuple[str, ...]:
        """Ids of the attachments whose routes the table learns."""
        return self._links("ListTransitRouterRouteTablePropagations", "TransitRouterPropagations", region, table)

    def static_routes(self, region: str, table: str) -> tuple[RouteRecord, ...]:
        """Static entries of a table, whatever their status."""
        prefix = "TransitRouterRouteEntry"
        parameters = {
            "TransitRouterRouteTableId": table,
            f"{prefix}Type": "Static",
            f"{prefix}Status": "All",
        }
        items = self._service.by_token("ListTransitRouterRouteEntries", region, parameters, "TransitRouterRouteEntries")
        return tuple(
            RouteRecord(
                item.needed(f"{prefix}DestinationCidrBlock"),
                item.text(f"{prefix}NextHopType"),
                item.text(f"{prefix}NextHopId"),
                item.text(f"{prefix}Name"),
            )
            for item in items
            if item.text(f"{prefix}Type") in {"Static", ""}
        )

    def zones(self, region: str) -> tuple[str, ...]:
        """Zones in which a transit router takes vSwitches."""
        answer = self._service.call("ListTransitRouterAvailableResource", region, {"RegionId": region})
        named = {zone for key in ("MasterZones", "SlaveZones", "AvailableZones") for zone in answer.texts(key)}
        return tuple(sorted(named))

    def _links(self, action: str, key: str, region: str, table: str) -> tuple[str, ...]:
        items = self._service.by_token(action, region, {"TransitRouterRouteTableId": table}, key)
        return tuple(
            item.needed("TransitRouterAttachmentId") for item in items if item.text("Status") in {"Active", ""}
        )


def _attachment(item: Answer, region: str, kind: AttachmentKind) -> AttachmentRecord:
    router, resource, far = item.text("TransitRouterId"), "", ""
    if kind == "peer":
        resource, far = item.text("PeerTransitRouterId"), item.text("PeerTransitRouterRegionId")
        if far == region:  # seen from the end that accepted it
            router, resource, far = resource, router, item.text("RegionId")
    else:
        resource = item.needed(_RESOURCE[kind])
    return AttachmentRecord(
        id=item.needed("TransitRouterAttachmentId"),
        kind=kind,
        router=router,
        resource=resource,
        peer_region=far,
        vswitches=tuple(sorted(zone.needed("VSwitchId") for zone in item.parts("ZoneMappings"))),
        auto_publish=item.flag("AutoPublishRouteEnabled") or False,
        bandwidth=item.number("Bandwidth") if kind == "peer" else None,
        bandwidth_type=item.text("BandwidthType") if kind == "peer" else "",
        tags=_tags(item, "Tags"),
        name=item.text("TransitRouterAttachmentName"),
    )


def _tags(item: Answer, *path: str) -> Tags:
    return tuple((tag.text("Key"), tag.text("Value")) for tag in item.parts(*path))
