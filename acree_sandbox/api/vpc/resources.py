"""VPCs, vSwitches, route tables and route entries as the sandbox keeps them.

Other services read these: a transit router learns a VPC's prefixes, an attachment takes an address of a vSwitch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.resources import Resource, resource

VROUTER, VBR = "VRouter", "VBR"
"""Types of the routers that have route tables: those of VPCs, and virtual border routers."""

RESERVED_ADDRESSES = 4
"""Addresses of a vSwitch that the service keeps for itself: the first one and the last three."""


@resource("vpc", indexes=("region",))
@dataclass(frozen=True, slots=True, kw_only=True)
class Vpc(Resource):
    """A VPC.

    Attributes:
        cidr: primary CIDR.
        secondary_cidrs: further CIDRs.
        owner: account id.
        router: id of its VRouter, `vrt-…`.
        system_table: id of its own route table.
    """

    name: str = ""
    description: str = ""
    cidr: str = ""
    secondary_cidrs: Sequence[str] = ()
    owner: str = ""
    router: str = ""
    system_table: str = ""
    resource_group: str = ""


@resource("vswitch", prefix="vsw", indexes=("vpc", "route_table"))
@dataclass(frozen=True, slots=True, kw_only=True)
class VSwitch(Resource):
    """A subnet of a VPC in one zone.

    Attributes:
        vpc: id of its VPC.
        zone: zone id.
        cidr: its range.
        route_table: id of the table bound to it.
    """

    name: str = ""
    description: str = ""
    vpc: str = ""
    zone: str = ""
    cidr: str = ""
    route_table: str = ""
    resource_group: str = ""


@resource("route table", prefix="vtb", indexes=("vpc",))
@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTable(Resource):
    """A route table of a VPC or of a virtual border router.

    Attributes:
        vpc: id of its VPC, or of its VBR.
        router_type: `VRouter` or `VBR`.
        type: `System` or `Custom`.
        receives_routes: whether transit routers may write routes into it.
    """

    name: str = ""
    description: str = ""
    vpc: str = ""
    router_type: str = VROUTER
    type: str = "Custom"
    receives_routes: bool = True


@resource("route entry", prefix="rte", indexes=("route_table", "vpc", "hop"))
@dataclass(frozen=True, slots=True, kw_only=True)
class RouteEntry(Resource):
    """A custom route of a VPC's table; system routes are not kept, they follow from the vSwitches.

    Attributes:
        route_table: id of the table.
        vpc: id of the table's VPC, or of its VBR.
        destination: its prefix.
        hop_type: next hop type as the API spells it, such as `Attachment`.
        hop: id of the next hop; empty for a black hole.
        weight: weight of the next hop, where it was sent.
    """

    name: str = ""
    description: str = ""
    route_table: str = ""
    vpc: str = ""
    destination: str = ""
    hop_type: str = ""
    hop: str = ""
    weight: int = 0


@resource("address", prefix="addr", indexes=("vswitch", "holder"))
@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAddress(Resource):
    """An address of a vSwitch that something holds: a host, a transit router's interface, a registry link.

    Attributes:
        vswitch: id of the vSwitch.
        vpc: id of its VPC.
        address: the address.
        holder: id of what holds it.
        purpose: what holds it, such as `ecs`, `transit-router`, `registry`.
    """

    vswitch: str = ""
    vpc: str = ""
    address: str = ""
    holder: str = ""
    purpose: str = ""


def free_addresses(cloud: Cloud, vswitch: VSwitch) -> int:
    """How many addresses of a vSwitch nobody holds."""
    held = len(cloud.where(HeldAddress, "vswitch", vswitch.id))
    return max(0, IPv4Network(vswitch.cidr).num_addresses - RESERVED_ADDRESSES - held)


def take_address(cloud: Cloud, vswitch: VSwitch, holder: str, purpose: str, wanted: str = "") -> HeldAddress | None:
    """Take the wanted address of a vSwitch, else its first free one; None when it is not to be had.

    Args:
        cloud: the state.
        vswitch: where to take it.
        holder: id of what will hold it.
        purpose: what will hold it, such as `transit-router`.
        wanted: a certain address, which must be one that the service does not keep for itself.
    """
    held = {row.address for row in cloud.where(HeldAddress, "vswitch", vswitch.id)}
    choice = next((address for address in _usable(vswitch, wanted) if address not in held), None)
    if choice is None:
        return None
    row = HeldAddress(
        id=cloud.new_id(HeldAddress, vswitch.region),
        region=vswitch.region,
        status="InUse",
        vswitch=vswitch.id,
        vpc=vswitch.vpc,
        address=choice,
        holder=holder,
        purpose=purpose,
    )
    return cloud.put(row)


def _usable(vswitch: VSwitch, wanted: str) -> Iterator[str]:
    network = IPv4Network(vswitch.cidr)
    last = network.num_addresses - RESERVED_ADDRESSES
    if not wanted:
        yield from (str(network[offset]) for offset in range(1, last + 1))
    elif 1 <= int(IPv4Address(wanted)) - int(network.network_address) <= last:
        yield wanted


def release_addresses(cloud: Cloud, holder: str) -> None:
    """Give back every address that something holds."""
    for row in cloud.where(HeldAddress, "holder", holder):
        cloud.remove(row)
