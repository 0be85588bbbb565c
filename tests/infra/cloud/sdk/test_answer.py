from __future__ import annotations

import pytest

from acree_infra.cloud.errors import ApiError
from acree_infra.cloud.sdk.answer import Answer


def answer(**data: object) -> Answer:
    return Answer("vpc:DescribeVpcs", "cn-shanghai", data)


def test_text_takes_numbers_and_absence() -> None:
    assert answer(OwnerId=42).text("OwnerId") == "42"
    assert answer().text("OwnerId") == ""


def test_needed_names_what_is_absent() -> None:
    with pytest.raises(ApiError) as caught:
        answer(RequestId="R-1").needed("VpcId")

    assert "vpc:DescribeVpcs in cn-shanghai failed with UnexpectedAnswer: found an answer without VpcId" in str(
        caught.value
    )
    assert caught.value.request_id == "R-1"


@pytest.mark.parametrize(("value", "number"), [(3, 3), ("04", 4), ("", None), (None, None)])
def test_number(value: object, number: int | None) -> None:
    assert answer(Bandwidth=value).number("Bandwidth") == number


@pytest.mark.parametrize("value", ["fast", [1]])
def test_number_that_is_none_is_an_error(value: object) -> None:
    with pytest.raises(ApiError, match="look-up failed") as caught:
        answer(Bandwidth=value).number("Bandwidth")

    assert "Bandwidth that is not a number" in str(caught.value)


@pytest.mark.parametrize(
    ("value", "flag"),
    [(True, True), ("true", True), ("TRUE", True), (False, False), ("no", False), (None, None)],
    ids=repr,
)
def test_flag(value: object, flag: bool | None) -> None:
    assert answer(Enable=value).flag("Enable") is flag


def test_parts_and_texts_follow_the_path() -> None:
    found = answer(Vpcs={"Vpc": [{"VpcId": "vpc-1"}, None, {"VpcId": "vpc-2"}]}, Zones=["a", None, "b"])

    assert [part.text("VpcId") for part in found.parts("Vpcs", "Vpc")] == ["vpc-1", "vpc-2"]
    assert found.texts("Zones") == ("a", "b")
    assert found.parts("Vpcs", "Vpc", "deeper") == ()
    assert found.texts("absent", "list") == ()


def test_part_of_an_absent_structure_is_empty() -> None:
    assert answer(RouteTable={"RouteTableId": "vtb-1"}).part("RouteTable").text("RouteTableId") == "vtb-1"
    assert answer().part("RouteTable").text("RouteTableId") == ""
