"""VPCs linked to an instance (section 6): each takes one address of a vSwitch and brings its own name."""

from __future__ import annotations

from acree_sandbox.api.cr.resources import LINK_QUOTA, MODULES, LinkedVpc, RegistryInstance
from acree_sandbox.api.cr.service import CR, need_instance, success
from acree_sandbox.api.pvtz.resources import covers, zones_seen
from acree_sandbox.api.vpc.resources import Vpc, VSwitch, release_addresses, take_address
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.parameters import boolean, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

_WHOSE = (
    text("InstanceId", required=True),
    text("VpcId", required=True),
    text("VswitchId", required=True),
    text("ModuleName", choices=MODULES),
)


@CR.action("CreateInstanceVpcEndpointLinkedVpc", *_WHOSE, boolean("EnableCreateDNSRecordInPvzt"))
def create_link(cloud: Cloud, request: Request) -> Reply:
    """Link a VPC of the instance's region at one of its vSwitches."""
    instance = need_instance(cloud, request.text("InstanceId"))
    vpc = cloud.need(Vpc, request.text("VpcId"), "VPC_NOT_EXIST")
    vswitch = cloud.need(VSwitch, request.text("VswitchId"), "VSWITCH_NOT_EXIST")
    if vpc.region != instance.region or vswitch.vpc != vpc.id:
        raise ApiError(
            "VSWITCH_NOT_EXIST",
            f"vSwitch {vswitch.id} of {vswitch.vpc} in {vswitch.region} is not one of {vpc.id} in {instance.region}.",
        )
    module = request.text("ModuleName", "Registry")
    links = [row for row in cloud.where(LinkedVpc, "instance", instance.id) if row.module == module]
    if any(row.vpc == vpc.id for row in links):
        raise ApiError("INSTANCE_ACCESS_ALREADY_EXIST", f"{vpc.id} is linked to {instance.id} already.")
    refuse_over_quota(cloud, "linked-vpcs", len(links), LINK_QUOTA.get(instance.specification, 3))
    row = link(cloud, instance, vswitch, module=module, default_access=True)
    cloud.put(row, then="RUNNING")
    return success()


@CR.action("GetInstanceVpcEndpoint", text("InstanceId", required=True), text("ModuleName", choices=MODULES))
def get_links(cloud: Cloud, request: Request) -> Reply:
    """The names of an instance inside VPCs, and the VPCs linked to it."""
    instance = need_instance(cloud, request.text("InstanceId"))
    module = request.text("ModuleName", "Registry")
    links = [row for row in cloud.where(LinkedVpc, "instance", instance.id) if row.module == module]
    return success(
        Enable=bool(links),
        ModuleName=module,
        Domains=[instance.domain(vpc=True, module=module)],
        LinkedVpcs=[link_answer(cloud, row) for row in links],
    )


@CR.action("DeleteInstanceVpcEndpointLinkedVpc", *_WHOSE)
def delete_link(cloud: Cloud, request: Request) -> Reply:
    """Take a link away and give its address back."""
    instance = need_instance(cloud, request.text("InstanceId"))
    module = request.text("ModuleName", "Registry")
    for row in cloud.where(LinkedVpc, "instance", instance.id):
        if (row.vpc, row.vswitch, row.module) == (request.text("VpcId"), request.text("VswitchId"), module):
            release_addresses(cloud, row.id)
            cloud.remove(row)
            return success()
    raise ApiError("INSTANCE_ACCESS_NOT_EXIST", f"{request.text('VpcId')} is not linked to {instance.id}.")


def link(
    cloud: Cloud,
    instance: RegistryInstance,
    vswitch: VSwitch,
    *,
    module: str = "Registry",
    default_access: bool = True,
    wanted: str = "",
) -> LinkedVpc:
    """Take an address for a new link; the caller puts the link.

    Args:
        cloud: the state.
        instance: the instance.
        vswitch: where the address is taken.
        module: `Registry` or `Chart`.
        default_access: whether the instance's name resolves to it.
        wanted: a certain address; the first free one when empty.

    Raises:
        ApiError: the vSwitch has no free address.
    """
    new_id = cloud.new_id(LinkedVpc, instance.region)
    held = take_address(cloud, vswitch, new_id, "registry", wanted)
    if held is None:
        raise ApiError(
            "VSWITCH_IP_NOT_ENOUGH", f"vSwitch {vswitch.id} has no free address{' ' + wanted if wanted else ''}."
        )
    return LinkedVpc(
        id=new_id,
        region=instance.region,
        status="CREATING",
        instance=instance.id,
        vpc=vswitch.vpc,
        vswitch=vswitch.id,
        module=module,
        address=held.address,
        default_access=default_access,
    )


def link_answer(cloud: Cloud, row: LinkedVpc) -> dict[str, object]:
    """A linked VPC as the service shows it; the address is there once it runs."""
    return {
        "VpcId": row.vpc,
        "VswitchId": row.vswitch,
        "Status": row.status,
        "Ip": row.address if row.status == "RUNNING" else "",
        "DefaultAccess": row.default_access,
        "Issue": _issue(cloud, row),
    }


def _issue(cloud: Cloud, row: LinkedVpc) -> str:
    """A zone of the user's own that covers the instance's name in this VPC hides the record (G41)."""
    instance = need_instance(cloud, row.instance)
    host = instance.domain(vpc=True, module=row.module)
    for zone in zones_seen(cloud, row.vpc):
        if zone.owner == cloud.account and covers(zone.name, host):
            return f"PRIVATE_ZONE_CONFLICT_AT_{zone.id}"
    return ""
