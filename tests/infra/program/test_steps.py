import pytest
from pulumi.automation.events import OpType, StepEventMetadata

from acree_infra.program.steps import Action, Step, step_of
from tests.infra.program.events import ATTACHMENT, metadata


def step(op: str, name: str = "r", **more: str) -> Step:
    return step_of(StepEventMetadata.from_json(metadata(op, name, **more)))


def test_a_step_is_told_by_region_kind_and_name() -> None:
    assert step("create", "vtb-bp1main-return-172.16.0.0-16") == Step(
        "cn-hangzhou", "VPCRouteEntry", "vtb-bp1main-return-172.16.0.0-16", Action.CREATE, is_route=True
    )


@pytest.mark.parametrize(
    ("op", "action"),
    [
        ("same", Action.SAME),
        ("refresh", Action.SAME),
        ("read", Action.SAME),
        ("create", Action.CREATE),
        ("import", Action.CREATE),
        ("update", Action.UPDATE),
        ("replace", Action.REPLACE),
        ("create-replacement", Action.REPLACE),
        ("delete-replaced", Action.REPLACE),
        ("delete", Action.DELETE),
    ],
)
def test_what_becomes_of_a_resource(op: str, action: Action) -> None:
    assert step(op).action is action


@pytest.mark.parametrize("op", [one.value for one in OpType])
def test_every_word_of_the_engine_is_taken(op: str) -> None:
    assert step(op).action in Action


def test_only_what_the_cloud_holds_changes_it() -> None:
    assert step("create").changes
    assert not step("same").changes
    assert not step("create", kind="acree:index:Client", region="").changes
    assert not step("create", kind="pulumi:pulumi:Stack", region="").changes


def test_the_rows_of_tables_are_routes() -> None:
    assert step("create").is_route
    assert step("create", kind="alicloud:vpn/gatewayVcoRoute:GatewayVcoRoute").is_route
    assert step("create", kind="alicloud:vpc/routeEntry:RouteEntry").is_route
    assert not step("create", kind="alicloud:cen/routeEntry:RouteEntry").is_route
    assert not step("create", kind=ATTACHMENT).is_route
