"""VPC peering connections as the sandbox keeps them."""

from __future__ import annotations

from dataclasses import dataclass

from acree_sandbox.core.resources import Resource, resource


@resource("vpc peering", prefix="pcc", indexes=("vpc", "accepting_vpc"))
@dataclass(frozen=True, slots=True, kw_only=True)
class VpcPeering(Resource):
    """A connection of two VPCs, in one region or two; its region is that of the VPC that asked.

    Attributes:
        vpc: id of the VPC that asked for it.
        accepting_vpc: id of the other one.
        accepting_region: region of that one.
        accepting_owner: account id of that one.
        bandwidth: Mbit/s between regions; -1 within one, where there is no limit.
        link_type: quality of the line between regions.
    """

    name: str = ""
    description: str = ""
    vpc: str = ""
    accepting_vpc: str = ""
    accepting_region: str = ""
    accepting_owner: str = ""
    owner: str = ""
    bandwidth: int = -1
    link_type: str = ""
    resource_group: str = ""

    def joins(self, vpc: str) -> bool:
        """Whether a VPC is at either end."""
        return vpc in {self.vpc, self.accepting_vpc}
