"""Private zones by the official SDK."""

from __future__ import annotations

from acree_infra.cloud.private_zone import NameRecord, ZoneRecord
from acree_infra.cloud.sdk.service import Service

_OF_A_PRODUCT = "CLOUD_PRODUCT_ZONE"


class SdkPrivateZoneReader:
    """Implements `PrivateZoneReader`."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def zones(self) -> tuple[ZoneRecord, ...]:
        """All private zones of the account, those that cloud products made for themselves left out."""
        items = self._service.by_number("DescribeZones", "", {}, "Zones", "Zone", size=100, total="TotalItems")
        return tuple(
            ZoneRecord(item.needed("ZoneId"), item.needed("ZoneName"), item.text("Remark"))
            for item in items
            if item.text("ZoneType") != _OF_A_PRODUCT
        )

    def bound_vpcs(self, zone: str) -> tuple[str, ...]:
        """VPCs that a zone is bound to."""
        answer = self._service.call("DescribeZoneInfo", "", {"ZoneId": zone})
        return tuple(sorted({vpc.needed("VpcId") for vpc in answer.parts("BindVpcs", "Vpc")}))

    def records(self, zone: str) -> tuple[NameRecord, ...]:
        """Records of a zone."""
        items = self._service.by_number(
            "DescribeZoneRecords", "", {"ZoneId": zone}, "Records", "Record", size=100, total="TotalItems"
        )
        return tuple(
            NameRecord(item.needed("RecordId"), item.needed("Rr"), item.needed("Type"), item.needed("Value"))
            for item in items
        )
