"""Prefix lists as the service shows them."""

from __future__ import annotations

from acree_sandbox.api.vpc.prefix_lists import WHICH, PrefixList, need_prefix_list
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.paging import token_page, token_parameters
from acree_sandbox.core.parameters import tags, text, texts
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import iso_time

DEFAULT_PAGE = 50


@VPC.action(
    "ListPrefixLists",
    texts("PrefixListIds"),
    text("PrefixListName"),
    text("ResourceGroupId"),
    tags("Tags"),
    *token_parameters(),
)
def list_prefix_lists(cloud: Cloud, request: Request) -> Reply:
    """List the prefix lists of a region, in pages by token."""
    ids = request.texts("PrefixListIds")
    found = [
        row
        for row in cloud.all(PrefixList, request.region)
        if (not ids or row.id in ids)
        and request.text("PrefixListName") in {"", row.name}
        and request.text("ResourceGroupId") in {"", row.resource_group}
        and has_tags(row, request.tags("Tags"))
    ]
    page = token_page(request, found, size=DEFAULT_PAGE)
    return {"PrefixLists": [_answer(row) for row in page.items], **page.fields}


@VPC.action("GetVpcPrefixListEntries", WHICH, *token_parameters())
def get_vpc_prefix_list_entries(cloud: Cloud, request: Request) -> Reply:
    """List the entries of a prefix list, in pages by token."""
    row = need_prefix_list(cloud, request)
    entries = [{**entry, "PrefixListId": row.id, "RegionId": row.region} for entry in row.entries]
    page = token_page(request, entries, size=DEFAULT_PAGE)
    return {"PrefixListEntry": page.items, "Count": len(page.items), **page.fields}


@VPC.action("GetVpcPrefixListAssociations", WHICH, *token_parameters())
def get_vpc_prefix_list_associations(cloud: Cloud, request: Request) -> Reply:
    """List what uses a prefix list: nothing, the sandbox has no routes of prefix lists."""
    need_prefix_list(cloud, request)
    return {"PrefixListAssociation": [], "Count": 0, "TotalCount": 0}


def _answer(row: PrefixList) -> dict[str, object]:
    return {
        "PrefixListId": row.id,
        "PrefixListName": row.name,
        "PrefixListDescription": row.description,
        "IpVersion": "IPV4",
        "MaxEntries": row.max_entries,
        "CidrBlocks": [entry["Cidr"] for entry in row.entries],
        "CreationTime": iso_time(row.created_at),
        "RegionId": row.region,
        "ResourceGroupId": row.resource_group,
        "ShareType": "",
        "Status": row.status,
        "PrefixListStatus": row.status,
        "PrefixListType": "Custom",
        "OwnerId": row.owner,
        "Tags": tag_list(row),
    }
