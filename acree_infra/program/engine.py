"""The engine, driven through Pulumi's Automation API: a preview or an update of a stack, watched step by step."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from acree_infra.errors import ConfigError
from acree_infra.program.backend import project_of, refusal_of
from acree_infra.program.steps import Step, step_of

if TYPE_CHECKING:
    from pulumi.automation import Stack
    from pulumi.automation.events import EngineEvent


class Severity(StrEnum):
    """How grave something is that the engine says."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Watcher(Protocol):
    """Who is told while the engine works; called from another thread than the caller's, one call at a time."""

    def begun(self, step: Step) -> None:
        """The engine begins a step."""

    def finished(self, step: Step) -> None:
        """A step has ended well."""

    def failed(self, step: Step) -> None:
        """A step has failed; why was `said` before."""

    def said(self, severity: Severity, text: str) -> None:
        """The program, a provider or the engine says something."""


@dataclass
class Outcome:
    """How it ended.

    Attributes:
        ok: whether the engine ended well.
        steps: every step that has ended well, or in a preview every step that would be made.
        failed: steps that failed.
        open: steps that had begun and of which no end was told: what was under way at an interrupt.
        errors: what the engine gave as errors.
        seconds: how long it took.
    """

    ok: bool = False
    steps: list[Step] = field(default_factory=list)
    failed: list[Step] = field(default_factory=list)
    open: list[Step] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def changes(self) -> list[Step]:
        """The steps that changed something of the account, sorted; a replacement counts once."""
        return sorted({step for step in self.steps if step.changes})


class Engine:
    """A stack in the engine's hands.

    Args:
        stack: name of the stack.
        folder: folder of the project, or one inside it.
        environ: more variables for the engine and the program.
        create: whether the backend may make the stack when it has none of the name.

    Raises:
        ConfigError: there is no engine, no project, or no such stack.
        AccessError: the backend wants a login.
    """

    def __init__(self, stack: str, folder: Path, environ: Mapping[str, str], *, create: bool) -> None:
        self._stack = _opened(stack, project_of(folder), environ, create=create)

    def preview(self, watcher: Watcher, *, refresh: bool = False) -> Outcome:
        """Let the engine say what it would do."""
        return self._run("preview", watcher, refresh=refresh)

    def up(self, watcher: Watcher, *, refresh: bool = False) -> Outcome:
        """Let the engine do it."""
        return self._run("up", watcher, refresh=refresh)

    def _run(self, verb: str, watcher: Watcher, *, refresh: bool) -> Outcome:
        from pulumi.automation import CommandError, ConcurrentUpdateError  # noqa: PLC0415  # 0.3 s and more

        begun, events = time.monotonic(), _Events(watcher)
        try:
            if verb == "preview":
                self._stack.preview(on_event=events.take, refresh=refresh, color="never")
            else:
                self._stack.up(on_event=events.take, refresh=refresh, color="never", show_secrets=False)
            events.outcome.ok = True
        except ConcurrentUpdateError as error:
            raise refusal_of(self._stack.name, error) from None
        except CommandError as error:
            if not events.outcome.errors and not events.outcome.failed:
                raise refusal_of(self._stack.name, error) from None
        except RuntimeError as error:  # the API's word for an engine that ended before it began
            if "summary event" not in str(error):
                raise
        events.outcome.open = list(events.open.values())
        events.outcome.seconds = time.monotonic() - begun
        return events.outcome


class _Events:
    """Sorts events into an outcome, and tells the watcher."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self.outcome = Outcome()
        self.open: dict[tuple[str, str], Step] = {}

    def take(self, event: EngineEvent) -> None:
        if event.resource_pre_event is not None:
            step = step_of(event.resource_pre_event.metadata)
            self.open[step.kind, step.name] = step
            if event.resource_pre_event.planning:
                self._ended(step)
            else:
                self._watcher.begun(step)
        elif event.res_outputs_event is not None:
            if not event.res_outputs_event.planning:
                self._ended(step_of(event.res_outputs_event.metadata))
        elif event.res_op_failed_event is not None:
            step = step_of(event.res_op_failed_event.metadata)
            self.open.pop((step.kind, step.name), None)
            self.outcome.failed.append(step)
            self._watcher.failed(step)
        elif event.diagnostic_event is not None:
            self._said(event.diagnostic_event.severity, event.diagnostic_event.message)

    def _ended(self, step: Step) -> None:
        self.open.pop((step.kind, step.name), None)
        self.outcome.steps.append(step)
        self._watcher.finished(step)

    def _said(self, severity: str, message: str) -> None:
        text = message.strip()
        if severity.startswith("info#"):
            severity = "info"
        if not text or severity not in set(Severity):
            return
        if severity == Severity.ERROR:
            self.outcome.errors.append(text)
        self._watcher.said(Severity(severity), text)


def _opened(stack: str, project: Path, environ: Mapping[str, str], *, create: bool) -> Stack:
    from pulumi.automation import (  # noqa: PLC0415  # 0.3 s and more
        CommandError,
        InvalidVersionError,
        LocalWorkspaceOptions,
        create_or_select_stack,
        select_stack,
    )

    open_ = create_or_select_stack if create else select_stack
    try:
        return open_(stack, work_dir=str(project), opts=LocalWorkspaceOptions(env_vars=dict(environ)))
    except FileNotFoundError:
        raise ConfigError("expected `pulumi` on the PATH, found none", remedy="install the engine") from None
    except InvalidVersionError as error:
        raise ConfigError(f"the engine does not fit: {error}", remedy="install the version that is wanted") from None
    except CommandError as error:
        raise refusal_of(stack, error) from None
