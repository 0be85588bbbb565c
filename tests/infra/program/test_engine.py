from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pulumi.automation import CommandError, CommandResult, ConcurrentUpdateError
from pulumi.automation.events import EngineEvent

from acree_infra.errors import AcreeError, ConfigError
from acree_infra.program import engine as subject
from acree_infra.program.engine import Engine, Outcome, Severity
from acree_infra.program.steps import Action, Step
from tests.infra.program.events import ATTACHMENT, begins, ends, fails, says


@dataclass
class Heard:
    """A watcher that keeps what it is told."""

    told: list[tuple[str, object]] = field(default_factory=list)

    def begun(self, step: Step) -> None:
        self.told.append(("begun", step.name))

    def finished(self, step: Step) -> None:
        self.told.append(("finished", step.name))

    def failed(self, step: Step) -> None:
        self.told.append(("failed", step.name))

    def said(self, severity: Severity, text: str) -> None:
        self.told.append((severity, text))


@dataclass
class FakeStack:
    """A stack of the Automation API that sends events, and ends as it is told."""

    events: list[EngineEvent]
    error: Exception | None = None
    name: str = "dev"
    asked: dict[str, Any] = field(default_factory=dict)

    def preview(self, on_event: Any, **asked: Any) -> None:  # noqa: ANN401  # as the API has it
        self.asked = asked
        for one in self.events:
            on_event(one)
        if self.error:
            raise self.error

    up = preview


def ran(monkeypatch: pytest.MonkeyPatch, stack: FakeStack, verb: str = "up") -> tuple[Outcome, Heard]:
    monkeypatch.setattr(subject, "_opened", lambda *_, **__: stack)
    monkeypatch.setattr(subject, "project_of", lambda folder: folder)
    heard = Heard()
    outcome: Outcome = getattr(Engine("dev", Path(), {}, create=False), verb)(heard, refresh=True)
    return outcome, heard


def command_error(stderr: str = "error: no") -> CommandError:
    return CommandError(CommandResult(stdout="", stderr=stderr, code=1))


def test_an_update_is_watched_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    stack = FakeStack([begins("create", "a"), says("warning", "mind this\n"), ends("create", "a")])
    outcome, heard = ran(monkeypatch, stack)
    assert heard.told == [("begun", "a"), (Severity.WARNING, "mind this"), ("finished", "a")]
    assert outcome.ok
    assert outcome.changes == [Step("cn-hangzhou", "VPCRouteEntry", "a", Action.CREATE, is_route=True)]
    assert not outcome.open
    assert stack.asked["refresh"] is True
    assert stack.asked["show_secrets"] is False


def test_a_preview_tells_what_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [
        begins("create", "a", planning=True),
        ends("create", "a", planning=True),
        begins("same", "b", planning=True),
    ]
    outcome, heard = ran(monkeypatch, FakeStack(events), "preview")
    assert heard.told == [("finished", "a"), ("finished", "b")]
    assert [step.name for step in outcome.steps] == ["a", "b"]
    assert [step.name for step in outcome.changes] == ["a"]


def test_a_replacement_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ops = ("delete-replaced", "replace", "create-replacement")
    outcome, _ = ran(monkeypatch, FakeStack([one for op in ops for one in (begins(op, "a"), ends(op, "a"))]))
    assert [step.action for step in outcome.changes] == [Action.REPLACE]


def test_a_failure_is_told_with_what_failed_and_what_was_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [
        begins("create", "a", kind=ATTACHMENT),
        begins("create", "b"),
        says("error", "InvalidCidrBlock"),
        fails("create", "b"),
    ]
    outcome, heard = ran(monkeypatch, FakeStack(events, command_error()))
    assert not outcome.ok
    assert [step.name for step in outcome.failed] == ["b"]
    assert [step.name for step in outcome.open] == ["a"]
    assert outcome.errors == ["InvalidCidrBlock"]
    assert heard.told[-1] == ("failed", "b")


def test_a_preview_that_ends_before_it_began_has_its_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome, _ = ran(monkeypatch, FakeStack([says("error", "no key")], RuntimeError("summary event never found")))
    assert not outcome.ok
    assert outcome.errors == ["no key"]


def test_another_fault_is_not_taken_for_the_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuntimeError, match="cannot start"):
        ran(monkeypatch, FakeStack([], RuntimeError("cannot start")))


def test_a_failure_without_a_word_is_the_backends(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AcreeError, match="no backend"):
        ran(monkeypatch, FakeStack([], command_error("error: no backend")))


def test_a_stack_that_is_locked_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    error = ConcurrentUpdateError(CommandResult(stdout="", stderr="the stack is currently locked by 1 lock(s)", code=1))
    with pytest.raises(AcreeError, match="pulumi cancel"):
        ran(monkeypatch, FakeStack([], error))


@pytest.mark.parametrize(
    ("severity", "heard"),
    [("info", Severity.INFO), ("info#err", Severity.INFO), ("error", Severity.ERROR), ("debug", None)],
)
def test_severities(monkeypatch: pytest.MonkeyPatch, severity: str, heard: Severity | None) -> None:
    _, watcher = ran(monkeypatch, FakeStack([says(severity, "x"), says(severity, "  ")]))
    assert watcher.told == ([(heard, "x")] if heard else [])


def test_no_engine_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: acree\nruntime: python\n", encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match="`pulumi` on the PATH"):
        Engine("dev", tmp_path, {}, create=False)
