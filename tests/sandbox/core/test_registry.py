import pytest

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Registry, Reply, Service


def handler(_cloud: Cloud, _request: Request) -> Reply:
    return {}


@pytest.fixture
def registry() -> Registry:
    return Registry()


def test_an_action_is_found_by_version_and_name(registry: Registry) -> None:
    Service("Cbn", "2017-09-12", registry).action("CreateCen", text("Name"))(handler)
    action = registry.find("2017-09-12", "CreateCen")
    assert (action.product, action.name, list(action.parameters)) == ("Cbn", "CreateCen", ["Name"])
    assert action.handler is handler


def test_a_taken_name_is_refused(registry: Registry) -> None:
    Service("Cbn", "2017-09-12", registry).action("CreateCen")(handler)
    with pytest.raises(ValueError, match="CreateCen of 2017-09-12 is taken by Cbn"):
        Service("Other", "2017-09-12", registry).action("CreateCen")(handler)


def test_the_same_name_in_another_version_is_free(registry: Registry) -> None:
    for version in ("2016-04-28", "2017-09-12"):
        Service("P", version, registry).action("TagResources")(handler)
    assert [action.version for action in registry.served()] == ["2016-04-28", "2017-09-12"]


def test_an_unknown_action_is_named(registry: Registry) -> None:
    with pytest.raises(ApiError, match="'Dance' of version '2017-09-12'") as caught:
        registry.find("2017-09-12", "Dance")
    assert (caught.value.code, caught.value.status) == ("InvalidAction.NotFound", 404)


def test_an_action_of_another_version_is_pointed_at(registry: Registry) -> None:
    Service("Cbn", "2017-09-12", registry).action("CreateCen")(handler)
    with pytest.raises(ApiError, match="it is served in version 2017-09-12"):
        registry.find("2016-04-28", "CreateCen")


@pytest.mark.parametrize(
    ("name", "reads"),
    [("DescribeCens", True), ("ListX", True), ("GetX", True), ("CheckX", True), ("CreateCen", False), ("Untag", False)],
)
def test_the_name_tells_whether_an_action_reads(registry: Registry, name: str, *, reads: bool) -> None:
    Service("Cbn", "2017-09-12", registry).action(name)(handler)
    assert registry.find("2017-09-12", name).reads is reads


def test_reading_can_be_said(registry: Registry) -> None:
    Service("cr", "2018-12-01", registry).action("GetAuthorizationToken", reads=False)(handler)
    assert registry.find("2018-12-01", "GetAuthorizationToken").reads is False


def test_served_is_sorted_by_product_and_name(registry: Registry) -> None:
    for product, name in (("Vpc", "B"), ("Vpc", "A"), ("Cbn", "Z")):
        Service(product, "1", registry).action(name)(handler)
    assert [action.name for action in registry.served()] == ["Z", "A", "B"]
