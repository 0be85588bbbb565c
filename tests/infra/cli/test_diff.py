from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from acree_infra.reports.json_schemas import json_schema
from acree_infra.reports.times import in_own_zone
from acree_infra.routing.rails import RAILS
from tests.infra.cli.conftest import Acree
from tests.infra.cli.repository import commit
from tests.infra.program.checkpoints import WRITTEN, engine, exported
from tests.infra.program.projects import write_project
from tests.infra.routing.pairs import Edit, plan_with, with_auth, with_client, with_ranges
from tests.infra.routing.variations import Data, example
from tests.infra.samples import HANGZHOU_OSS

State = Callable[..., None]


@pytest.fixture
def state(tmp_path: Path) -> State:
    """Writes the worked example after edits as the next state of the project."""

    def written(*edits: Edit) -> None:
        stack, lock = example()
        for edit in edits:
            edit(stack, lock)
        for old in (tmp_path / "stacks").glob("*"):
            old.unlink()
        if (tmp_path / "stacks").exists():
            (tmp_path / "stacks").rmdir()
        write_project(tmp_path, stack, lock)

    return written


@pytest.fixture
def committed(state: State, tmp_path: Path) -> State:
    """The worked example is committed; gives what writes the next state."""
    state()
    commit(tmp_path)
    return state


def another_hop(stack: Data, lock: Data) -> None:
    stack["routes"] = [
        {
            "region": "cn-shanghai",
            "destination": "100.118.28.0/24",
            "next-hop": "tr-attach-leased1",
            "reason": "leased line",
        }
    ]


def test_nothing_changes(acree: Acree, committed: State) -> None:
    result = acree("diff", "--against", "HEAD", "--expect-no-changes")
    assert (result.code, result.err) == (0, "")
    assert "nothing changes" in result.out


def test_a_change_is_shown_and_ends_with_7_only_when_asked(acree: Acree, committed: State) -> None:
    committed(with_ranges(*HANGZHOU_OSS, "100.115.0.0/24"))
    result = acree("diff", "--against", "main")
    assert result.code == 0
    assert "routes: 3 added, 27 kept" in result.out
    assert "shanghai gains part of the oss leg: 100.115.0.0/24" in result.out
    assert acree("diff", "--against", "main", "--expect-no-changes").code == 7


def test_a_new_client_gains_its_legs(acree: Acree, committed: State) -> None:
    committed(with_client("osaka"))
    out = acree("diff", "--against", "HEAD", "--brief").out
    assert "osaka gains the auth leg" in out
    assert "+  vpc attachments   att-osaka" in out


def test_a_stack_that_the_revision_lacks(acree: Acree, state: State, tmp_path: Path) -> None:
    (tmp_path / "README").write_text("", encoding="utf-8")
    commit(tmp_path)
    state()
    out = acree("diff", "--against", "HEAD").out
    assert "there was no such stack" in out
    assert "has no stack file of stack dev: everything" in out
    assert "shanghai gains the registry leg" in out


def test_a_lock_file_that_the_revision_lacks(acree: Acree, committed: State, tmp_path: Path) -> None:
    (tmp_path / "stacks" / "dev.lock.yaml").unlink()
    commit(tmp_path)
    committed()
    assert "has no lock file of stack dev" in acree("diff", "--against", "HEAD").out


def test_a_stale_lock_file_of_the_revision_is_noted(acree: Acree, committed: State, tmp_path: Path) -> None:
    path = tmp_path / "stacks" / "Pulumi.dev.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("cri-demo1234", "cri-other567"), encoding="utf-8")
    commit(tmp_path)
    committed()
    assert "was stale" in acree("diff", "--against", "HEAD").out


def test_a_changed_hop_is_refused_until_it_is_accepted(acree: Acree, committed: State) -> None:
    committed(another_hop)
    refused = acree("diff", "--against", "HEAD")
    assert refused.code == 5
    assert "refuse hop-change" in refused.out
    line = ("--accept", "hop-change=the leased line is up", "--accept", "lost-leg=the line is not of this stack")
    accepted = acree("diff", "--against", "HEAD", *line)
    assert accepted.code == 0
    assert "accepted: the leased line is up" in accepted.out
    asked = acree("diff", "--against", "HEAD", *line, "--expect-no-changes")
    assert asked.code == 7


