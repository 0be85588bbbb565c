"""Customer gateways: made, shown, changed, deleted."""

from __future__ import annotations

from ipaddress import IPv4Address

from acree_sandbox.api.vpc.parameters import naming
from acree_sandbox.api.vpc.route_rules import SERVICE_SPACE
from acree_sandbox.api.vpc.service import VPC, region_of
from acree_sandbox.api.vpn.parameters import LARGEST_ASN, Key
from acree_sandbox.api.vpn.resources import CustomerGateway, VpnConnection
from acree_sandbox.api.vpn.service import need_customer_gateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import address, integer, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import epoch_milliseconds

PER_REGION = 100
WHICH = text("CustomerGatewayId", required=True)
ATTRIBUTES = {"Name": "name", "Description": "description", "AuthKey": "key"}


@VPC.action(
    "CreateCustomerGateway",
    *naming("Name"),
    address("IpAddress", required=True, code="InvalidIpAddress"),
    integer("Asn", minimum=1, maximum=LARGEST_ASN, code="InvalidAsn"),
    Key("AuthKey"),
    text("ResourceGroupId"),
    tags("Tags"),
)
def create_customer_gateway(cloud: Cloud, request: Request) -> Reply:
    """Tell the cloud of a device; its address must not be one of 100.64.0.0/10 (G15)."""
    region = region_of(request)
    where = request.text("IpAddress")
    if IPv4Address(where) in SERVICE_SPACE:
        raise ApiError("InvalidIpAddress", f"The address {where} of a customer gateway must not be in {SERVICE_SPACE}.")
    used = len(cloud.all(CustomerGateway, region))
    refuse_over_quota(cloud, "customer-gateways", used, PER_REGION, "QuotaExceeded.CustomerGateway")
    row = CustomerGateway(
        id=cloud.new_id(CustomerGateway, region),
        region=region,
        status="active",
        name=request.text("Name"),
        description=request.text("Description"),
        address=where,
        asn=request.integer("Asn"),
        key=request.text("AuthKey"),
        resource_group=request.text("ResourceGroupId") or "rg-default",
        tags=request.tags("Tags"),
    )
    cloud.put(row)
    return {
        "CustomerGatewayId": row.id,
        "Name": row.name,
        "Description": row.description,
        "IpAddress": row.address,
        "CreateTime": epoch_milliseconds(cloud.now()),
    }


@VPC.action("DescribeCustomerGateway", WHICH)
def describe_customer_gateway(cloud: Cloud, request: Request) -> Reply:
    """Show one."""
    return _answer(need_customer_gateway(cloud, request.text("CustomerGatewayId")))


@VPC.action(
    "DescribeCustomerGateways",
    text("CustomerGatewayId"),
    text("ResourceGroupId"),
    tags(),
    *page_parameters(largest=50),
)
def describe_customer_gateways(cloud: Cloud, request: Request) -> Reply:
    """List those of a region, in pages."""
    found = [
        row
        for row in cloud.all(CustomerGateway, request.region)
        if request.text("CustomerGatewayId") in {"", row.id}
        and request.text("ResourceGroupId") in {"", row.resource_group}
        and has_tags(row, request.tags())
    ]
    page = numbered_page(request, found)
    return {"CustomerGateways": {"CustomerGateway": [_answer(row) for row in page.items]}, **page.fields}


@VPC.action("ModifyCustomerGatewayAttribute", WHICH, *naming("Name"), Key("AuthKey"))
def modify_customer_gateway_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change name, description or BGP key."""
    row = need_customer_gateway(cloud, request.text("CustomerGatewayId"))
    return _answer(cloud.change(row, "", **request.changes(ATTRIBUTES)))


@VPC.action("DeleteCustomerGateway", WHICH)
def delete_customer_gateway(cloud: Cloud, request: Request) -> Reply:
    """Delete one that no connection uses any more."""
    row = need_customer_gateway(cloud, request.text("CustomerGatewayId"))
    for connection in cloud.all(VpnConnection):
        if row.id in {connection.customer_gateway, *(its["CustomerGatewayId"] for its in connection.tunnels)}:
            raise ApiError("DependencyViolation.VpnConnection", f"{row.id} is still used by {connection.id}.")
    cloud.remove(row)
    return {}


def _answer(row: CustomerGateway) -> dict[str, object]:
    # the provider replaces a gateway whose program gave no AS number when one is answered
    given = {"Asn": row.asn} if row.asn else {}
    return {
        "CustomerGatewayId": row.id,
        "Name": row.name,
        "Description": row.description,
        "IpAddress": row.address,
        **given,
        "AuthKey": row.key,
        "CreateTime": epoch_milliseconds(row.created_at),
        "ResourceGroupId": row.resource_group,
        "Tags": {"Tag": tag_list(row)},
    }
