"""Private DNS zones that cover a name of the registry (G41)."""

from __future__ import annotations

from acree_infra.cloud.private_zone import PrivateZoneReader
from acree_infra.discovery.facts import PrivateZone
from acree_infra.topology.ownership import zone_remark


def covering_zones(stack: str, reader: PrivateZoneReader, hosts: tuple[str, ...]) -> tuple[PrivateZone, ...]:
    """Foreign zones that hold or hide a name, by id; this stack's own are known by their remark.

    Args:
        stack: stack name.
        reader: the pvtz API.
        hosts: names of the registry.
    """
    found = []
    for zone in reader.zones():
        name = zone.name.lower().rstrip(".")
        if zone.remark != zone_remark(stack) and any(f".{host}".endswith(f".{name}") for host in hosts):
            found.append(PrivateZone(id=zone.id, name=name, vpcs=reader.bound_vpcs(zone.id)))
    return tuple(sorted(found, key=lambda zone: zone.id))
