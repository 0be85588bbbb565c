"""The GitHub workflows, run step by step against the sandbox and a forge that remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from scripts.account import Account
from scripts.workplace import Workplace
from tests.e2e.pipelines.forge import STRANGER, Asked
from tests.e2e.pipelines.ground import Ground
from tests.e2e.pipelines.workflow import REPOSITORY, Ran, Workflow
from tests.e2e.telling import Telling, replaced, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

PASSPHRASE = "only-for-the-sandbox"
ISSUES = f"repos/{REPOSITORY}/issues"
COMMENTS = f"{ISSUES}/7/comments"
LABEL = "accept: too-much-change"
PREFIX, OTHER_PREFIX = "100.118.28.0/24", "100.118.31.0/24"


@dataclass
class Told:
    """What each job did, by what was tried."""

    ran: dict[str, Ran | None] = field(default_factory=dict)
    asked: dict[str, list[Asked]] = field(default_factory=dict)
    said: str = ""
    secret: str = ""

    def job(self, name: str) -> Ran:
        """A job that was run."""
        ran = self.ran[name]
        assert ran is not None, name
        return ran


def switch(ground: Ground, old: str, new: str) -> None:
    """Another stack file, resolved anew."""
    path = ground.repository / "stacks" / "Pulumi.dev.yaml"
    path.write_text(replaced(path.read_text(encoding="utf-8"), old, new), encoding="utf-8")
    ground.place.acree("resolve", "-q", "-s", "dev")


def pull(head: str, *labels: str, repository: str = REPOSITORY) -> dict[str, Any]:
    """A pull request as events and the API have it."""
    return {
        "number": 7,
        "head": {"sha": head, "repo": {"full_name": repository}},
        "labels": [{"name": label} for label in labels],
        "merged": True,
        "merged_at": "2026-11-24T12:00:00Z",
    }


def provisioning(ground: Ground, event: str = "push", **inputs: str) -> Workflow:
    """`acree up`, with what the repository's settings hold."""
    return Workflow(
        ground,
        "acree-up",
        event,
        inputs=inputs,
        secrets={"PULUMI_CONFIG_PASSPHRASE": PASSPHRASE},
        variables={"ACREE_UP_ROLE": "up", "PULUMI_BACKEND_URL": ground.place.variables["PULUMI_BACKEND_URL"]},
    )


@story("dev")
def reviewed_and_provisioned(place: Workplace) -> Told:
    """A pull request is opened, run again, merged, provisioned; then main moves on without a review."""
    told, ground = Told(secret=place.variables["ALICLOUD_SECRET_KEY"]), Ground(place)
    ground.forge.put(COMMENTS, [{"id": 1, "user": STRANGER, "body": "<!-- acree review dev --> mine"}])
    switch(ground, "  acree:clients:", "  acree:options: {auto-advertise: false}\n  acree:clients:")
    head = ground.branch("change")
    opened = Workflow(ground, "acree-review", "pull_request", {"pull_request": pull(head)})
    labelled = Workflow(ground, "acree-review", "pull_request", {"pull_request": pull(head, "net", LABEL)})

    def tried(name: str, workflow: Workflow, job: str) -> None:
        told.ran[name] = workflow.job(job)
        told.asked[name] = ground.forge.written()

    tried("review", opened, "review")
    tried("comment", opened, "comment")
    tried("review with a label", labelled, "review")
    tried("comment again", labelled, "comment")
    forked = Workflow(ground, "acree-review", "pull_request", {"pull_request": pull(head, repository="me/network")})
    tried("comment on a fork", forked, "comment")
    stale = Workflow(ground, "acree-review", "pull_request", {"pull_request": pull("0" * 40)})
    tried("moved on", stale, "review")

    ground.forge.put(f"repos/{REPOSITORY}/commits/{ground.head()}/pulls", [pull(head, LABEL)])
    merged = provisioning(ground)
    tried("gate", merged, "gate")
    tried("up", merged, "up")
    ground.forge.put(f"repos/{REPOSITORY}/pulls/7", pull(head))
    once_more = provisioning(ground, "workflow_dispatch", pull="7")
    tried("gate once more", once_more, "gate")
    tried("up once more", once_more, "up")

    switch(ground, "auto-advertise: false", "auto-advertise: true")
    other = ground.branch("other")
    tried("gate of nothing reviewed", provisioning(ground), "gate")
    ground.forge.put(f"repos/{REPOSITORY}/commits/{ground.head()}/pulls", [pull(other)])
    tried("gate without a digest", provisioning(ground), "gate")
    ground.forge.put(f"repos/{REPOSITORY}/commits/{ground.head()}/pulls", [pull(head)])
    tried("gate of another plan", provisioning(ground), "gate")
    told.said = "".join(ground.said)
    return told


@story("dev")
def drifted(place: Workplace) -> Told:
    """Nothing drifts, a route is deleted, nothing more, another one, all is put back."""
    told, ground = Told(secret=place.variables["ALICLOUD_SECRET_KEY"]), Ground(place)
    place.acree("up", "-s", "dev", "--yes")
    routes = json.loads(place.acree("plan", "-s", "dev", "-f", "json").output)["routes"]
    of_vpc = {route["destination"]: route for route in routes if route["table"]["kind"] == "vpc"}
    account = Account(place.variables)

    def looked(name: str) -> None:
        night = Workflow(ground, "acree-drift", "schedule", variables={"ACREE_READ_ROLE": "read"})
        told.ran[f"look, {name}"] = night.job("look")
        told.ran[name] = night.job("issue")
        told.asked[name] = ground.forge.written()

    looked("nothing")
    back = [account.delete_route(of_vpc[PREFIX])]
    looked("one route")
    looked("one route still")
    back.append(account.delete_route(of_vpc[OTHER_PREFIX]))
    looked("two routes")
    for restore in back:
        restore()
    looked("put back")
    looked("nothing again")
    told.said = "".join(ground.said)
    return told


