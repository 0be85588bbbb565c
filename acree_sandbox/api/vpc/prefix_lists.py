"""Prefix lists: made with their entries, changed, deleted. Nothing in the sandbox refers to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acree_sandbox.api.vpc.parameters import Unserved, ipv4_range, naming
from acree_sandbox.api.vpc.service import VPC, refuse_while_changing, region_of
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError, not_found
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.parameters import integer, records, tags, text
from acree_sandbox.core.records import Record, Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.resources import Resource, resource

PER_REGION = 10
DEFAULT_ENTRIES = 50
MOST_ENTRIES = 200
STATUS = "IncorrectStatus.PrefixList"
ATTRIBUTES = {"PrefixListName": "name", "PrefixListDescription": "description", "MaxEntries": "max_entries"}
WHICH = text("PrefixListId", required=True)
_MAX_ENTRIES = integer("MaxEntries", minimum=1, maximum=MOST_ENTRIES)
_ENTRY = (ipv4_range("Cidr", required=True), text("Description"))


@resource("prefix list", prefix="pl")
@dataclass(frozen=True, slots=True, kw_only=True)
class PrefixList(Resource):
    """A named list of IPv4 prefixes.

    Attributes:
        max_entries: how many it may have.
        entries: its prefixes as they were sent, each with `Cidr` and `Description`.
        owner: account id.
    """

    name: str = ""
    description: str = ""
    max_entries: int = DEFAULT_ENTRIES
    entries: Sequence[Mapping[str, str]] = ()
    owner: str = ""
    resource_group: str = ""


def need_prefix_list(cloud: Cloud, request: Request) -> PrefixList:
    """The prefix list that a request names; ApiError ``ResourceNotFound.PrefixList`` where its region has none."""
    row = cloud.need(PrefixList, request.text("PrefixListId"), "ResourceNotFound.PrefixList")
    if request.region not in {"", row.region}:
        raise not_found(row.kind, row.id, "ResourceNotFound.PrefixList")
    return row


@VPC.action(
    "CreateVpcPrefixList",
    *naming("PrefixListName", "PrefixListDescription"),
    _MAX_ENTRIES,
    records("PrefixListEntries", *_ENTRY),
    text("ResourceGroupId"),
    tags(),
    Unserved("IpVersion", "ipv4"),
)
def create_vpc_prefix_list(cloud: Cloud, request: Request) -> Reply:
    """Make a prefix list."""
    region = region_of(request)
    refuse_over_quota(cloud, "prefix-lists", len(cloud.all(PrefixList, region)), PER_REGION)
    row = PrefixList(
        id=cloud.new_id(PrefixList, region),
        region=region,
        status="Creating",
        tags=request.tags(),
        name=request.text("PrefixListName"),
        description=request.text("PrefixListDescription"),
        max_entries=request.integer("MaxEntries", DEFAULT_ENTRIES),
        entries=_entries(request.records("PrefixListEntries")),
        owner=cloud.account,
        resource_group=request.text("ResourceGroupId") or "rg-default",
    )
    _check_entries(row.entries, row.max_entries)
    cloud.put(row, then="Created")
    return {"PrefixListId": row.id, "ResourceGroupId": row.resource_group}


@VPC.action(
    "ModifyVpcPrefixList",
    WHICH,
    *naming("PrefixListName", "PrefixListDescription"),
    _MAX_ENTRIES,
    records("AddPrefixListEntry", *_ENTRY),
    records("RemovePrefixListEntry", *_ENTRY),
)
def modify_vpc_prefix_list(cloud: Cloud, request: Request) -> Reply:
    """Change name, description or size, take entries out and put others in."""
    row = need_prefix_list(cloud, request)
    refuse_while_changing(row, STATUS)
    changes = request.changes(ATTRIBUTES)
    entries = _without(row, [item.text("Cidr") for item in request.records("RemovePrefixListEntry")])
    entries += _entries(request.records("AddPrefixListEntry"))
    _check_entries(entries, request.integer("MaxEntries", row.max_entries))
    cloud.change(row, "Created", status="Modifying", entries=entries, **changes)
    return {"PrefixListId": row.id}


@VPC.action("DeleteVpcPrefixList", WHICH)
def delete_vpc_prefix_list(cloud: Cloud, request: Request) -> Reply:
    """Delete a prefix list."""
    row = need_prefix_list(cloud, request)
    refuse_while_changing(row, STATUS)
    cloud.remove(row, while_status="Deleting")
    return {}


def _entries(sent: Sequence[Record]) -> list[Mapping[str, str]]:
    return [{"Cidr": item.text("Cidr"), "Description": item.text("Description")} for item in sent]


def _without(row: PrefixList, removed: Sequence[str]) -> list[Mapping[str, str]]:
    missing = set(removed) - {entry["Cidr"] for entry in row.entries}
    if missing:
        raise ApiError("InvalidParameter.RemovePrefixListEntry", f"{row.id} has no entry {', '.join(sorted(missing))}.")
    return [entry for entry in row.entries if entry["Cidr"] not in removed]


def _check_entries(entries: Sequence[Mapping[str, str]], most: int) -> None:
    """Refuse a prefix that is there twice, or more of them than the list may have."""
    prefixes = [entry["Cidr"] for entry in entries]
    twice = sorted({prefix for prefix in prefixes if prefixes.count(prefix) > 1})
    if twice:
        raise ApiError("InvalidParameter.PrefixListEntries", f"A prefix list has each prefix once, not {twice} twice.")
    if len(prefixes) > most:
        raise ApiError(
            "QuotaExceeded.PrefixListEntry", f"MaxEntries is {most}, which {len(prefixes)} entries are more than."
        )
