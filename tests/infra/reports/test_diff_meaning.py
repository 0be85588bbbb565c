from __future__ import annotations

from dataclasses import replace

import pytest

from acree_infra.reports.diff_meaning import sentences
from acree_infra.reports.diff_review import Review
from acree_infra.routing.nouns import Hop, HopKind, Table
from acree_infra.routing.reachability import Effect, PathChange
from tests.infra.reports.reviews import REVIEWS, edited, leg_lost, new_range, review_of
from tests.infra.routing.pairs import plan_with, with_auth, with_client, with_foreign, with_ranges
from tests.infra.samples import HANGZHOU_OSS


def texts(review: Review) -> list[str]:
    return [sentence.text for sentence in sentences(review)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nothing", []),
        ("new-stack", [f"shanghai gains the {leg} leg" for leg in ("registry", "auth", "oss")]),
        ("new-client", [f"osaka gains the {leg} leg" for leg in ("registry", "auth", "oss")]),
        (
            "client-gone",
            [f"osaka is no client any more and loses the {leg} leg" for leg in ("registry", "auth", "oss")],
        ),
        ("new-range", ["shanghai gains part of the oss leg: 100.115.0.0/24"]),
        ("auth-moved", ["the auth leg of shanghai moves from 100.103.9.188/32 to 100.103.7.181/32"]),
        ("foreign-half", ["shanghai loses part of the oss leg: 100.118.28.0/25"]),
        ("leg-lost", ["shanghai loses the auth leg"]),
        ("hops-changed", [f"shanghai loses the {leg} leg" for leg in ("registry", "auth", "oss")]),
    ],
)
def test_what_is_said(name: str, expected: list[str]) -> None:
    assert texts(REVIEWS[name]()) == expected


def test_a_loss_says_where_it_ends_now() -> None:
    assert "cloud services of cn-shanghai" in sentences(leg_lost())[0].why
    assert sentences(leg_lost())[0].effect is Effect.LOST


def test_a_part_of_the_sources_is_named() -> None:
    review = edited(with_foreign("172.16.0.0/25", vpc=0))
    assert texts(review) == [
        "shanghai loses part of the registry leg: 172.16.0.0/25 → 10.0.0.20/32",
        "shanghai loses part of the auth leg: 172.16.0.0/25 → 100.103.9.188/32",
        (
            "shanghai loses part of the oss leg: 172.16.0.0/25 → 100.98.170.0/24, 100.114.102.0/24, 100.118.28.0/24, "
            "100.118.31.0/24"
        ),
    ]


def test_a_range_that_leaves_the_leg() -> None:
    review = review_of(new_range().after.plan, plan_with())
    assert texts(review) == ["shanghai no longer reaches 100.115.0.0/24, which is no part of the oss leg any more"]


def test_one_address_of_two_is_no_move() -> None:
    review = review_of(plan_with(with_auth("100.103.9.188", "100.103.7.181")), plan_with(with_auth("100.103.9.188")))
    assert texts(review) == ["shanghai no longer reaches 100.103.7.181/32, which is no part of the auth leg any more"]


def test_what_is_lost_comes_first() -> None:
    review = edited(with_client("osaka"), with_foreign("100.118.28.0/25"))
    assert [sentence.effect for sentence in sentences(review)] == [Effect.LOST, *[Effect.GAINED] * 3]


def test_long_lists_are_counted() -> None:
    ranges = [f"100.118.{number * 2}.0/24" for number in range(10)]
    text = texts(edited(with_ranges(*HANGZHOU_OSS, *ranges)))[0]
    assert text.count("/24") == 6
    assert "more" in text


def rerouted(review: Review, **after: object) -> Review:
    """The review of a gained class, told as one that was delivered before over another way."""
    gained = next(x for x in new_range().paths or () if x.vswitch == "vsw-uf6m")
    was = replace(gained.after, **after)  # type: ignore[arg-type]  # fields of a trace
    both = [PathChange("shanghai", vswitch, gained.source, gained.leg, gained.destination, Effect.REROUTED, was,
                       gained.after, wanted_before=True, wanted_after=True) for vswitch in ("a", "b")]  # fmt: skip
    return replace(review, paths=tuple(both))


def test_another_way_there() -> None:
    steps = (new_range().paths or ())[0].after.forward
    vpn = (replace(steps[0], hop=Hop(HopKind.FOREIGN, "vpn")), steps[-1])
    assert texts(rerouted(new_range(), forward=vpn)) == [
        (
            "shanghai 172.16.0.0/24 → 100.115.0.0/24 (oss) went over vpn, "
            "goes over att-shanghai → peer-cn-shanghai → att-service"
        )
    ]
    assert "went over no attachment, goes over" in texts(rerouted(new_range(), forward=steps[-1:]))[0]


def test_another_way_back() -> None:
    steps = (new_range().paths or ())[0].after.back
    vpn = (replace(steps[0], hop=Hop(HopKind.FOREIGN, "vpn")), steps[-1])
    assert texts(rerouted(new_range(), back=vpn)) == [
        (
            "shanghai 172.16.0.0/24 → 100.115.0.0/24 (oss) was answered over vpn, "
            "is answered over att-service → peer-cn-shanghai → att-shanghai"
        )
    ]


def test_the_same_way_by_other_tables() -> None:
    steps = (new_range().paths or ())[0].after.forward
    table = steps[0].table
    other = replace(steps[0], table=Table(table.kind, table.region, table.owner, "vtb-other"))
    text = texts(rerouted(new_range(), forward=(other, *steps[1:])))[0]
    assert "was looked up in vpc-uf6demo/vtb-other (att-shanghai) →" in text
    assert ", is looked up in vpc-uf6demo/vtb-uf6main (att-shanghai) →" in text


def test_dropped_at_another_place() -> None:
    plan = plan_with(with_foreign("100.118.28.0/25"))
    other = tuple(replace(row, hop=Hop(HopKind.FOREIGN, "vpn")) for row in plan.foreign_routes)
    found = sentences(review_of(plan, replace(plan, foreign_routes=other)))
    assert [(sentence.effect, sentence.text) for sentence in found] == [
        (Effect.STILL_DROPPED, "shanghai → 100.118.28.0/25 (oss) is dropped as before, but elsewhere")
    ]
    assert "to vpn by 100.118.28.0/25" in found[0].why


def test_nothing_is_said_where_nothing_can_be_told() -> None:
    assert sentences(replace(leg_lost(), paths=None)) == []
