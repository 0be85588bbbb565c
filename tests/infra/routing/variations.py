"""Variations of the worked example that several tests of this room use."""

from __future__ import annotations

from typing import Any

from acree_infra.routing.plan_model import Plan
from acree_infra.routing.planner import make_plan
from tests.infra.samples import lock_data, lock_of, stack_data, stack_of, vswitch

Data = dict[str, Any]


def plan_of(stack: Data, lock: Data) -> Plan:
    """The plan of plain data."""
    return make_plan(stack_of(stack), lock_of(lock))


def example() -> tuple[Data, Data]:
    """Stack and lock of the worked example as data to change."""
    return stack_data(), lock_data()


def vpc(vpc_id: str, region: str, cidr: str, *zones: str) -> Data:
    """A VPC with one /24 vSwitch in each zone, all on the system table."""
    start = cidr.rsplit(".", 2)[0]
    suffix = vpc_id.removeprefix("vpc-")
    return {
        "id": vpc_id,
        "region": region,
        "owner": "1234567890123456",
        "cidrs": [cidr],
        "vswitches": [
            vswitch(f"vsw-{suffix}{n}", f"{region}-{zone}", f"{start}.{n}.0/24", f"vtb-{suffix}")
            for n, zone in enumerate(zones)
        ],
        "route-tables": [{"id": f"vtb-{suffix}", "type": "System", "routes": []}],
    }


def add_client(stack: Data, lock: Data, name: str, region: str, cidr: str, **extra: object) -> None:
    """Add a client VPC with two zones to both files."""
    regions = lock["networks"]["regions"]
    if all(item["region"] != region for item in regions):
        regions.append({"region": region, "zones": [f"{region}-a", f"{region}-b"]})
    zones = next(item["zones"] for item in regions if item["region"] == region)
    facts = vpc(f"vpc-{name}", region, cidr, *(zone.rsplit("-", 1)[1] for zone in zones))
    stack["clients"].append({"name": name, "region": region, "vpc": facts["id"], **extra})
    lock["networks"]["vpcs"].append(facts)


def add_router(lock: Data, router: str, region: str, **extra: object) -> Data:
    """Add an existing Enterprise transit router with a system table; returns its facts to fill."""
    facts: Data = {
        "id": router,
        "region": region,
        "edition": "Enterprise",
        "tables": [{"id": f"vtb-{router.removeprefix('tr-')}", "type": "System", "routes": []}],
        "attachments": [],
        **extra,
    }
    lock["networks"]["transit-routers"].append(facts)
    return facts
