"""Commands in comments: who may ask, what is started, and that nothing of a comment becomes part of a command."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scripts.workplace import Workplace
from tests.e2e.pipelines.forge import Asked
from tests.e2e.pipelines.ground import Ground
from tests.e2e.pipelines.workflow import REPOSITORY, Ran, Workflow

REACTIONS = f"repos/{REPOSITORY}/issues/comments/55/reactions"
ROCKET = Asked("POST", REACTIONS, {"content": "rocket"})
CONFUSED = Asked("POST", REACTIONS, {"content": "confused"})
REFUSED = Asked("POST", REACTIONS, {"content": "-1"})
HEAD = "1" * 40


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    """A repository and a forge; no sandbox, since commands ask no cloud."""
    place = Workplace(tmp_path, tmp_path / "no world", os.environ)
    place.project.mkdir()
    return Ground(place)


def commented(
    ground: Ground, text: str, *, role: str = "write", merged: bool = False, request: bool = True
) -> Ran | None:
    """Somebody comments on pull request 7."""
    ground.forge.put(f"repos/{REPOSITORY}/collaborators/somebody/permission", {"permission": role})
    pull = {
        "number": 7,
        "merged": merged,
        "head": {"sha": HEAD},
        "labels": [{"name": "accept: hop-change"}, {"name": "net"}],
    }
    ground.forge.put(f"repos/{REPOSITORY}/pulls/7", pull)
    payload = {
        "issue": {"number": 7, "pull_request": {"url": "x"} if request else None},
        "comment": {"id": 55, "body": text, "user": {"login": "somebody"}},
        "repository": {"default_branch": "main"},
    }
    ran = Workflow(ground, "acree-commands", "issue_comment", payload).job("command")
    assert ran is None or ran.code == 0, ran.output
    return ran


@pytest.mark.parametrize("role", ["write", "admin"])
@pytest.mark.parametrize("text", ["/acree diff", "/acree diff\r\n", "/acree diff\n"])
def test_diff_starts_the_review_of_the_commit_that_stands_there(ground: Ground, role: str, text: str) -> None:
    commented(ground, text, role=role)
    sent = {"pull": "7", "head": HEAD, "labels": '["accept: hop-change","net"]'}
    assert ground.forge.written() == [Asked("POST", "run/acree-review.yml", sent), ROCKET]


def test_up_starts_the_gate_of_what_is_merged(ground: Ground) -> None:
    commented(ground, "/acree up", merged=True)
    assert ground.forge.written() == [Asked("POST", "run/acree-up.yml", {"pull": "7"}), ROCKET]


def test_what_is_not_merged_is_not_provisioned(ground: Ground) -> None:
    commented(ground, "/acree up", merged=False)
    assert ground.forge.written() == [CONFUSED]


@pytest.mark.parametrize("role", ["read", "none", "triage", ""])
@pytest.mark.parametrize("text", ["/acree diff", "/acree up"])
def test_who_may_not_write_starts_nothing(ground: Ground, role: str, text: str) -> None:
    commented(ground, text, role=role, merged=True)
    assert ground.forge.written() == [REFUSED]


@pytest.mark.parametrize(
    "text",
    [
        "/acree destroy",
        "/acree diff -s prod",
        "/acree diff; touch hacked",
        "/acree $(touch hacked)",
        "/acree `touch hacked`",
        "/acree diff\n/acree up",
        '/acree diff"; touch hacked; "',
    ],
)
def test_anything_else_is_not_understood_and_not_run(ground: Ground, text: str) -> None:
    commented(ground, text, merged=True)
    assert ground.forge.written() == [CONFUSED]
    assert list(ground.place.folder.rglob("hacked")) == []


@pytest.mark.parametrize("text", ["looks good", "please /acree diff", "/acreediff"])
def test_other_comments_start_no_job(ground: Ground, text: str) -> None:
    assert commented(ground, text) is None
    assert ground.forge.written() == []


def test_a_comment_on_an_issue_starts_no_job(ground: Ground) -> None:
    assert commented(ground, "/acree diff", request=False) is None


def test_it_checks_out_nothing() -> None:
    text = (Path(__file__).parents[3] / "docs/pipelines/github/workflows/acree-commands.yml").read_text(
        encoding="utf-8"
    )
    assert "uses:" not in text
    assert "secrets." not in text
    assert "id-token" not in text
