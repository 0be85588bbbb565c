"""What an account has, by name only: for someone who does not yet know the ids that a stack file wants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """Something that exists.

    Attributes:
        region: its region; empty for what belongs to none.
        id: its id.
        name: name that somebody gave it; may be empty.
        about: what helps to tell it from others: CIDR, edition, the VPC that it is in.
    """

    region: str
    id: str
    name: str
    about: str = ""


class InventoryReader(Protocol):
    """Lists what exists; every call reads its list to the end."""

    def regions(self) -> tuple[str, ...]:
        """Regions that the account can use (`DescribeRegions` of VPC)."""
        ...

    def registries(self, region: str) -> tuple[Named, ...]:
        """Registry instances (`ListInstance`)."""
        ...

    def linked_vpcs(self, region: str, instance: str) -> tuple[str, ...]:
        """VPCs that an instance is linked to (`GetInstanceVpcEndpoint`)."""
        ...

    def vpcs(self, region: str) -> tuple[Named, ...]:
        """VPCs, their CIDRs as what helps to tell them apart (`DescribeVpcs`)."""
        ...

    def vswitches(self, region: str, vpc: str) -> tuple[Named, ...]:
        """VSwitches of a VPC, with zone and CIDR (`DescribeVSwitches`)."""
        ...

    def cens(self) -> tuple[Named, ...]:
        """CENs (`DescribeCens`)."""
        ...

    def transit_routers(self, cen: str) -> tuple[Named, ...]:
        """Transit routers of a CEN in any region, with their editions (`ListTransitRouters`)."""
        ...

    def vpn_gateways(self, region: str) -> tuple[Named, ...]:
        """VPN gateways, with the VPC that each is in (`DescribeVpnGateways`)."""
        ...

    def vbrs(self, region: str) -> tuple[Named, ...]:
        """Virtual border routers (`DescribeVirtualBorderRouters`)."""
        ...