def test_a_protected_prefix_is_named_in_the_stack_file(acree: Acree, committed: State) -> None:
    def protected(stack: Data, lock: Data) -> None:
        stack["options"] = {"protected-prefixes": ["100.115.0.0/16"]}

    committed(with_ranges(*HANGZHOU_OSS, "100.115.0.0/24"), protected)
    refused = acree("diff", "--against", "HEAD")
    assert refused.code == 5
    assert "--accept protected-prefix=REASON" in refused.out


def test_quota_foreign_routes_and_who_made_them_are_told(acree: Acree, committed: State) -> None:
    def theirs(stack: Data, lock: Data) -> None:
        stack["options"] = {"quotas": {"vpc-routes": 6}}
        route = {"destination": "100.115.0.0/25", "hop": "ngw-1", "hop-type": "NatGateway", "name": "acree-prod-oss"}
        lock["networks"]["vpcs"][1]["route-tables"][0]["routes"] = [route]

    committed(with_ranges(*HANGZHOU_OSS, "100.115.0.0/24"), theirs)
    refused = acree("diff", "--against", "HEAD", "-f", "json")
    assert refused.code == 5
    document = json.loads(refused.out)
    Draft202012Validator(json_schema("diff")).validate(document)
    assert {(r["rail"], r["number"], r["limit"]) for r in document["refusals"]} == {
        ("quota", 8, 6),
        ("foreign-route", 1, 0),
    }
    (foreign,) = document["foreign"]
    assert (foreign["outcome"], foreign["made_by"], foreign["new"]) == ("wins", "stack prod of acree", True)
    assert {"before": 6, "after": 8, "limit": 6} in [table["load"] for table in document["tables"]]


def test_too_much_change_is_refused_and_recorded_in_every_format(acree: Acree, committed: State) -> None:
    committed(with_ranges("100.112.0.0/24"), with_auth("100.103.7.181"))
    assert acree("diff", "--against", "HEAD").code == 5
    accept = ("--accept", "too-much-change=new region")
    document = json.loads(acree("diff", "--against", "HEAD", "-f", "json", *accept).out)
    assert [(r["rail"], r["accepted"]) for r in document["refusals"]] == [("too-much-change", "new region")]
    assert "**Accepted: too-much-change.**" in acree("diff", "--against", "HEAD", "-f", "markdown", *accept).out


def test_json_is_what_the_schema_says(acree: Acree, committed: State) -> None:
    committed(with_client("osaka"))
    document = json.loads(acree("diff", "--against", "HEAD", "-f", "json").out)
    Draft202012Validator(json_schema("diff")).validate(document)
    assert document["after"] == json.loads(acree("plan", "-f", "json").out)["digest"]


def test_markdown_goes_to_a_file(acree: Acree, committed: State, tmp_path: Path) -> None:
    committed(with_client("osaka"))
    result = acree("diff", "--against", "HEAD", "-f", "markdown", "-o", "comment.md")
    assert (result.code, result.out) == (0, "")
    text = (tmp_path / "comment.md").read_text(encoding="utf-8")
    assert text.startswith("### Routes of stack dev: no rail stands in the way\n")


class TestSavedPlan:
    """`--against-plan`: what `acree plan -f json` wrote."""

    def test_the_same_plan(self, acree: Acree, stacks: Path) -> None:
        acree("plan", "-f", "json", "-o", "plan.json")
        result = acree("diff", "--against-plan", "plan.json", "--expect-no-changes")
        assert result.code == 0
        assert "nothing changes" in result.out

    def test_one_of_an_older_acree(self, acree: Acree, stacks: Path, tmp_path: Path) -> None:
        document = json.loads(acree("plan", "-f", "json").out)
        del document["service"], document["clients"]
        (tmp_path / "plan.json").write_text(json.dumps(document), encoding="utf-8")
        result = acree("diff", "--against-plan", "plan.json", "--expect-no-changes", "-f", "json")
        assert result.code == 0
        told = json.loads(result.out)
        assert (told["reachability"], told["empty"]) == (None, True)
        assert "only rows and what carries them are compared" in told["notes"][0]

    def test_a_change(self, acree: Acree, state: State) -> None:
        state()
        acree("plan", "-f", "json", "-o", "plan.json")
        reviewed = json.loads(acree("plan", "-f", "json").out)["digest"]
        state(with_ranges(*HANGZHOU_OSS, "100.115.0.0/24"))
        document = json.loads(acree("diff", "--against-plan", "plan.json", "-f", "json").out)
        Draft202012Validator(json_schema("diff")).validate(document)
        assert document["summary"]["added"] == 3
        assert document["before"] == reviewed
        assert [x["text"] for x in document["meaning"]] == ["shanghai gains part of the oss leg: 100.115.0.0/24"]

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"{", "plan.json is not valid JSON"),
            (b"[" * 5000, "plan.json is not valid JSON"),
            (b"\xff", "plan.json is not valid JSON"),
            (b"{}", "plan.json: expected a plan"),
            (None, "plan.json cannot be read: No such file"),
        ],
    )
    def test_a_file_that_is_none(
        self, acree: Acree, stacks: Path, tmp_path: Path, content: bytes | None, message: str
    ) -> None:
        if content is not None:
            (tmp_path / "plan.json").write_bytes(content)
        result = acree("diff", "--against-plan", "plan.json")
        assert (result.code, result.out) == (2, "")
        assert message in result.err


