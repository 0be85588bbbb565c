"""``hosts``: ECS instances.

.. code-block:: yaml

    hosts:
      - {id: i-uf6host, name: ecs2, vswitch: vsw-uf6m, address: 172.16.0.1}
"""

from __future__ import annotations

from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.api.vpc.resources import VSwitch, take_address
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.world.reader import Section
from acree_sandbox.world.sections import section


@section("hosts")
def put_host(cloud: Cloud, item: Section) -> None:
    """Put a host; it takes an address of its vSwitch."""
    vswitch = cloud.get(VSwitch, item.text("vswitch"))
    if vswitch is None:
        raise item.wrong("vswitch", f"there is no vSwitch {item.text('vswitch')!r} in this world")
    host_id = item.text("id")
    held = take_address(cloud, vswitch, host_id, "ecs", item.address("address", ""))
    if held is None:
        raise item.wrong("address", f"it is taken, or {vswitch.id} has no free address")
    cloud.put(
        Host(
            id=host_id,
            region=vswitch.region,
            status="Running",
            name=item.text("name", host_id),
            vpc=vswitch.vpc,
            vswitch=vswitch.id,
            zone=vswitch.zone,
            address=held.address,
        )
    )
