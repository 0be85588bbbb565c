"""A plan while some ways are down: which rows take over, and which never do."""

from __future__ import annotations

from typing import Any

import pytest

from acree_infra.routing.nouns import LegId, Origin, TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.standby import ranked, stands_always, without_ways
from tests.infra.routing.sites.places import LINE, failing, plan_with, site

Data = dict[str, Any]
VBR: Data = {"kind": "express-connect", **LINE}
ECR: Data = {"kind": "express-connect-router", **LINE}
BGP: Data = {"routes": "bgp", "device-asn": 65010}
ONE, TWO = "tokyo-one", "tokyo-two"
EVERY = {("tokyo", leg) for leg in LegId}


def two(first: Data, second: Data) -> Plan:
    return plan_with(site({**first, "name": "one"}, {**second, "name": "two", "rank": 1}))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (VBR, VBR),
        (VBR, {**ECR, **BGP}),
        ({**ECR, **BGP}, VBR),
        (VBR, {**VBR, "region": "cn-shanghai"}),
    ],
)
def test_either_way_carries_all_while_the_other_is_down(first: Data, second: Data) -> None:
    plan = two(first, second)
    assert failing(plan) == failing(plan, ONE) == failing(plan, TWO) == set()
    assert failing(plan, ONE, TWO) == EVERY


@pytest.mark.parametrize(
    ("first", "second", "lost"),
    [
        (ECR, VBR, ONE),
        (VBR, ECR, ONE),
        ({**ECR, "to": "vpc"}, VBR, ONE),
        (VBR, {**ECR, "to": "vpc"}, ONE),
        (VBR, {**ECR, "region": "cn-shanghai"}, ONE),
    ],
)
def test_static_rows_of_the_cloud_neither_give_way_nor_stand_by(first: Data, second: Data, lost: str) -> None:
    plan = two(first, second)
    assert failing(plan) == set()
    assert failing(plan, lost) == EVERY
    left = without_ways(plan, [lost]).routes
    assert [row for row in plan.routes if stands_always(row)] == [row for row in left if stands_always(row)]


def test_without_anything_down_it_is_the_same_plan() -> None:
    plan = two(VBR, VBR)
    assert without_ways(plan, []) is plan


def test_every_prefix_of_a_table_has_one_row() -> None:
    for down in ([ONE], [TWO], [ONE, TWO]):
        rows = without_ways(two(VBR, {**ECR, **BGP}), down).routes
        assert len({(row.table, row.destination) for row in rows}) == len(rows)
        assert not [row for row in rows if row.way in down]


def test_rows_of_devices_and_lines_are_no_static_rows_of_the_cloud() -> None:
    kinds = {row.table.kind for row in two(VBR, VBR).routes if row.origin is not Origin.BUILT_IN}
    assert {TableKind.DEVICE, TableKind.VBR} < kinds
    rows = [row for row in two(VBR, VBR).routes if row.table.kind in {TableKind.DEVICE, TableKind.VBR}]
    assert not any(map(stands_always, rows))


def test_rows_of_one_rank_stay_in_their_order() -> None:
    rows = two(VBR, VBR).premises.standby
    assert ranked(rows) == list(rows)
