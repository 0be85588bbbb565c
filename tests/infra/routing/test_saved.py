from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from acree_infra.errors import ConfigError
from acree_infra.reports.document import plan_document
from acree_infra.routing.diff import diff_plans
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.reachability import path_changes
from acree_infra.routing.saved import SavedPlan, saved_plan
from tests.infra.routing.pairs import plan_with, with_client, worlds

Document = dict[str, Any]


def document_of(plan: Plan) -> Document:
    """What `acree plan -f json` writes, read again."""
    read: Document = json.loads(json.dumps(plan_document(plan, [])))
    return read


def older(document: Document) -> Document:
    """The document as an older acree wrote it: without the VPCs."""
    return {key: value for key, value in document.items() if key not in {"service", "clients"}}


@settings(max_examples=40, deadline=None)
@given(worlds(), worlds())
def test_what_was_saved_is_the_plan(plan: Plan, now: Plan) -> None:
    assert saved_plan(document_of(plan), "plan.json", now) == SavedPlan(plan, plan.digest, whole=True)


@settings(max_examples=15, deadline=None)
@given(worlds(), worlds())
def test_it_tells_what_a_change_means(then: Plan, now: Plan) -> None:
    saved = saved_plan(document_of(then), "plan.json", now)
    assert path_changes(saved.plan, now) == path_changes(then, now)


def test_an_older_document_has_the_vpcs_of_today() -> None:
    then, now = plan_with(), plan_with(with_client("osaka"))
    saved = saved_plan(older(document_of(then)), "plan.json", now)
    plan = saved.plan
    assert not saved.whole
    assert (plan.routes, plan.propagations, plan.records) == (then.routes, then.propagations, then.records)
    assert (plan.clients, plan.service) == (now.clients, now.service)
    assert saved.digest == then.digest
    assert diff_plans(plan, now).routes == diff_plans(then, now).routes


def test_a_field_with_a_default_may_be_absent() -> None:
    plan = plan_with()
    document = document_of(plan)
    for link in document["associations"]:
        del link["missing"]
    assert saved_plan(document, "plan.json", plan).plan == plan


@pytest.mark.parametrize("document", [None, [], "text", {}, {"stack": "dev"}])
def test_another_document_is_refused(document: object) -> None:
    with pytest.raises(ConfigError, match=r"plan\.json: expected a plan, found no `routes`"):
        saved_plan(document, "plan.json", plan_with())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema_version": 2}, "expected schema_version 1, found 2"),
        ({"stack": "prod"}, "expected a plan of stack dev, found one of prod"),
        ({"stack": 7}, "stack: expected str, found 7"),
        ({"routes": 7}, "routes: expected a list, found 7"),
        ({"routes": "all"}, "routes: expected a list, found 'all'"),
        ({"routes": [7]}, "routes: expected a mapping, found 7"),
        ({"routes": [{}]}, "routes: expected 'table', found none"),
        ({"registry_address": "10.0.0"}, "registry_address: "),
        ({"propagations": [{"table": None}]}, "propagations: expected a mapping, found None"),
    ],
)
def test_a_broken_document_names_the_value(change: Document, message: str) -> None:
    plan = plan_with()
    with pytest.raises(ConfigError) as caught:
        saved_plan({**document_of(plan), **change}, "plan.json", plan)
    assert f"plan.json: {message}" in str(caught.value)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("destination", "10.0.0.1/8", "routes: 10.0.0.1/8 has host bits set"),
        ("origin", "dreamt", "routes: 'dreamt' is not a valid Origin"),
        ("legs", ["mail"], "routes: 'mail' is not a valid LegId"),
        ("reason", None, "routes: expected str, found None"),
    ],
)
def test_a_broken_row_names_the_value(key: str, value: object, message: str) -> None:
    plan = plan_with()
    document = document_of(plan)
    document["routes"][0][key] = value
    with pytest.raises(ConfigError, match=message):
        saved_plan(document, "plan.json", plan)


def test_a_missing_list_and_a_pair_of_three() -> None:
    plan = plan_with()
    document = document_of(plan)
    del document["links"]
    with pytest.raises(ConfigError, match="links: expected 'links', found none"):
        saved_plan(document, "plan.json", plan)
    document = document_of(plan)
    document["records"][0]["vpcs"][0].append("third")
    with pytest.raises(ConfigError, match="records: expected 2 values, found"):
        saved_plan(document, "plan.json", plan)
