"""Private zones and their records as the sandbox keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.resources import Resource, resource


@resource("private zone", prefix="zone", indexes=("name",))
@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateZone(Resource):
    """A zone that only the VPCs bound to it see.

    Attributes:
        name: zone name without a final dot.
        proxy: `ZONE` hides all other names below it, `RECORD` passes unknown ones on.
        vpcs: `region/vpc id` of each bound VPC.
        owner: the account id, or the code of the service that made it (then users may not change it).
    """

    name: str = ""
    proxy: str = "ZONE"
    remark: str = ""
    resource_group: str = ""
    vpcs: Sequence[str] = ()
    owner: str = ""

    def sees(self, vpc: str) -> bool:
        """Whether the zone is bound to a VPC."""
        return any(bound.endswith(f"/{vpc}") for bound in self.vpcs)


@resource("zone record", prefix="record", indexes=("zone",))
@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneRecord(Resource):
    """A record of a private zone; its status is `ENABLE` or `DISABLE`.

    Attributes:
        zone: id of its zone.
        name: name inside the zone, `@` for the zone's own.
        type: `A`, `CNAME`, ...
        ttl: seconds.
    """

    zone: str = ""
    name: str = "@"
    type: str = "A"
    value: str = ""
    ttl: int = 60
    priority: int = 1
    weight: int = 1
    remark: str = ""
    line: str = "default"


def covers(zone_name: str, host: str) -> bool:
    """Whether a zone answers for a name: its own, or one below it."""
    return host == zone_name or host.endswith("." + zone_name)


def zones_seen(cloud: Cloud, vpc: str) -> list[PrivateZone]:
    """The zones bound to a VPC, the longest name first: the first one that covers a name answers for it."""
    seen = [zone for zone in cloud.all(PrivateZone) if zone.sees(vpc)]
    return sorted(seen, key=lambda zone: -len(zone.name))


def answers(cloud: Cloud, zone: PrivateZone, host: str) -> list[ZoneRecord]:
    """The enabled records of a zone for a name."""
    name = "@" if host == zone.name else host.removesuffix("." + zone.name)
    return [r for r in cloud.where(ZoneRecord, "zone", zone.id) if r.name == name and r.status == "ENABLE"]
