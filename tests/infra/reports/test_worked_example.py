"""The plan's JSON against section 2.3 of the domain reference, row by row, written by hand.

att-vpc1 of the reference is att-service here, att-vpc2 is att-shanghai, att-peer is peer-cn-shanghai; TR1 and TR2
are the routers of Hangzhou and Shanghai.
"""

from __future__ import annotations

from typing import Any

import pytest

from acree_infra.reports.document import plan_document
from tests.infra.reports.cases import Case, auto_advertise_off, dev

Row = tuple[str, str, str, str]

O1, O2, O3, O4 = "100.118.28.0/24", "100.114.102.0/24", "100.98.170.0/24", "100.118.31.0/24"
A = "100.103.9.188/32"
VPC1, VPC2 = "10.0.0.0/16", "172.16.0.0/16"

CLIENT_VPC = ("vpc", "cn-shanghai", "vpc-uf6demo", "vtb-uf6main")
CLIENT_ROUTER = ("transit-router", "cn-shanghai", "acree-dev-cn-shanghai", "system")
SERVICE_ROUTER = ("transit-router", "cn-hangzhou", "acree-dev-cn-hangzhou", "system")
SERVICE_VPC = ("vpc", "cn-hangzhou", "vpc-bp1demo", "vtb-bp1main")

EXPECTED: dict[tuple[str, str, str, str], set[Row]] = {
    CLIENT_VPC: {
        ("172.16.0.0/24", "local", "vsw-uf6m", "built-in"),
        ("172.16.1.0/24", "local", "vsw-uf6n", "built-in"),
        ("100.64.0.0/10", "cloud-service", "cn-shanghai", "built-in"),
        (VPC1, "attachment", "att-shanghai", "created"),
        (O1, "attachment", "att-shanghai", "created"),
        (O2, "attachment", "att-shanghai", "created"),
        (O3, "attachment", "att-shanghai", "created"),
        (O4, "attachment", "att-shanghai", "created"),
        (A, "attachment", "att-shanghai", "created"),
    },
    CLIENT_ROUTER: {
        (VPC2, "attachment", "att-shanghai", "learned"),
        (VPC1, "peer-attachment", "peer-cn-shanghai", "learned"),
        (O1, "peer-attachment", "peer-cn-shanghai", "learned"),
        (O2, "peer-attachment", "peer-cn-shanghai", "learned"),
        (O3, "peer-attachment", "peer-cn-shanghai", "learned"),
        (O4, "peer-attachment", "peer-cn-shanghai", "learned"),
        (A, "peer-attachment", "peer-cn-shanghai", "learned"),
    },
    SERVICE_ROUTER: {
        (VPC1, "attachment", "att-service", "learned"),
        (VPC2, "peer-attachment", "peer-cn-shanghai", "learned"),
        (O1, "attachment", "att-service", "created"),
        (O2, "attachment", "att-service", "created"),
        (O3, "attachment", "att-service", "created"),
        (O4, "attachment", "att-service", "created"),
        (A, "attachment", "att-service", "created"),
    },
    SERVICE_VPC: {
        ("10.0.0.0/24", "local", "vsw-bp1j", "built-in"),
        ("10.0.1.0/24", "local", "vsw-bp1k", "built-in"),
        ("100.64.0.0/10", "cloud-service", "cn-hangzhou", "built-in"),
        (VPC2, "attachment", "att-service", "created"),
    },
}


def rows_by_table(case: Case) -> dict[tuple[str, str, str, str], set[Row]]:
    found: dict[tuple[str, str, str, str], set[Row]] = {}
    for route in routes(case):
        table, hop = route["table"], route["hop"]
        row = (route["destination"], hop["kind"], hop["name"], route["origin"])
        rows = found.setdefault((table["kind"], table["region"], table["owner"], table["id"]), set())
        assert row not in rows
        rows.add(row)
    return found


def routes(case: Case) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = plan_document(case.plan, case.findings)["routes"]
    return found


@pytest.mark.parametrize("table", EXPECTED, ids=["client-vpc", "client-router", "service-router", "service-vpc"])
def test_each_table_has_exactly_the_rows_of_the_reference(table: tuple[str, str, str, str]) -> None:
    assert rows_by_table(dev())[table] == EXPECTED[table]


def test_there_is_no_other_table() -> None:
    assert set(rows_by_table(dev())) == set(EXPECTED)


def test_the_count_of_static_entries_is_the_one_of_the_reference() -> None:
    """With one auth address: client VPC 5 + 1, service TR 5, service VPC 1."""
    created = {table: sum(row[3] == "created" for row in rows) for table, rows in rows_by_table(dev()).items()}
    assert created == {CLIENT_VPC: 5 + 1, CLIENT_ROUTER: 0, SERVICE_ROUTER: 5, SERVICE_VPC: 1}


def test_without_auto_advertise_the_rows_of_the_connection_are_created() -> None:
    """K2, G28: the rows that the reference marks `only if auto-advertise is off`."""
    expected = {
        table: {(*row[:3], "created") if row[1] == "peer-attachment" else row for row in rows}
        for table, rows in EXPECTED.items()
    }
    assert rows_by_table(auto_advertise_off()) == expected


def test_the_way_back_serves_all_legs_and_each_leg_its_own_rows() -> None:
    legs = {(r["table"]["owner"], r["destination"]): r["legs"] for r in routes(dev()) if r["origin"] != "built-in"}
    assert legs["vpc-bp1demo", VPC2] == ["registry", "auth", "oss"]
    for owner in ("vpc-uf6demo", "acree-dev-cn-shanghai", "acree-dev-cn-hangzhou"):
        assert legs[owner, VPC1] == ["registry"]
        assert legs[owner, A] == ["auth"]
        assert {tuple(legs[owner, prefix]) for prefix in (O1, O2, O3, O4)} == {("oss",)}


def test_every_row_has_a_reason() -> None:
    assert all(route["reason"] for route in routes(dev()))
