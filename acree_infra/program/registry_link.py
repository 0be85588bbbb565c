"""The registry's own links: VPCs that get an address of the instance."""

from __future__ import annotations

import pulumi
from pulumi_alicloud import cr

from acree_infra.program.names import component
from acree_infra.program.scene import Scene


class RegistryLinks(pulumi.ComponentResource):
    """Links of VPCs to the instance.

    The link makes the registry's names resolve in its VPC by itself (2.4). The call carries no region, so it
    must be made in the region of the instance.
    """

    def __init__(self, scene: Scene) -> None:
        super().__init__(component("RegistryLinks"), "registry", None, scene.under)
        for link in scene.plan.links:
            cr.VpcEndpointLinkedVpc(
                f"{link.vpc}-{link.module.lower()}",
                instance_id=link.instance,
                vpc_id=link.vpc,
                vswitch_id=link.vswitch,
                module_name=link.module,
                enable_create_dns_record_in_pvzt=True,
                opts=scene.providers.options(self, scene.plan.region, delete_before_replace=True),
            )
        self.register_outputs({})
