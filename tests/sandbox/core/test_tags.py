import pytest

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.tags import has_tags, tag_list
from tests.sandbox.conftest import Calling
from tests.sandbox.core.specimens import STORE, Box, Shelf


@pytest.fixture(autouse=True)
def _rows(cloud: Cloud) -> None:
    with cloud.transaction():
        cloud.put(Shelf(id="s1", tags={"a": "1"}))
        cloud.put(Shelf(id="s2"))
        cloud.put(Box(id="b1", shelf_id="s1"))


def tags_of(cloud: Cloud, identifier: str) -> dict[str, str]:
    return dict(cloud.need(Shelf, identifier, "X").tags)


def test_tagging_adds_and_overwrites(cloud: Cloud, call: Calling) -> None:
    tags = {"Tag.1.Key": "a", "Tag.1.Value": "2", "Tag.2.Key": "b", "Tag.2.Value": "3"}
    call(STORE, "TagResources", {"ResourceType": "shelf", "ResourceId.1": "s1", "ResourceId.2": "s2", **tags})
    assert tags_of(cloud, "s1") == tags_of(cloud, "s2") == {"a": "2", "b": "3"}


def test_untagging_takes_keys_or_all_away(cloud: Cloud, call: Calling) -> None:
    names = {"ResourceType": "SHELF", "ResourceId.1": "s1"}
    call(STORE, "TagResources", names | {"Tag.1.Key": "b", "Tag.1.Value": "2"})
    call(STORE, "UnTagResources", names | {"TagKey.1": "a", "TagKey.2": "absent"})
    assert tags_of(cloud, "s1") == {"b": "2"}
    call(STORE, "UnTagResources", names | {"All": "true"})
    assert tags_of(cloud, "s1") == {}


def test_listing_by_id_by_tag_and_all(call: Calling) -> None:
    entry = {"ResourceId": "s1", "ResourceType": "SHELF", "TagKey": "a", "TagValue": "1"}
    for more in ({}, {"ResourceId.1": "s1"}, {"Tag.1.Key": "a"}, {"Tag.1.Key": "a", "Tag.1.Value": "1"}):
        answer = call(STORE, "ListTagResources", {"ResourceType": "SHELF", **more})
        assert answer["TagResources"] == {"TagResource": [entry]}
    for more in ({"ResourceId.1": "s2"}, {"Tag.1.Key": "a", "Tag.1.Value": "9"}):
        answer = call(STORE, "ListTagResources", {"ResourceType": "SHELF", **more})
        assert answer["TagResources"] == {"TagResource": []}


def test_one_type_may_name_several_kinds(cloud: Cloud, call: Calling) -> None:
    names = {"ResourceType": "Anything", "ResourceId.1": "s1", "ResourceId.2": "b1"}
    call(STORE, "TagResources", names | {"Tag.1.Key": "x", "Tag.1.Value": "y"})
    assert cloud.need(Box, "b1", "X").tags == {"x": "y"}


def test_what_does_not_exist_is_named_and_nothing_is_tagged(cloud: Cloud, call: Calling) -> None:
    tag = {"Tag.1.Key": "x", "Tag.1.Value": "y"}
    with pytest.raises(ApiError, match="'s9'") as caught:
        call(STORE, "TagResources", {"ResourceType": "SHELF", "ResourceId.1": "s1", "ResourceId.2": "s9", **tag})
    assert caught.value.status == 404
    assert tags_of(cloud, "s1") == {"a": "1"}


def test_an_unknown_type_is_named(call: Calling) -> None:
    with pytest.raises(ApiError, match="'DRAGON' is none of shelf, anything"):
        call(STORE, "ListTagResources", ResourceType="DRAGON")


def test_helpers() -> None:
    shelf = Shelf(id="s", tags={"a": "1", "b": ""})
    assert tag_list(shelf) == [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}]
    assert has_tags(shelf, {})
    assert has_tags(shelf, {"a": "", "b": ""})
    assert not has_tags(shelf, {"a": "2"})
    assert not has_tags(shelf, {"c": ""})
