"""Several hosts in every format, with those that could not be asked."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from acree_infra.doctor.formats.survey_writers import SURVEY_WRITERS, survey_schema
from acree_infra.doctor.formats.writers import WRITERS
from acree_infra.doctor.survey import Survey, Unseen
from acree_infra.errors import DiscoveryError, Problem
from tests.infra.doctor.formats.test_formats import FAILED, FINE, report

FIRST = replace(report(FINE), vantage="ecs:i-1")
SECOND = replace(report(FAILED), vantage="ecs:i-2", milliseconds=9_000.0)
LOST = Unseen("ecs:i-3", DiscoveryError((Problem(None, "ecs:i-3: `none` <ran>", "look\nthere"),)))
BOTH = Survey((FIRST, SECOND), (LOST,))


def test_the_same_formats_as_of_one() -> None:
    assert set(SURVEY_WRITERS) == set(WRITERS)


def test_text_ends_with_a_line_for_each_host() -> None:
    text = SURVEY_WRITERS["text"](BOTH)
    assert text.startswith("stack dev, from ecs:i-1, image team/app:1\n")
    lines = text.splitlines()
    assert lines[-3:-1] == ["ok    ecs:i-1", "fail  ecs:i-2"]
    assert lines[-1] == "none  ecs:i-3  1 look-up failed: ecs:i-3: 'none' <ran>; look there"
    assert text.endswith("\n")


def test_json_follows_its_schema() -> None:
    document = json.loads(SURVEY_WRITERS["json"](BOTH))
    Draft202012Validator.check_schema(survey_schema())
    Draft202012Validator(survey_schema()).validate(document)
    assert [each["vantage"] for each in document["reports"]] == ["ecs:i-1", "ecs:i-2"]
    assert [each["vantage"] for each in document["unseen"]] == ["ecs:i-3"]
    assert document["exit_code"] == BOTH.exit_code == 4
    wrong = document | {"more": 1}
    assert not Draft202012Validator(survey_schema()).is_valid(wrong)


def test_markdown_forms_nothing_of_what_hosts_say() -> None:
    text = SURVEY_WRITERS["markdown"](BOTH)
    assert text.count("## acree doctor: ") == 2
    assert "## Not asked\n\n- `ecs:i-3`: `1 look-up failed: ecs:i-3: 'none' <ran>; look there`" in text
    assert "Not asked" not in SURVEY_WRITERS["markdown"](replace(BOTH, unseen=()))


def test_junit_counts_all() -> None:
    root = ET.fromstring(SURVEY_WRITERS["junit"](BOTH))  # noqa: S314  # our own report
    assert (root.get("tests"), root.get("failures"), root.get("time")) == ("3", "2", "9.000")
    names = [suite.get("name") for suite in root]
    assert "oss leg from ecs:i-1" in names
    assert names[-1] == "from ecs:i-3"


@pytest.mark.parametrize("form", sorted(SURVEY_WRITERS))
def test_nothing_at_all(form: str) -> None:
    assert SURVEY_WRITERS[form](Survey((), (LOST,)))
