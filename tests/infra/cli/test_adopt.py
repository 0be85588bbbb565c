"""`acree adopt` as far as it goes without an engine; the rest is told by tests with the real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from acree_infra.cli.adopt import _harmless, _marked
from acree_infra.cloud.sdk import live
from acree_infra.discovery import resolve as room
from acree_infra.discovery.lock_file import load_lock
from acree_infra.errors import AcreeError, PolicyError
from acree_infra.program.engine import Engine, Outcome
from acree_infra.program.steps import Action, Step
from acree_infra.topology.loader import load_stack
from tests.infra.cli.conftest import Acree, Write
from tests.infra.discovery.fakes import FakeAccount
from tests.infra.program.test_adoption import attachment, made_by_hand
from tests.infra.routing.variations import Data


@pytest.fixture
def project(write: Write, monkeypatch: pytest.MonkeyPatch, account: FakeAccount) -> Path:
    """The worked example made by hand, and look-ups that find what its lock file says."""

    def by_hand(stack: Data, lock: Data) -> None:
        made_stack, made_lock = made_by_hand()
        attachment(made_lock, "att-c")["vswitches"] = ["vsw-uf6m"]
        stack.update(made_stack)
        lock.update(made_lock)

    folder = write(by_hand)
    known = load_lock(load_stack(folder / "Pulumi.dev.yaml"))
    monkeypatch.setattr(live, "live_account", lambda environ: account.clouds())
    monkeypatch.setattr(room, "resolve", lambda *_, **__: known)
    return folder


def test_what_would_be_adopted_and_what_not(acree: Acree, project: Path) -> None:
    before = (project / "dev.lock.yaml").read_bytes()
    result = acree("adopt", "--dry-run")
    assert result.code == 0
    assert "equal to the plan, to be adopted (" in result.out
    assert "  cn-hangzhou attachment att-service: att-s\n" in result.out
    assert "otherwise than planned, left as it is (1):\n  cn-shanghai attachment att-shanghai (att-c): " in result.out
    assert (project / "dev.lock.yaml").read_bytes() == before


@pytest.mark.usefixtures("project")
def test_nobody_is_there_to_be_asked(acree: Acree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    result = acree("adopt")
    assert result.code == 2
    assert "standard input is no terminal; say --yes" in result.err


def test_a_lock_file_that_is_not_what_the_account_says(
    acree: Acree, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = load_lock(load_stack(project / "Pulumi.dev.yaml"))
    other = known.model_copy(update={"networks": known.networks.model_copy(update={"account": "99"})})
    monkeypatch.setattr(room, "resolve", lambda *_, **__: other)
    result = acree("adopt", "--yes")
    assert "the lock file of stack dev is not what the account says" in result.err
    assert "run `acree resolve --stack dev`" in result.err
    assert result.out == ""
    assert result.code != 0


class Told(Engine):
    """An engine of which only the outcome counts."""

    def __init__(self, *steps: Step, ok: bool = True) -> None:
        self.outcome = Outcome(ok=ok, steps=list(steps), errors=[] if ok else ["no such plugin"])

    def preview(self, *_: object, **__: object) -> Outcome:
        return self.outcome

    def up(self, *_: object, **__: object) -> Outcome:
        return self.outcome


def step(action: Action) -> Step:
    return Step("cn-hangzhou", "VPCRouteEntry", f"to-{action}", action)


class TestHarmless:
    def test_names_and_tags_may_change(self) -> None:
        engine = Told(step(Action.SAME), step(Action.UPDATE))
        assert _harmless(engine, with_missing=False) is engine.outcome

    @pytest.mark.parametrize("action", [Action.REPLACE, Action.DELETE])
    @pytest.mark.parametrize("with_missing", [False, True])
    def test_nothing_is_replaced_or_deleted(self, action: Action, with_missing: bool) -> None:
        with pytest.raises(PolicyError, match=f"{action} VPCRouteEntry to-{action} in cn-hangzhou"):
            _harmless(Told(step(action), step(Action.UPDATE)), with_missing=with_missing)

    def test_what_is_missing_is_made_only_when_that_is_wanted(self) -> None:
        engine = Told(step(Action.CREATE))
        with pytest.raises(PolicyError, match="--with-missing"):
            _harmless(engine, with_missing=False)
        assert _harmless(engine, with_missing=True) is engine.outcome

    def test_a_preview_that_fails(self) -> None:
        with pytest.raises(AcreeError, match="no such plugin"):
            _harmless(Told(ok=False), with_missing=False)


class TestMarked:
    def test_how_many_have_the_marks(self, capsys: pytest.CaptureFixture[str]) -> None:
        engine = Told(step(Action.UPDATE))
        assert _marked(engine, engine.outcome) == 0
        assert "1 resources were changed for that" in capsys.readouterr().err

    def test_an_update_that_fails_is_run_again(self, capsys: pytest.CaptureFixture[str]) -> None:
        engine = Told(ok=False)
        assert _marked(engine, engine.outcome) == 4
        said = capsys.readouterr().err
        assert "error: no such plugin" in said
        assert "run `acree adopt` again, then `acree up`" in said
