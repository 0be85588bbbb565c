"""``vpcs``: VPCs with their vSwitches, further route tables and custom routes.

.. code-block:: yaml

    vpcs:
      - id: vpc-uf6demo
        region: cn-shanghai
        cidr: 172.16.0.0/16
        vswitches:
          - {id: vsw-uf6m, zone: cn-shanghai-m, cidr: 172.16.0.0/24}
        route-tables:
          - {id: vtb-uf6own, vswitches: [vsw-uf6m]}
"""

from __future__ import annotations

from dataclasses import replace

from acree_sandbox.api.vpc.resources import RouteEntry, RouteTable, Vpc, VSwitch
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.world.reader import Section
from acree_sandbox.world.sections import section


@section("vpcs")
def put_vpc(cloud: Cloud, item: Section) -> None:
    """Put a VPC with all that it holds."""
    vpc_id, region = item.text("id"), item.text("region")
    system = item.text("system-table", f"vtb-{vpc_id.removeprefix('vpc-')}")
    vpc = Vpc(
        id=vpc_id,
        region=region,
        status="Available",
        name=item.text("name", ""),
        cidr=item.cidr("cidr"),
        secondary_cidrs=item.texts("secondary-cidrs"),
        owner=item.text("owner", cloud.account),
        router=f"vrt-{vpc_id.removeprefix('vpc-')}",
        system_table=system,
        resource_group="rg-default",
    )
    cloud.put(vpc)
    cloud.put(RouteTable(id=system, region=region, status="Available", vpc=vpc_id, type="System"))
    for vswitch in item.sections("vswitches"):
        _put_vswitch(cloud, vpc, vswitch)
    for table in item.sections("route-tables"):
        _put_table(cloud, vpc, table)


def _put_vswitch(cloud: Cloud, vpc: Vpc, item: Section) -> None:
    cloud.put(
        VSwitch(
            id=item.text("id"),
            region=vpc.region,
            status="Available",
            name=item.text("name", ""),
            vpc=vpc.id,
            zone=item.text("zone"),
            cidr=item.cidr("cidr"),
            route_table=vpc.system_table,
            resource_group="rg-default",
        )
    )


def _put_table(cloud: Cloud, vpc: Vpc, item: Section) -> None:
    table_id = item.text("id")
    if table_id != vpc.system_table:
        cloud.put(RouteTable(id=table_id, region=vpc.region, status="Available", vpc=vpc.id, type="Custom"))
    for name in item.texts("vswitches"):
        vswitch = cloud.get(VSwitch, name)
        if vswitch is None or vswitch.vpc != vpc.id:
            raise item.wrong("vswitches", f"{name!r} is not a vSwitch of {vpc.id}")
        cloud.put(replace(vswitch, route_table=table_id))
    for route in item.sections("routes"):
        cloud.put(
            RouteEntry(
                id=cloud.new_id(RouteEntry, vpc.region),
                region=vpc.region,
                status="Available",
                name=route.text("name", ""),
                route_table=table_id,
                vpc=vpc.id,
                destination=route.cidr("destination"),
                hop_type=route.text("hop-type"),
                hop=route.text("hop", ""),
            )
        )
