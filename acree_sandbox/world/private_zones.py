"""``private-zones``: zones of the user's own, with their records and the VPCs that see them.

.. code-block:: yaml

    private-zones:
      - {id: zone-corp, name: corp.example, vpcs: [vpc-uf6demo], records: [{name: git, value: 172.16.0.9}]}
"""

from __future__ import annotations

from acree_sandbox.api.pvtz.resources import PrivateZone, ZoneRecord
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.world.reader import Section
from acree_sandbox.world.sections import section

FIRST_RECORD = 100000


@section("private-zones")
def put_zone(cloud: Cloud, item: Section) -> None:
    """Put a zone."""
    bound = []
    for name in item.texts("vpcs"):
        vpc = cloud.get(Vpc, name)
        if vpc is None:
            raise item.wrong("vpcs", f"there is no VPC {name!r} in this world")
        bound.append(f"{vpc.region}/{vpc.id}")
    zone = PrivateZone(
        id=item.text("id"), name=item.text("name"), vpcs=bound, owner=cloud.account, resource_group="rg-default"
    )
    cloud.put(zone)
    for record in item.sections("records"):
        cloud.put(
            ZoneRecord(
                id=str(FIRST_RECORD + len(cloud.all(ZoneRecord)) + 1),
                status="ENABLE",
                zone=zone.id,
                name=record.text("name"),
                type=record.text("type", "A"),
                value=record.text("value"),
            )
        )