class TestDeployed:
    """`--against deployed`: what the engine exports."""

    @pytest.fixture
    def checkpoint(self, committed: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
        """Puts an engine on the PATH whose checkpoint is the worked example after edits."""
        (tmp_path / "Pulumi.yaml").write_text("name: acree\n", encoding="utf-8")

        def written(*edits: Edit, pending: int = 0) -> None:
            (tmp_path / "state.json").write_text(exported(plan_with(*edits), pending=pending), encoding="utf-8")
            engine(tmp_path, f"cat {tmp_path}/state.json", monkeypatch)

        return written

    def test_nothing_changes(self, acree: Acree, checkpoint: Callable[..., None]) -> None:
        checkpoint()
        result = acree("diff", "--against", "deployed", "--expect-no-changes")
        assert (result.code, result.err) == (0, "")
        assert f"against what is deployed (checkpoint of {in_own_zone(WRITTEN)})" in result.out
        page = acree("diff", "--against", "deployed", "-f", "markdown").out
        assert f"Against what is deployed (checkpoint of {WRITTEN})".replace(":", "") in page.replace(":", "")

    def test_a_change(self, acree: Acree, committed: State, checkpoint: Callable[..., None]) -> None:
        checkpoint()
        committed(with_ranges(*HANGZHOU_OSS, "100.115.0.0/24"))
        deployed, revision = (
            json.loads(acree("diff", "--against", against, "-f", "json").out) for against in ("deployed", "main")
        )
        Draft202012Validator(json_schema("diff")).validate(deployed)
        for key in ("summary", "meaning", "parts", "order", "before", "after"):
            assert deployed[key] == revision[key], key

    def test_an_update_that_broke_off_is_noted(self, acree: Acree, checkpoint: Callable[..., None]) -> None:
        checkpoint(pending=2)
        assert "2 unfinished operations" in acree("diff", "--against", "deployed").out

    def test_no_checkpoint(self, acree: Acree, committed: State) -> None:
        result = acree("diff", "--against", "deployed")
        assert (result.code, result.out) == (2, "")
        assert "found no Pulumi.yaml" in result.err


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("hop-chance=x", "there is no rail 'hop-chance'; did you mean 'hop-change'?"),
        ("hop-change", "expected a reason, found 'hop-change'"),
        ("hop-change= ", "expected a reason, found 'hop-change= '"),
    ],
)
def test_an_acceptance_that_says_too_little(acree: Acree, committed: State, given: str, message: str) -> None:
    result = acree("diff", "--against", "HEAD", "--accept", given)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_something_to_compare_with_is_needed_and_only_one(acree: Acree, committed: State) -> None:
    assert acree("diff").code == 2
    assert acree("diff", "--against", "HEAD", "--against-plan", "plan.json").code == 2


def test_an_unknown_revision(acree: Acree, committed: State) -> None:
    result = acree("diff", "--against", "origin/main")
    assert (result.code, result.out) == (2, "")
    assert "which this repository does not know; fetch it first" in result.err


def test_the_help_names_the_rails_and_what_is_not_read(acree: Acree) -> None:
    text = " ".join(acree("diff", "--help").out.split())
    assert all(rail in text for rail in RAILS)
    assert "the data that its package ships is that of today for the revision too" in text
