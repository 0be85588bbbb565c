"""``regions``: zones in which transit routers can have interfaces.

.. code-block:: yaml

    regions:
      - id: cn-hangzhou
        master-zones: [cn-hangzhou-j]
        slave-zones: [cn-hangzhou-k]
"""

from __future__ import annotations

from acree_sandbox.api.cbn.resources import TransitRouterRegion
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.world.reader import Section
from acree_sandbox.world.sections import section


@section("regions")
def put_region(cloud: Cloud, item: Section) -> None:
    """Put what a region offers."""
    cloud.put(
        TransitRouterRegion(
            id=item.text("id"),
            region=item.text("id"),
            master_zones=item.texts("master-zones"),
            slave_zones=item.texts("slave-zones"),
            multicast=item.flag("multicast"),
        )
    )
