"""Networks of a CEN instance as the older list shows them; CCNs are among them, which only a world brings in (4.1)."""

from __future__ import annotations

from collections.abc import Sequence

from acree_sandbox.api.cbn.learning import offers
from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.cbn.service import CBN, account_number, need_cen
from acree_sandbox.api.sites.resources import SmartAccessGateway
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.times import iso_minute

TYPES = ("VPC", "VBR", "CCN")


@CBN.action(
    "DescribeCenAttachedChildInstances",
    text("CenId", required=True),
    text("ChildInstanceRegionId"),
    text("ChildInstanceType", choices=TYPES),
    *page_parameters(largest=50),
)
def describe_cen_attached_child_instances(cloud: Cloud, request: Request) -> Reply:
    """List the networks of a CEN, in pages."""
    cen = need_cen(cloud, request.text("CenId"))
    found = [
        row
        for row in _children(cloud, cen.id)
        if request.text("ChildInstanceRegionId") in {"", row["ChildInstanceRegionId"]}
        and request.text("ChildInstanceType") in {"", row["ChildInstanceType"]}
    ]
    page = numbered_page(request, found)
    return {"ChildInstances": {"ChildInstance": page.items}, **page.fields}


@CBN.action(
    "DescribeCenAttachedChildInstanceAttribute",
    text("CenId", required=True),
    text("ChildInstanceId", required=True),
    text("ChildInstanceType", required=True, choices=TYPES),
    text("ChildInstanceRegionId", required=True),
)
def describe_cen_attached_child_instance_attribute(cloud: Cloud, request: Request) -> Reply:
    """Show one network of a CEN."""
    cen = need_cen(cloud, request.text("CenId"))
    for row in _children(cloud, cen.id):
        if row["ChildInstanceId"] == request.text("ChildInstanceId"):
            vpc = cloud.get(Vpc, request.text("ChildInstanceId"))
            cidr = {"ChildInstanceAttributes": {"CidrBlock": vpc.cidr}} if vpc else {}
            return {**row, "ChildInstanceName": vpc.name if vpc else "", **cidr}
    raise ApiError("ParameterInstanceId", f"{cen.id!r} has no {request.text('ChildInstanceId')!r} (NotFound).", 404)


def _children(cloud: Cloud, cen: str) -> list[dict[str, object]]:
    return [
        {
            "CenId": cen,
            "ChildInstanceId": row.resource,
            "ChildInstanceType": row.resource_type,
            "ChildInstanceRegionId": row.resource_region,
            "ChildInstanceOwnerId": account_number(cloud.account),
            "ChildInstanceAttachTime": iso_minute(row.created_at),
            "Status": row.status,
        }
        for row in cloud.where(Attachment, "cen", cen)
        if row.resource_type in TYPES
    ]


@offers("CCN")
def ccn_prefixes(cloud: Cloud, attachment: Attachment) -> Sequence[str]:
    """What a CCN offers: the data centers behind its gateways."""
    gateways = cloud.where(SmartAccessGateway, "network", attachment.resource)
    return [cidr for gateway in gateways for cidr in gateway.cidrs]
