"""``vbrs``: virtual border routers at leased lines that are built already.

.. code-block:: yaml

    vbrs:
      - {id: vbr-bp1hq, region: cn-hangzhou, line: pc-bp1hq, vlan: 100, local: 10.255.0.1, peer: 10.255.0.2}
"""

from __future__ import annotations

from acree_sandbox.api.expressconnect.resources import PhysicalConnection, Vbr
from acree_sandbox.api.expressconnect.vbrs import put_table
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.world.reader import Section
from acree_sandbox.world.sections import section

MBPS = 1000


@section("vbrs")
def put_vbr(cloud: Cloud, item: Section) -> None:
    """Put a VBR with its line and its route table."""
    identifier, region = item.text("id"), item.text("region")
    ending = identifier.removeprefix("vbr-")
    line = item.text("line", f"pc-{ending}")
    if cloud.get(PhysicalConnection, line) is None:
        cloud.put(
            PhysicalConnection(
                id=line,
                region=region,
                status="Enabled",
                access_point=f"ap-{region}-a",
                line_operator="CO",
                port_type="1000Base-LX",
                bandwidth=MBPS,
                resource_group="rg-default",
            )
        )
    row = Vbr(
        id=identifier,
        region=region,
        status="active",
        name=item.text("name", ""),
        line=line,
        vlan=int(item.number("vlan", 0)),
        local=item.address("local"),
        peer=item.address("peer"),
        mask=item.text("mask", "255.255.255.252"),
        interface=item.text("interface", f"ri-{ending}"),
        table=item.text("table", f"vtb-{ending}"),
        owner=cloud.account,
        resource_group="rg-default",
    )
    cloud.put(row)
    put_table(cloud, row)
