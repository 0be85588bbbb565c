"""Virtual border routers as the service shows them."""

from __future__ import annotations

from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.expressconnect.resources import PhysicalConnection, Vbr
from acree_sandbox.api.expressconnect.service import FILTER, fits
from acree_sandbox.api.vpc.service import VPC, account_number
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import boolean, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import iso_minute


@VPC.action(
    "DescribeVirtualBorderRouters",
    FILTER,
    text("ResourceGroupId"),
    boolean("IncludeCrossAccountVbr"),
    tags("Tags"),
    *page_parameters(largest=50),
)
def describe_virtual_border_routers(cloud: Cloud, request: Request) -> Reply:
    """List the VBRs of a region, in pages."""
    filtered = request.records("Filter")
    found = [
        row
        for row in cloud.all(Vbr, request.region)
        if request.text("ResourceGroupId") in {"", row.resource_group}
        and fits(
            filtered,
            {"VbrId": row.id, "PhysicalConnectionId": row.line, "Status": row.status, "Name": row.name},
        )
        and has_tags(row, request.tags("Tags"))
    ]
    page = numbered_page(request, found)
    items = [_answer(cloud, row) for row in page.items]
    return {"VirtualBorderRouterSet": {"VirtualBorderRouterType": items}, **page.fields}


def _answer(cloud: Cloud, row: Vbr) -> dict[str, object]:
    line = cloud.get(PhysicalConnection, row.line)
    multiplier, receiving, sending = row.detect
    cens = [
        {"CenId": its.cen, "CenOwnerId": account_number(cloud.account), "CenStatus": its.status}
        for its in cloud.where(Attachment, "resource", row.id)
    ]
    return {
        "VbrId": row.id,
        "Name": row.name,
        "Description": row.description,
        "Status": row.status,
        "Type": "normal",
        "AccessPointId": line.access_point if line else "",
        "PhysicalConnectionId": row.line,
        "PhysicalConnectionStatus": line.status if line else "",
        "PhysicalConnectionBusinessStatus": "Normal",
        "PhysicalConnectionOwnerUid": row.owner,
        "VlanId": row.vlan,
        "VlanInterfaceId": row.interface,
        "RouteTableId": row.table,
        "LocalGatewayIp": row.local,
        "PeerGatewayIp": row.peer,
        "PeeringSubnetMask": row.mask,
        "EnableIpv6": False,
        "LocalIpv6GatewayIp": "",
        "PeerIpv6GatewayIp": "",
        "PeeringIpv6SubnetMask": "",
        "Bandwidth": row.bandwidth,
        "CircuitCode": row.circuit,
        "DetectMultiplier": multiplier,
        "MinRxInterval": receiving,
        "MinTxInterval": sending,
        "Mtu": row.mtu,
        "SitelinkEnable": row.sitelink,
        "CloudBoxInstanceId": "",
        "EccId": "",
        "PConnVbrExpireTime": "",
        "ActivationTime": iso_minute(row.created_at),
        "CreationTime": iso_minute(row.created_at),
        "RecoveryTime": "",
        "TerminationTime": "",
        "ResourceGroupId": row.resource_group,
        "AssociatedPhysicalConnections": {"AssociatedPhysicalConnection": []},
        "AssociatedCens": {"AssociatedCen": cens},
        "Tags": {"Tags": tag_list(row)},
    }
