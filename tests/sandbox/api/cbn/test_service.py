"""What the actions of Cbn share."""

import pytest

from acree_sandbox.api.cbn.resources import Attachment, Cen
from acree_sandbox.api.cbn.service import CBN, Name, account_number, fits, naming, owner_of, refuse_while_changing
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import text, texts
from acree_sandbox.core.records import Record
from acree_sandbox.core.registry import REGISTRY


def filtered(key: str, *values: str) -> Record:
    fields = {"Key": text("Key"), "Value": texts("Value")}
    return Record({"Key": key, "Value": list(values)}, fields)


@pytest.mark.parametrize(
    ("filters", "any_key", "result"),
    [
        ([], False, True),
        ([("a", "1")], False, True),
        ([("a", "1", "9")], False, True),
        ([("a", "9")], False, False),
        ([("a", "1"), ("b", "9")], False, False),
        ([("a", "1"), ("b", "9")], True, True),
        ([("a", "8"), ("b", "9")], True, False),
    ],
)
def test_filters(filters: list[tuple[str, ...]], any_key: bool, result: bool) -> None:
    asked = [filtered(key, *values) for key, *values in filters]
    assert fits(asked, {"a": {"1"}, "b": {"2"}}, any_key=any_key) is result


def test_an_unknown_filter_key_is_named() -> None:
    with pytest.raises(ApiError, match=r"InvalidFilterKey: .* a, b, not c\."):
        fits([filtered("c", "1")], {"a": {"1"}, "b": {"2"}})


@pytest.mark.parametrize("good", ["", "n", "n" * 128, "registry https://"])
def test_names(good: str) -> None:
    assert naming("Thing")[0].parse(good) == good


@pytest.mark.parametrize("bad", ["n" * 129, "http://n", "https://n"])
def test_bad_names(bad: str) -> None:
    with pytest.raises(ApiError, match=r"InvalidName: .*ThingName"):
        Name("ThingName", 128, "InvalidName").parse(bad)


def test_owners(cloud: Cloud) -> None:
    assert owner_of(cloud, Cen(id="cen-1")) == cloud.account
    assert owner_of(cloud, Cen(id="cen-1", owner="42")) == "42"
    assert account_number("42") == 42
    assert account_number("someone") == 0


def test_what_is_on_its_way_is_refused_with_where_it_goes() -> None:
    refuse_while_changing(Cen(id="cen-1"), "Code")
    with pytest.raises(ApiError, match=r"Code: The cen 'cen-1' is Creating; wait until it is Active"):
        refuse_while_changing(Cen(id="cen-1", status="Creating", next_status="Active"), "Code")


def test_an_attachment_knows_its_ends() -> None:
    row = Attachment(id="a", router="tr-1", peer_router="tr-2", resource_type="TR", resource="tr-2")
    assert row.far_end("tr-1") == ("TR", "tr-2")
    assert row.far_end("tr-2") == ("TR", "tr-1")
    assert row.touches("tr-2")
    assert not row.touches("tr-3")
    assert Attachment(id="a", router="tr-1", resource_type="VPC", resource="vpc-1").far_end("tr-1") == ("VPC", "vpc-1")


def test_every_action_that_the_provider_and_the_sdk_need_is_served() -> None:
    served = {action.name for action in REGISTRY.served() if action.product == CBN.product}
    assert len(served) >= 53
    for name in ("Vbr", "Vpn", "Ecr", "Vpc", "Peer"):
        assert f"ListTransitRouter{name}Attachments" in served
