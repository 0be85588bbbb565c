from __future__ import annotations

from dataclasses import replace

from acree_infra.reports.html_lines import lines_of
from acree_infra.reports.html_shapes import WIDTH, Box
from acree_infra.reports.html_sides import Found, both
from acree_infra.reports.html_sites import SiteWay
from tests.infra.reports.cases import dev
from tests.infra.reports.reviews import client_gone

NAMES = ("vpc-uf6demo", "acree-dev-cn-shanghai", "acree-dev-cn-hangzhou", "vpc-bp1demo", "leg:auth")
BOXES = {name: Box(name, (), "", "vpc", "", place * (WIDTH + 100), 50) for place, name in enumerate(NAMES)}


def test_lines_join_what_is_drawn_and_nothing_else() -> None:
    assert [line.name for line in lines_of([dev().plan], [], BOXES)] == [
        "att-service",
        "att-shanghai",
        "peer-cn-shanghai",
        "leg:auth",
    ]
    assert list(lines_of([dev().plan], [], {})) == []


def test_a_name_that_a_box_tells_is_not_told_twice() -> None:
    labels = {line.name: line.above for line in lines_of([dev().plan], [], BOXES)}
    assert labels["leg:auth"] == ""
    assert labels["att-service"] == "att-service"
    way = SiteWay("vpc-uf6demo", "", "tunnel", "acree-dev-cn-shanghai", "", "vpc-bp1demo", "vpc-bp1demo")
    told = {line.name: line.above for line in lines_of([dev().plan], [way], BOXES)}
    assert (told["tunnel"], told["vpc-bp1demo"]) == ("tunnel", "")


def test_a_connection_says_what_is_paid_for_it() -> None:
    plan = dev().plan
    free = replace(plan, peer_attachments=tuple(replace(p, mbps=0, bandwidth_type="") for p in plan.peer_attachments))
    for shown, below in ((plan, "100 Mbit/s"), (free, "no bandwidth")):
        (peer,) = [line for line in lines_of([shown], [], BOXES) if line.name.startswith("peer-")]
        assert peer.below == below


def test_things_of_two_plans_are_sorted_and_marked() -> None:
    review = client_gone()
    before, after = review.before.plan, review.after.plan
    names = [(found.item.name, found.change) for found in both([before, after], "clients", "id")]
    assert names == [("osaka", "removed"), ("shanghai", "")]
    assert [found.change for found in both([after, before], "clients", "id")] == ["added", ""]
    assert both([after], "clients", "id") == [Found(after.clients[0], "")]
