from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from acree_infra.reports.diff_document import diff_document
from acree_infra.reports.json_schemas import json_schema
from acree_infra.reports.output import as_json
from acree_infra.routing.diff import Change
from tests.infra.reports.reviews import REVIEWS, hops_changed, leg_lost, new_range, new_stack
from tests.infra.reports.test_document import undescribed

Golden = Callable[[str, str], None]
Document = dict[str, Any]


def test_the_schema_is_one() -> None:
    schema = json_schema("diff")
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == "Difference of two plans of acree"


@pytest.mark.parametrize("name", REVIEWS)
def test_what_is_written_is_what_the_schema_says(name: str) -> None:
    schema = json_schema("diff")
    review = REVIEWS[name]()
    for shown in (review, replace(review, paths=None)):
        read = json.loads(as_json(diff_document(shown)))
        assert [error.message for error in Draft202012Validator(schema).iter_errors(read)] == []
        free = {key: value for key, value in read.items() if key not in ("parts", "reachability")}
        assert list(undescribed(schema, free, schema)) == []


def test_the_document_is_what_was_kept(golden: Golden) -> None:
    golden("diff-leg-lost.json", as_json(diff_document(leg_lost())))


@pytest.mark.parametrize(
    "change",
    [
        {"schema_version": 2},
        {"before": "md5:0"},
        {"summary": {"added": 1}},
        {"tables": [{}]},
        {"order": [{"verb": "destroy", "subject": "", "breaks": ""}]},
        {"meaning": [{"effect": "won", "text": "", "why": ""}]},
    ],
)
def test_the_schema_refuses_what_breaks_the_contract(change: Document) -> None:
    document = json.loads(as_json(diff_document(new_range())))
    validator = Draft202012Validator(json_schema("diff"))
    assert validator.is_valid({**document, "later": 1})
    assert not validator.is_valid({**document, **change})


@pytest.mark.parametrize("name", REVIEWS)
def test_counts_agree_with_rows(name: str) -> None:
    document = diff_document(REVIEWS[name]())
    rows = [row for table in document["tables"] for row in table["routes"]]
    assert document["summary"] == {str(c): sum(row["change"] == str(c) for row in rows) for c in Change}
    for table in document["tables"]:
        for leg, counts in table["legs"].items():
            assert sum(counts.values()) == sum(leg in row["legs"] for row in table["routes"])


def test_refusals_and_verdict() -> None:
    refused = diff_document(hops_changed())
    assert refused["refused"]
    assert {(r["rail"], r["limit"], r["accepted"]) for r in refused["refusals"]} >= {("hop-change", 0, None)}
    accepted = diff_document(hops_changed({"hop-change": "meant", "lost-leg": "meant"}))
    assert not accepted["refused"]
    assert {r["accepted"] for r in accepted["refusals"]} == {"meant"}


def test_a_new_stack_has_nothing_before() -> None:
    document = diff_document(new_stack())
    assert document["before"] is None
    assert all(row["before"] is None for table in document["tables"] for row in table["routes"])
    assert not document["empty"]


def test_provenance_and_traces() -> None:
    document = diff_document(leg_lost())
    removed = [row for table in document["tables"] for row in table["routes"] if row["change"] == "removed"]
    assert [row["destination"] for row in removed] == ["100.103.9.188/32"]
    assert removed[0]["learned_from"].startswith("legs.auth.addresses by challenge+dns")
    path = document["reachability"][0]
    assert (path["effect"], path["before"]["verdict"], path["after"]["verdict"]) == ("lost", "delivered", "dropped")
