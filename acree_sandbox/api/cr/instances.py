"""Instances: listed, described, their use of quotas, their tags, a temporary password."""

from __future__ import annotations

from acree_sandbox.api.cr.resources import RegistryInstance
from acree_sandbox.api.cr.service import CR, need_instance, success
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.paging import numbered_page, page_parameters, token_page, token_parameters
from acree_sandbox.core.parameters import integer, tags, text, texts
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags
from acree_sandbox.services.tokens.passwords import TEMPORARY_USER, temporary_password

HOUR = 3600


@CR.action(
    "ListInstance",
    text("InstanceName"),
    text("InstanceStatus"),
    text("ResourceGroupId"),
    *page_parameters("PageNo", 100),
)
def list_instance(cloud: Cloud, request: Request) -> Reply:
    """The instances of a region, in pages."""
    name, status = request.text("InstanceName"), request.text("InstanceStatus")
    rows = [
        row
        for row in cloud.all(RegistryInstance, request.region)
        if (not name or row.name == name) and (not status or row.status == status)
    ]
    page = numbered_page(request, rows, number="PageNo", size=30)
    return success(Instances=[_summary(row) for row in page.items], **page.fields)


@CR.action("GetInstance", text("InstanceId", required=True))
def get_instance(cloud: Cloud, request: Request) -> Reply:
    """One instance."""
    return success(**_summary(need_instance(cloud, request.text("InstanceId"))))


@CR.action("GetInstanceUsage", text("InstanceId", required=True))
def get_instance_usage(cloud: Cloud, request: Request) -> Reply:
    """Quotas of an instance as texts; the sandbox keeps no namespaces of its own."""
    need_instance(cloud, request.text("InstanceId"))
    return success(NamespaceQuota="100", NamespaceUsage="0", RepoQuota="1000", RepoUsage="0")


@CR.action("ListTagResources", text("ResourceType", required=True), texts("ResourceId"), tags(), *token_parameters())
def list_tag_resources(cloud: Cloud, request: Request) -> Reply:
    """Tags of instances."""
    named = request.texts("ResourceId")
    rows = [need_instance(cloud, name) for name in named] if named else cloud.all(RegistryInstance)
    entries = [
        {"ResourceId": row.id, "ResourceType": "instance", "TagKey": key, "TagValue": value}
        for row in rows
        if has_tags(row, request.tags())
        for key, value in row.tags.items()
    ]
    page = token_page(request, entries, size=50)
    return success(TagResources={"TagResource": list(page.items)}, **page.fields)


@CR.action("GetAuthorizationToken", text("InstanceId", required=True), integer("ExpiresInHours", minimum=1), reads=True)
def get_authorization_token(cloud: Cloud, request: Request) -> Reply:
    """A temporary user name and password; kept nowhere, since the password itself says until when it holds."""
    instance = need_instance(cloud, request.text("InstanceId"))
    expires = cloud.now() + request.integer("ExpiresInHours", 1) * HOUR
    return success(
        InstanceId=instance.id,
        TempUsername=TEMPORARY_USER,
        AuthorizationToken=temporary_password(cloud.world.keys, instance.id, expires),
        ExpireTime=int(expires * 1000),
    )


def _summary(row: RegistryInstance) -> dict[str, object]:
    made = str(int(row.created_at * 1000))
    return {
        "InstanceId": row.id,
        "InstanceName": row.name,
        "InstanceSpecification": f"Enterprise_{row.specification}",
        "InstanceStatus": row.status,
        "RegionId": row.region,
        "ResourceGroupId": "",
        "CreateTime": made,
        "ModifiedTime": made,
    }
