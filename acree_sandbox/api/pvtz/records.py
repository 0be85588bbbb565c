"""Records of private zones."""

from __future__ import annotations

from ipaddress import IPv4Address

from acree_sandbox.api.pvtz.resources import ZoneRecord
from acree_sandbox.api.pvtz.service import LANGUAGE, PVTZ, need_zone, page
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import page_parameters
from acree_sandbox.core.parameters import integer, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

TYPES = ("A", "AAAA", "CNAME", "MX", "PTR", "SRV", "TXT")
FIRST_ID = 100000
FIELDS = (
    text("Rr", required=True),
    text("Type", required=True, choices=TYPES),
    text("Value", required=True),
    integer("Ttl", minimum=5, maximum=86400),
    integer("Priority", minimum=1, maximum=99),
    integer("Weight", minimum=1, maximum=100),
    text("Line"),
)


@PVTZ.action("AddZoneRecord", text("ZoneId", required=True), *FIELDS, text("Remark"), *LANGUAGE)
def add_zone_record(cloud: Cloud, request: Request) -> Reply:
    """Add a record; the same name, type and value twice is refused."""
    zone = need_zone(cloud, request.text("ZoneId"))
    if zone.owner != cloud.account:
        raise ApiError("Zone.Forbidden.Operate", f"Zone {zone.id} belongs to the service {zone.owner}; do not edit it.")
    _check_value(request)
    siblings = cloud.where(ZoneRecord, "zone", zone.id)
    _refuse_conflict(request, siblings)
    serial = FIRST_ID + max((int(row.id) - FIRST_ID for row in cloud.all(ZoneRecord)), default=0) + 1
    record = cloud.put(
        ZoneRecord(
            id=str(serial),
            status="ENABLE",
            zone=zone.id,
            name=request.text("Rr").lower(),
            type=request.text("Type"),
            value=request.text("Value"),
            ttl=request.integer("Ttl", 60),
            priority=request.integer("Priority", 1),
            weight=request.integer("Weight", 1),
            line=request.text("Line", "default"),
            remark=request.text("Remark"),
        )
    )
    return {"RecordId": int(record.id), "Success": True}


@PVTZ.action(
    "DescribeZoneRecords",
    text("ZoneId", required=True),
    text("Keyword"),
    text("SearchMode", choices=("LIKE", "EXACT")),
    text("Tag"),
    *page_parameters(),
    *LANGUAGE,
)
def describe_zone_records(cloud: Cloud, request: Request) -> Reply:
    """The records of a zone, in pages."""
    zone = need_zone(cloud, request.text("ZoneId"))
    word, exact = request.text("Keyword"), request.text("SearchMode") == "EXACT"
    rows = [
        row
        for row in cloud.where(ZoneRecord, "zone", zone.id)
        if not word or (row.name == word if exact else word in row.name)
    ]
    shown, paging = page(request, rows)
    return {**paging, "Records": {"Record": [_record(row) for row in shown]}}


@PVTZ.action("UpdateZoneRecord", text("RecordId", required=True), *FIELDS, *LANGUAGE)
def update_zone_record(cloud: Cloud, request: Request) -> Reply:
    """Change a record."""
    record = _need_record(cloud, request)
    _check_value(request)
    siblings = [row for row in cloud.where(ZoneRecord, "zone", record.zone) if row.id != record.id]
    _refuse_conflict(request, siblings)
    names = {"Rr": "name", "Type": "type", "Value": "value", "Ttl": "ttl", "Priority": "priority", "Weight": "weight"}
    cloud.change(record, "", **request.changes(names))
    return {"RecordId": int(record.id)}


@PVTZ.action(
    "SetZoneRecordStatus",
    text("RecordId", required=True),
    text("Status", required=True, choices=("ENABLE", "DISABLE")),
    *LANGUAGE,
)
def set_zone_record_status(cloud: Cloud, request: Request) -> Reply:
    """Enable or disable a record."""
    record = cloud.change(_need_record(cloud, request), status=request.text("Status"))
    return {"RecordId": int(record.id), "Status": record.status}


@PVTZ.action("UpdateRecordRemark", text("RecordId", required=True), text("Remark"), *LANGUAGE)
def update_record_remark(cloud: Cloud, request: Request) -> Reply:
    """Set the remark of a record."""
    record = cloud.change(_need_record(cloud, request), remark=request.text("Remark"))
    return {"RecordId": int(record.id)}


@PVTZ.action("DeleteZoneRecord", text("RecordId", required=True), *LANGUAGE)
def delete_zone_record(cloud: Cloud, request: Request) -> Reply:
    """Delete a record."""
    record = _need_record(cloud, request)
    cloud.remove(record)
    return {"RecordId": int(record.id)}


def _need_record(cloud: Cloud, request: Request) -> ZoneRecord:
    return cloud.need(ZoneRecord, request.text("RecordId"), "Record.NotExists", 400)


def _check_value(request: Request) -> None:
    if request.text("Type") == "A":
        try:
            IPv4Address(request.text("Value"))
        except ValueError:
            raise ApiError(
                "Record.Invalid.Value", f"An A record holds an IPv4 address, not {request.text('Value')!r}."
            ) from None


def _refuse_conflict(request: Request, siblings: list[ZoneRecord]) -> None:
    name, kind = request.text("Rr").lower(), request.text("Type")
    for row in siblings:
        if row.name != name:
            continue
        if row.type == kind and row.value == request.text("Value"):
            raise ApiError("Record.Invalid.Conflict", f"The zone has this record already: {row.id}.")
        if "CNAME" in (kind, row.type) and row.type != kind:
            raise ApiError("Record.Invalid.Conflict", f"A CNAME stands alone, but {name!r} has {row.type} {row.id}.")


def _record(row: ZoneRecord) -> dict[str, object]:
    return {
        "RecordId": int(row.id),
        "ZoneId": row.zone,
        "Rr": row.name,
        "Type": row.type,
        "Value": row.value,
        "Ttl": row.ttl,
        "Priority": row.priority,
        "Weight": row.weight,
        "Status": row.status,
        "Remark": row.remark,
        "Line": row.line,
    }
