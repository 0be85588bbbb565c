"""What a stack file says about a client: a VPC whose hosts pull and push."""

from __future__ import annotations

from typing import Literal

from acree_infra.topology.values import (
    AttachmentId,
    Cidr,
    Model,
    Name,
    PeeringChoice,
    Region,
    RouteTableId,
    VpcId,
    VSwitchId,
)


class Client(Model):
    """A VPC in any region whose hosts must reach the registry."""

    name: Name
    """Short name, unique in the stack; part of resource names."""
    region: Region
    """Region of the VPC."""
    vpc: VpcId
    """The VPC. CIDRs, vSwitches, zones and route tables are asked."""
    cidrs: tuple[Cidr, ...] = ()
    """CIDRs, secondary ones too, when they are to be declared instead of asked."""
    vswitches: tuple[VSwitchId, ...] = ()
    """vSwitches to attach, each in another zone (G30); chosen from supported zones when absent."""
    route_tables: tuple[RouteTableId, ...] = ()
    """VPC tables that get routes; every table in use when absent (G26)."""
    pod_cidrs: tuple[Cidr, ...] = ()
    """Pod ranges of clusters in this VPC; they cannot be asked (G45)."""
    other_cidrs: tuple[Cidr, ...] = ()
    """Other ranges in use there: carrier NAT, synthetic ranges, other clouds (G46)."""
    attachment: AttachmentId | None = None
    """The attachment to the transit router, when one exists that is to be used."""
    via: Literal["transit-router", "link", "vpc-peering"] = "transit-router"
    """`link` joins a VPC of the registry's region to the instance (4.1), `vpc-peering` joins it to the service VPC."""
    link_vswitch: VSwitchId | None = None
    """vSwitch that gives the address for `via: link`; when absent the VPC must be linked already."""
    peering: PeeringChoice = "create"
    """The VPC peering for `via: vpc-peering`: `create`, or the one that exists."""
