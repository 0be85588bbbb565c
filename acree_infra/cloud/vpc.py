"""What is read of VPCs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from acree_infra.cloud.routes import RouteRecord


@dataclass(frozen=True, slots=True)
class VpcRecord:
    """A VPC.

    Attributes:
        id: VPC id.
        owner: account id of the owner.
        cidrs: primary IPv4 CIDR, then secondary ones in the service's order.
    """

    id: str
    owner: str
    cidrs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VSwitchRecord:
    """A vSwitch.

    Attributes:
        id: vSwitch id.
        zone: zone id.
        cidr: IPv4 CIDR.
        free_addresses: addresses still free.
        route_table: id of the table bound to it.
    """

    id: str
    zone: str
    cidr: str
    free_addresses: int
    route_table: str


@dataclass(frozen=True, slots=True)
class RouteTableRecord:
    """A route table of a VPC.

    Attributes:
        id: route table id.
        type: `System` or `Custom`.
        associated_with: `VSwitch`, or `Gateway` for a table of a gateway.
    """

    id: str
    type: str
    associated_with: str


class VpcReader(Protocol):
    """Reads VPCs of any region (vpc)."""

    def vpc(self, region: str, vpc: str) -> VpcRecord | None:
        """The VPC (`DescribeVpcs`); None when the region has none of this id."""
        ...

    def vswitches(self, region: str, vpc: str) -> tuple[VSwitchRecord, ...]:
        """All vSwitches of a VPC (`DescribeVSwitches`)."""
        ...

    def route_tables(self, region: str, vpc: str) -> tuple[RouteTableRecord, ...]:
        """All route tables of a VPC (`DescribeRouteTableList`)."""
        ...

    def custom_routes(self, region: str, table: str) -> tuple[RouteRecord, ...]:
        """All custom entries of a table (`DescribeRouteEntryList`)."""
        ...
