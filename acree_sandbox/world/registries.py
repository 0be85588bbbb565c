"""``registries``: Enterprise Edition instances, linked VPCs, the addresses of auth and object storage.

.. code-block:: yaml

    registries:
      - id: cri-demo1234
        name: acr-demo
        region: cn-hangzhou
        links: [{vswitch: vsw-bp1j, address: 10.0.0.20}]
        auth: {host: dockerauth-vpc.cn-hangzhou.aliyuncs.com, addresses: [100.103.9.188]}
        oss-address: 100.118.28.44
"""

from __future__ import annotations

from acree_sandbox.api.cr.links import link
from acree_sandbox.api.cr.resources import LINK_QUOTA, RegistryInstance, StorageDomainRule
from acree_sandbox.api.vpc.resources import VSwitch
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.world.reader import Section
from acree_sandbox.world.sections import section


@section("registries")
def put_registry(cloud: Cloud, item: Section) -> None:
    """Put an instance with its links."""
    size = item.text("size", "Standard")
    if size not in LINK_QUOTA:
        raise item.wrong("size", f"wanted one of {', '.join(LINK_QUOTA)}, found {size!r}")
    with item.section("auth") as auth:
        host, addresses = auth.text("host"), auth.texts("addresses")
    instance = RegistryInstance(
        id=item.text("id"),
        region=item.text("region"),
        status="RUNNING",
        name=item.text("name"),
        specification=size,
        custom_domains=item.texts("custom-domains"),
        bucket=item.text("bucket", ""),
        auth_host=host,
        auth_addresses=addresses,
        oss_address=item.address("oss-address"),
    )
    cloud.put(instance)
    for one in item.sections("links"):
        _put_link(cloud, instance, one)
    routes = [
        {
            "EndpointType": rule.text("endpoint", "VPC"),
            "InstanceDomain": rule.text("domain"),
            "StorageDomain": rule.text("storage"),
        }
        for rule in item.sections("storage-domain-rules")
    ]
    if routes:
        cloud.put(
            StorageDomainRule(
                id=cloud.new_id(StorageDomainRule, instance.region),
                region=instance.region,
                instance=instance.id,
                routes=routes,
            )
        )


def _put_link(cloud: Cloud, instance: RegistryInstance, item: Section) -> None:
    vswitch = cloud.get(VSwitch, item.text("vswitch"))
    if vswitch is None:
        raise item.wrong("vswitch", f"there is no vSwitch {item.text('vswitch')!r} in this world")
    module = item.text("module", "Registry")
    try:
        row = link(cloud, instance, vswitch, module=module, wanted=item.address("address", ""))
    except ApiError as error:
        raise item.wrong("address", error.message) from error
    status = item.text("status", "RUNNING")
    if status not in ("RUNNING", "CREATING"):
        raise item.wrong("status", f"wanted RUNNING or CREATING, found {status!r}")
    cloud.change(row, "", status=status)
