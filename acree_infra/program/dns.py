"""Private zones through which clients learn the registry's address."""

from __future__ import annotations

from itertools import groupby

import pulumi
from pulumi_alicloud import pvtz

from acree_infra.program.names import component
from acree_infra.program.scene import Scene
from acree_infra.routing.nouns import DnsRecord
from acree_infra.topology.ownership import zone_remark

TTL = 60
"""Seconds; the registry's address changes only when its link is made again, and then it should be seen soon."""


class Dns(pulumi.ComponentResource):
    """A zone per name, its records, and the VPCs that see it (2.4, G40).

    Attributes:
        zones: zone id by name.
    """

    def __init__(self, scene: Scene) -> None:
        super().__init__(component("Dns"), "dns", None, scene.under)
        self._scene = scene
        records = sorted(scene.plan.records, key=lambda record: (record.zone, record.host))
        self.zones = {
            name: self._zone(name, list(group)) for name, group in groupby(records, key=lambda record: record.zone)
        }
        self.register_outputs({})

    def _zone(self, name: str, records: list[DnsRecord]) -> pulumi.Output[str]:
        options = self._scene.providers.options(self, self._scene.plan.region)
        zone = pvtz.Zone(name, zone_name=name, remark=zone_remark(self._scene.plan.stack), opts=options)
        for record in records:
            pvtz.ZoneRecord(
                record.host,
                zone_id=zone.id,
                rr=record.record,
                type="A",
                value=str(record.address),
                ttl=TTL,
                opts=options,
            )
        # The service replaces the whole list of VPCs at once, so one resource holds all of them.
        seen_by = sorted({vpc for record in records for vpc in record.vpcs})
        pvtz.ZoneAttachment(
            name,
            zone_id=zone.id,
            vpcs=[{"region_id": region, "vpc_id": vpc} for region, vpc in seen_by],
            opts=options,
        )
        return zone.id