class TestReview:
    """The job that runs the pull request's code, and the one that writes."""

    def test_a_refused_review_is_shown_and_ends_with_its_code(self, telling: Telling) -> None:
        ran = telling.of(reviewed_and_provisioned).job("review")
        assert ran.code == 5, ran.output
        assert "nothing stands in the way" in ran.output, "the rules have nothing against it"
        assert "### Routes of stack dev" in ran.summary
        assert "Against origin/main (" in ran.summary
        assert "--accept too-much-change=REASON" in ran.summary

    def test_a_label_lifts_the_rail_and_is_the_reason(self, telling: Telling) -> None:
        ran = telling.of(reviewed_and_provisioned).job("review with a label")
        assert ran.code == 0, ran.output
        assert "label of pull request 7" in ran.summary

    def test_the_comment_is_new_once_and_edited_afterwards(self, telling: Telling) -> None:
        told = telling.of(reviewed_and_provisioned)
        first, again = told.asked["comment"], told.asked["comment again"]
        assert [one.method for one in first] == ["POST", "POST"]
        assert first[0].path == COMMENTS
        assert first[0].fields["body"].startswith("<!-- acree review dev -->\n\n### Routes of stack dev")
        assert again[0].method == "PATCH"
        assert again[0].path == f"{ISSUES}/comments/101", "that of a stranger with the same mark stays"
        assert "label of pull request 7" in again[0].fields["body"]

    @pytest.mark.parametrize(("job", "state"), [("comment", "failure"), ("comment again", "success")])
    def test_the_digest_stands_on_the_commit(self, telling: Telling, job: str, state: str) -> None:
        status = telling.of(reviewed_and_provisioned).asked[job][1]
        assert status.path.startswith(f"repos/{REPOSITORY}/statuses/")
        assert status.fields["context"] == "acree/plan/dev"
        assert status.fields["state"] == state
        assert status.fields["description"].startswith("sha256:")

    def test_a_fork_gets_no_comment(self, telling: Telling) -> None:
        told = telling.of(reviewed_and_provisioned)
        assert told.ran["comment on a fork"] is None
        assert told.asked["comment on a fork"] == []

    def test_another_commit_than_the_asked_one_is_not_reviewed(self, telling: Telling) -> None:
        ran = telling.of(reviewed_and_provisioned).job("moved on")
        assert ran.code == 1
        assert "the pull request has moved on" in ran.output


class TestUp:
    """What was reviewed is provisioned, and nothing else."""

    @pytest.mark.parametrize("name", ["gate", "gate once more"])
    def test_the_gate_lets_the_reviewed_plan_through(self, telling: Telling, name: str) -> None:
        ran = telling.of(reviewed_and_provisioned).job(name)
        assert ran.code == 0, ran.output

    def test_the_plan_is_provisioned(self, telling: Telling) -> None:
        told = telling.of(reviewed_and_provisioned)
        ran, again = told.job("up"), told.job("up once more")
        assert ran.code == 0, ran.output
        assert "resources changed" in ran.output
        assert again.code == 0, again.output
        assert "nothing to do" in again.output

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("gate of nothing reviewed", "nothing was reviewed"),
            ("gate without a digest", "did not succeed for stack dev"),
            ("gate of another plan", "another plan than the reviewed one"),
        ],
    )
    def test_the_gate_refuses_what_nobody_reviewed(self, telling: Telling, name: str, says: str) -> None:
        ran = telling.of(reviewed_and_provisioned).job(name)
        assert ran.code == 5, ran.output
        assert says in ran.output


class TestDrift:
    """One issue: opened, left alone, edited, closed."""

    @pytest.mark.parametrize(
        ("name", "methods"),
        [
            ("nothing", []),
            ("one route", ["POST"]),
            ("one route still", []),
            ("two routes", ["PATCH"]),
            ("put back", ["PATCH"]),
            ("nothing again", []),
        ],
    )
    def test_only_what_changed_is_told(self, telling: Telling, name: str, methods: list[str]) -> None:
        told = telling.of(drifted)
        assert told.job(f"look, {name}").code == 0, told.job(f"look, {name}").output
        assert told.job(name).code == 0, told.job(name).output
        assert [one.method for one in told.asked[name]] == methods

    def test_the_issue_says_what_drifted(self, telling: Telling) -> None:
        told = telling.of(drifted)
        opened, edited, closed = (told.asked[name][0] for name in ("one route", "two routes", "put back"))
        assert opened.path == ISSUES
        assert opened.fields["labels[]"] == "acree-drift"
        assert opened.fields["title"] == "Drift of stack dev"
        assert PREFIX in opened.fields["body"]
        assert OTHER_PREFIX not in _missing(opened.fields)
        assert OTHER_PREFIX in _missing(edited.fields)
        assert edited.path == closed.path
        assert closed.fields == {"state": "closed"}


def _missing(fields: Mapping[str, str]) -> str:
    """The lines of routes that are to be added."""
    return "\n".join(line for line in fields["body"].splitlines() if line.startswith("| +"))


@pytest.mark.parametrize("tale", [reviewed_and_provisioned, drifted], ids=["reviewed", "drifted"])
def test_no_secret_is_shown(telling: Telling, tale: Any) -> None:  # noqa: ANN401  # a story of any kind
    told: Told = telling.of(tale)
    everything = told.said + repr(told.asked)
    assert len(told.secret) > 8
    assert told.secret not in everything
    assert PASSPHRASE not in everything
    assert "token-of-the-job" not in everything
