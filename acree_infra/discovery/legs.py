"""What was learned about the three legs, with provenance: the first half of a lock file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator

from acree_infra.topology.values import Address, Cidr, Hostname, InstanceId, InstanceName, Model, VpcId, VSwitchId


def _utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Instant = Annotated[datetime, AfterValidator(_utc)]
"""A moment in UTC; one that is written without a zone is taken as UTC."""


class SeenAddress(Model):
    """One address of a leg and when it was seen.

    A vanished address keeps its routes until `missing_since` is older than the grace time (G24).
    """

    address: Address
    """The address."""
    first_seen: Instant
    """When it was first answered, UTC."""
    last_seen: Instant
    """The last look-up that answered it and changed the lock, UTC."""
    missing_since: Instant | None = None
    """The first look-up that no longer answered it; None while it is answered."""


class LinkedVpc(Model):
    """One VPC linked to the instance, as `GetInstanceVpcEndpoint` says (3.2)."""

    vpc: VpcId
    """The linked VPC."""
    vswitch: VSwitchId
    """The vSwitch that gave the address."""
    address: Address | None = None
    """The address (R); None until the link runs."""
    status: str
    """`CREATING` or `RUNNING` (G49)."""
    issue: str = ""
    """For example `PRIVATE_ZONE_CONFLICT_AT_<zone id>` (G41)."""


class RegistryLeg(Model):
    """The registry itself."""

    instance: InstanceId
    """Instance id."""
    name: InstanceName
    """Instance name."""
    hosts: tuple[Hostname, ...]
    """Names of the instance inside a VPC: the service's own and custom domains."""
    linked_vpcs: tuple[LinkedVpc, ...] = ()
    """Every linked VPC."""
    storage_domain_rules: tuple[Hostname, ...] = ()
    """Targets of domain routing rules, which change where layers come from (G43)."""
    source: str
    """`cr:GetInstanceVpcEndpoint`, or `declared`."""
    first_seen: Instant
    """When this leg was first learned, UTC."""
    last_seen: Instant
    """The last look-up that changed the lock, UTC."""


class AuthLeg(Model):
    """The auth service, discovered from the `/v2/` challenge (3.3)."""

    host: Hostname
    """Host of the realm."""
    realm: str
    """The realm as answered, or as declared."""
    service: str = ""
    """The `service` parameter of the challenge."""
    aliases: tuple[Hostname, ...] = ()
    """CNAME chain of the host, in order."""
    addresses: tuple[SeenAddress, ...]
    """All A records (G23), vanished ones within their grace time too."""
    source: str
    """How host and addresses were learned: `challenge+dns`, `challenge+declared`, `declared+dns` or `declared`."""
    resolver: str = ""
    """The DNS server that answered."""


class OssLeg(Model):
    """Object storage: the published ranges of the service region (3.4, G6)."""

    hosts: tuple[Hostname, ...]
    """Names that layer downloads are redirected to (S12, S13)."""
    ranges: tuple[Cidr, ...]
    """Every range to route."""
    source: str
    """`published`, `declared`, `historic` (the region has closed, G20), or `none` (no range is published, G7)."""
    published: date | None = None
    """Date of the published page; None when it has none."""
    digest: str = ""
    """SHA-256 of the shipped table of ranges."""
    checked_host: Hostname | None = None
    """The bucket name that was resolved as a check (G8)."""
    checked_addresses: tuple[Address, ...] = ()
    """What it answered; never routed, only compared with the ranges."""
    resolver: str = ""
    """The DNS server that answered the check."""
    first_seen: Instant
    """When this leg was first learned, UTC."""
    last_seen: Instant
    """The last look-up that changed the lock, UTC."""


class LegFacts(Model):
    """The three legs. `auth` is absent until the registry is linked and answers its challenge."""

    registry: RegistryLeg
    """The registry."""
    auth: AuthLeg | None = None
    """The auth service."""
    oss: OssLeg
    """The object storage."""
