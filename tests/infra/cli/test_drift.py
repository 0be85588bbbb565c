from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from acree_infra.cli import drift_looks
from acree_infra.cli.processes import Ended, run_verb
from tests.infra.cli.conftest import Acree, Write

Answers = dict[str, tuple[int, str, str]]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch, write: Write) -> Answers:
    """What each verb shall answer: exit code and both streams, by verb."""
    write()
    found: Answers = {"diff": (0, "", ""), "resolve": (0, "up to date\n", ""), "doctor": (0, "{}", "")}

    def run(name: str, arguments: Sequence[str]) -> Ended:
        asked.append(tuple(arguments))
        code, out, err = found[arguments[0]]
        return Ended(name, code, out, err, 1.0)

    monkeypatch.setattr(drift_looks, "run_verb", run)
    return found


asked: list[tuple[str, ...]] = []


@pytest.fixture(autouse=True)
def _nothing_asked() -> None:
    asked.clear()


@pytest.mark.usefixtures("answers")
def test_nothing_is_said_while_all_is_as_it_was_left(acree: Acree) -> None:
    assert acree("drift") == acree("drift", "-s", "dev")
    result = acree("drift")
    assert (result.code, result.out, result.err) == (0, "", "")
    result = acree("drift", "-v")
    assert result.out == "dev: all is as it was left\n"
    assert result.err == "tables: done after 1.0 s\nlock: done after 1.0 s\n"


def test_what_is_otherwise_is_told_with_what_its_verb_said(acree: Acree, answers: Answers) -> None:
    answers["diff"] = (7, "- 100.118.28.0/24\n\nrefused\n", "")
    result = acree("drift")
    assert result.code == 7
    assert result.out.splitlines() == [
        "dev: Routes in the account differ from the plan",
        "  - 100.118.28.0/24",
        "",
        "  refused",
    ]


@pytest.mark.usefixtures("answers")
def test_a_pull_is_followed_only_where_it_is_wanted(acree: Acree) -> None:
    acree("drift")
    assert {one[0] for one in asked} == {"diff", "resolve"}
    acree("drift", "--here")
    assert ("doctor", "--stack", "dev", "--dir", "stacks", "-q", "--format", "text") in asked
    acree("drift", "--from", "ecs:i-1", "--from", "ecs:i-2", "-f", "json")
    assert asked[-1][-4:] == ("--from", "ecs:i-1", "--from", "ecs:i-2")


@pytest.mark.usefixtures("answers")
def test_look_ups_are_made_on_a_host_only_when_one_is_named(acree: Acree) -> None:
    """A host of `--from` may lie in a client VPC, where the stack's own records answer."""
    here = ("resolve", "--stack", "dev", "--dir", "stacks", "--check", "-q")
    acree("drift", "--from", "ecs:i-1")
    assert [one for one in asked if one[0] == "resolve"] == [here]
    asked.clear()
    acree("drift", "--look-up-from", "ecs:i-2")
    assert [one for one in asked if one[0] != "diff"] == [(*here, "--from", "ecs:i-2")]


def test_the_command_that_looks_up_again_names_the_host(acree: Acree, answers: Answers) -> None:
    answers["resolve"] = (7, "legs.auth: 100.103.11.5: new\n", "")
    said = acree("drift", "-f", "markdown", "--look-up-from", "ecs:i-2").out
    assert "`acree resolve --stack dev --dir stacks --check -q --from ecs:i-2`" in said


@pytest.mark.parametrize(
    ("codes", "code"), [((0, 7, 0), 7), ((7, 0, 4), 4), ((0, 3, 4), 3), ((5, 7, 0), 5), ((-9, 0, 0), 1)]
)
def test_the_worst_look_decides(acree: Acree, answers: Answers, codes: tuple[int, ...], code: int) -> None:
    for verb, ended in zip(("diff", "resolve", "doctor"), codes, strict=True):
        answers[verb] = (ended, "x\n", "")
    assert acree("drift", "--here").code == code


def test_markdown_has_a_heading_for_each_look(acree: Acree, answers: Answers) -> None:
    answers["diff"] = (7, "### Routes\n\n| a | b |\n", "")
    answers["resolve"] = (7, "legs.auth: 100.103.11.5: new\n", "")
    result = acree("drift", "-f", "markdown", "--here")
    assert "# Drift of stack dev\n" in result.out
    assert "## Routes in the account differ from the plan\n\n### Routes\n" in result.out
    assert "```text\nlegs.auth: 100.103.11.5: new\n```" in result.out
    assert "## Pull: as it was left" in result.out
    assert "`acree resolve --stack dev --dir stacks --check -q`" in result.out


def test_a_verb_that_could_not_write_its_document_has_said_why(acree: Acree, answers: Answers) -> None:
    answers["diff"] = (3, "", "acree: the access key was refused\n")
    result = acree("drift", "-f", "markdown")
    assert "```text\nacree: the access key was refused\n```" in result.out
    document = json.loads(acree("drift", "-f", "json").out)
    (tables, lock) = document["looks"]
    assert (tables["code"], tables["said"]) == (3, ["acree: the access key was refused"])
    assert lock == {"look": "lock", "code": 0, "lines": ["up to date"], "said": []}


def test_a_document_holds_the_documents_of_its_verbs(acree: Acree, answers: Answers) -> None:
    answers["diff"] = (7, '{"empty": false}', "")
    document = json.loads(acree("drift", "-f", "json").out)
    assert document["looks"][0]["document"] == {"empty": False}


@pytest.mark.usefixtures("answers")
def test_a_file_is_written_even_when_there_is_nothing_to_say(acree: Acree, tmp_path: Path) -> None:
    assert acree("drift", "-o", str(tmp_path / "drift.txt")).out == ""
    assert (tmp_path / "drift.txt").read_text(encoding="utf-8") == "dev: all is as it was left\n"


def test_a_verb_is_run_as_a_person_would() -> None:
    ended = run_verb("x", ("explain", "G9"))
    assert (ended.name, ended.code, ended.err) == ("x", 0, "")
    assert "G9" in ended.out
    assert run_verb("x", ("nothing",)).code == 2
