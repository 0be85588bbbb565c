"""The GitLab pipeline, run job by job against the sandbox and a forge that remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from scripts.account import Account
from scripts.workplace import Done, Workplace
from tests.e2e.pipelines.forge import BOT, STRANGER, Asked
from tests.e2e.pipelines.gitlab import PROJECT, Pipeline
from tests.e2e.pipelines.ground import Ground
from tests.e2e.telling import Telling, replaced, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

NOTES = f"projects/{PROJECT}/merge_requests/7/notes"
COMMITS = f"projects/{PROJECT}/repository/commits"
ISSUES = f"projects/{PROJECT}/issues"
PASSPHRASE = "only-for-the-sandbox"
PREFIX = "100.118.28.0/24"


@dataclass
class Told:
    """What each job did, by what was tried."""

    done: dict[str, Done] = field(default_factory=dict)
    asked: dict[str, list[Asked]] = field(default_factory=dict)
    said: str = ""
    secret: str = ""


def change(ground: Ground, old: str, new: str) -> None:
    path = ground.repository / "stacks" / "Pulumi.dev.yaml"
    path.write_text(replaced(path.read_text(encoding="utf-8"), old, new), encoding="utf-8")
    ground.place.acree("resolve", "-q", "-s", "dev")


def merged(head: str, *labels: str) -> list[dict[str, Any]]:
    return [{"iid": 7, "sha": head, "state": "merged", "labels": list(labels)}]


@story("dev")
def from_merge_request_to_drift(place: Workplace) -> Told:
    """A merge request is reviewed twice, merged, provisioned; then a route is deleted, and put back."""
    told, ground = Told(secret=place.variables["ALICLOUD_SECRET_KEY"]), Ground(place)
    ground.forge.put("user", BOT)
    ground.forge.put(NOTES, [{"id": 1, "author": STRANGER, "body": "<!-- acree review dev --> mine"}])
    change(ground, "  acree:clients:", "  acree:options: {auto-advertise: false}\n  acree:clients:")
    base = ground.head()
    head = ground.branch("change")
    request = {
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": head,
    }
    refused = Pipeline(ground, request)
    lifted = Pipeline(ground, request | {"CI_MERGE_REQUEST_LABELS": "net,accept: too-much-change"})
    engine = {"PULUMI_CONFIG_PASSPHRASE": PASSPHRASE, "PULUMI_BACKEND_URL": place.variables["PULUMI_BACKEND_URL"]}
    role = {"ACREE_ROLE": "role", "ACREE_OIDC_PROVIDER": "provider", "ALIBABA_TOKEN": "token-of-the-job"}

    def tried(name: str, pipeline: Pipeline, job: str, **more: str) -> None:
        told.done[name] = pipeline.job(job, **more)
        told.asked[name] = ground.forge.written()

    for word, pipeline in (("refused", refused), ("lifted", lifted)):
        tried(f"review {word}", pipeline, "acree review")
        tried(f"note {word}", pipeline, "acree note")
    ground.forge.put(f"{COMMITS}/{ground.head()}/merge_requests", merged(head, "accept: too-much-change"))
    main = Pipeline(ground, {})
    tried("reviewed", main, "acree reviewed")
    tried("gate", main, "acree gate")
    tried("up", main, "acree up", **role, **engine)

    _nights(place, ground, tried, role)
    change(ground, "auto-advertise: false", "auto-advertise: true")
    ground.branch("other")
    tried("nothing reviewed", Pipeline(ground, {}), "acree reviewed")
    ground.forge.put(f"{COMMITS}/{ground.head()}/merge_requests", merged(head))
    moved = Pipeline(ground, {})
    tried("reviewed before", moved, "acree reviewed")
    tried("another plan", moved, "acree gate")
    told.said = "".join(ground.said)
    return told


def _nights(place: Workplace, ground: Ground, tried: Callable[..., None], role: dict[str, str]) -> None:
    def looked(name: str) -> None:
        night = Pipeline(ground, {})
        tried(f"look, {name}", night, "acree drift", **role)
        tried(name, night, "acree issue")

    looked("nothing")
    routes = json.loads(place.acree("plan", "-s", "dev", "-f", "json").output)["routes"]
    of_vpc = {route["destination"]: route for route in routes if route["table"]["kind"] == "vpc"}
    restore = Account(place.variables).delete_route(of_vpc[PREFIX])
    looked("one route")
    looked("one route still")
    restore()
    looked("put back")


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("review refused", 5, "nothing stands in the way"),
        ("note refused", 0, ""),
        ("review lifted", 0, "nothing stands in the way"),
        ("note lifted", 0, ""),
        ("reviewed", 0, ""),
        ("gate", 0, ""),
        ("up", 0, "resources changed"),
        ("look, nothing", 0, ""),
        ("look, one route", 0, PREFIX),
        ("look, put back", 0, ""),
        ("nothing reviewed", 5, "nothing was reviewed"),
        ("reviewed before", 0, ""),
        ("another plan", 5, "another plan than the reviewed one"),
    ],
)
def test_each_job_ends_with_its_code(telling: Telling, name: str, code: int, says: str) -> None:
    done = telling.of(from_merge_request_to_drift).done[name]
    assert done.code == code, done.output
    assert says in done.output


def test_the_note_is_new_once_and_edited_afterwards(telling: Telling) -> None:
    told = telling.of(from_merge_request_to_drift)
    first, again = told.asked["note refused"], told.asked["note lifted"]
    assert (first[0].method, first[0].path) == ("POST", NOTES)
    assert first[0].fields["body"].startswith("<!-- acree review dev -->\n\n### Routes of stack dev: refused")
    assert (again[0].method, again[0].path) == ("PUT", f"{NOTES}/101"), "that of a stranger with the same mark stays"
    assert "label of merge request 7" in again[0].fields["body"]


@pytest.mark.parametrize(("name", "state"), [("note refused", "failed"), ("note lifted", "success")])
def test_the_digest_stands_on_the_commit(telling: Telling, name: str, state: str) -> None:
    status = telling.of(from_merge_request_to_drift).asked[name][1]
    assert status.path.startswith(f"projects/{PROJECT}/statuses/")
    assert (status.fields["name"], status.fields["state"]) == ("acree/plan/dev", state)
    assert status.fields["description"].startswith("sha256:")


@pytest.mark.parametrize(
    ("name", "methods"), [("nothing", []), ("one route", ["POST"]), ("one route still", []), ("put back", ["PUT"])]
)
def test_only_what_drifted_anew_is_told(telling: Telling, name: str, methods: list[str]) -> None:
    told = telling.of(from_merge_request_to_drift)
    assert told.done[name].code == 0, told.done[name].output
    assert [one.method for one in told.asked[name]] == methods


def test_the_issue_says_what_drifted_and_is_closed(telling: Telling) -> None:
    told = telling.of(from_merge_request_to_drift)
    [opened], [closed] = told.asked["one route"], told.asked["put back"]
    assert opened.path == ISSUES
    assert opened.fields["labels"] == "acree-drift"
    assert PREFIX in opened.fields["description"]
    assert closed.fields == {"state_event": "close"}


def test_no_secret_is_shown(telling: Telling) -> None:
    told = telling.of(from_merge_request_to_drift)
    everything = told.said + repr(told.asked)
    assert len(told.secret) > 8
    assert [text for text in (told.secret, PASSPHRASE, "token-of-the-job") if text in everything] == []
