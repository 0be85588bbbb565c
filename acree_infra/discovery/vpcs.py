"""The VPCs that a stack file names: CIDRs, vSwitches, route tables and what stands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Literal

from acree_infra.cloud.vpc import RouteTableRecord, VpcReader, VSwitchRecord
from acree_infra.discovery.existing import existing_routes
from acree_infra.discovery.facts import FREE_ENOUGH, Vpc, VpcTable, VSwitch
from acree_infra.errors import DiscoveryError, Problem, Where
from acree_infra.topology.stack_file import StackFile


def named_vpcs(stack: StackFile) -> tuple[tuple[str, str], ...]:
    """(region, id) of the service VPC and of every client's VPC, sorted, each once."""
    topology = stack.topology
    service = (topology.registry.region, topology.network.service_vpc.id)
    return tuple(sorted({service, *((client.region, client.vpc) for client in topology.clients)}))


def vpc_facts(stack: StackFile, reader: VpcReader, region: str, vpc: str, note: Callable[[str], None]) -> Vpc:
    """One VPC, without what this stack put into it; free addresses are those of the account.

    Raises:
        DiscoveryError: the region has no VPC of this id.
    """
    record = reader.vpc(region, vpc)
    if record is None:
        raise DiscoveryError(
            (
                Problem(
                    _where(stack, vpc),
                    f"expected {vpc} in {region}, found none of this id",
                    "check the id and the region, and that the access key belongs to the VPC's account",
                ),
            )
        )
    records = reader.route_tables(region, vpc)
    tables = tuple(
        VpcTable(
            id=table.id,
            type=_table_type(table),
            routes=existing_routes(stack.name, table.id, reader.custom_routes(region, table.id), note),
        )
        for table in sorted(records, key=lambda table: table.id)
    )
    system = next((table.id for table in tables if table.type == "System"), "")
    vswitches = sorted(reader.vswitches(region, vpc), key=lambda vswitch: vswitch.id)
    return Vpc.model_validate(
        {
            "id": vpc,
            "region": region,
            "owner": record.owner,
            "cidrs": (record.cidrs[0], *sorted(record.cidrs[1:])),
            "vswitches": tuple(_vswitch(vswitch, system) for vswitch in vswitches),
            "route_tables": tables,
        }
    )


def with_own_addresses(vpcs: Iterable[Vpc], used: Counter[str]) -> tuple[Vpc, ...]:
    """The VPCs with the addresses that this stack itself took counted as free, up to `FREE_ENOUGH`.

    Args:
        vpcs: as the account has them.
        used: addresses that this stack took, by vSwitch.
    """
    return tuple(
        vpc.model_copy(
            update={
                "vswitches": tuple(
                    vswitch.model_copy(
                        update={"free_addresses": min(vswitch.free_addresses + used[vswitch.id], FREE_ENOUGH)}
                    )
                    for vswitch in vpc.vswitches
                )
            }
        )
        for vpc in vpcs
    )


def _table_type(table: RouteTableRecord) -> Literal["System", "Custom"]:
    return "System" if table.type == "System" else "Custom"


def _vswitch(record: VSwitchRecord, system_table: str) -> VSwitch:
    return VSwitch.model_validate(
        {
            "id": record.id,
            "zone": record.zone,
            "cidr": record.cidr,
            "free_addresses": record.free_addresses,
            "route_table": record.route_table or system_table,
        }
    )


def _where(stack: StackFile, vpc: str) -> Where:
    for number, client in enumerate(stack.topology.clients):
        if client.vpc == vpc:
            return stack.where("clients", number, "vpc")
    return stack.where("network", "service-vpc", "id")
