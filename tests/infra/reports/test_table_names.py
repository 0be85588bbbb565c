"""What a person calls a table."""

from __future__ import annotations

from acree_infra.reports.table_names import owner_title, short_title, table_title, walk_order
from acree_infra.routing.nouns import Table, TableKind


def table(kind: TableKind, owner: str = "x", region: str = "cn-hangzhou") -> Table:
    return Table(kind, region, owner, "t")


def test_each_kind_has_words_of_its_own() -> None:
    titles = {owner_title(table(kind), "name") for kind in TableKind}
    assert len(titles) == len(TableKind)
    assert "VPC name (x)" in titles
    assert "transit router x" in titles
    assert "device of site x" in titles


def test_a_title_has_region_and_id() -> None:
    assert table_title(table(TableKind.VBR, "vbr-1"), "") == "virtual border router vbr-1, cn-hangzhou, table t"


def test_short_ones_name_a_router_by_its_region() -> None:
    assert short_title(table(TableKind.TRANSIT_ROUTER, "tr-1"), "") == "Transit router cn-hangzhou"
    assert short_title(table(TableKind.VPC, "vpc-1"), "shop") == "VPC shop"
    assert short_title(table(TableKind.DEVICE, "tokyo"), "") == "device of site tokyo"


def test_tables_are_read_from_the_site_to_the_registry() -> None:
    tables = [
        table(TableKind.VPC, "vpc-service"),
        table(TableKind.TRANSIT_ROUTER, "tr-service"),
        table(TableKind.TRANSIT_ROUTER, "tr-far", "cn-shanghai"),
        table(TableKind.VPC, "vpc-far", "cn-shanghai"),
        table(TableKind.VBR, "vbr"),
        table(TableKind.IPSEC, "ipsec"),
        table(TableKind.DEVICE, "tokyo", "on-premises"),
    ]
    ordered = sorted(tables, key=lambda one: walk_order(one, "cn-hangzhou", "vpc-service"))
    assert [one.owner for one in ordered] == [
        "tokyo",
        "ipsec",
        "vbr",
        "vpc-far",
        "tr-far",
        "tr-service",
        "vpc-service",
    ]
