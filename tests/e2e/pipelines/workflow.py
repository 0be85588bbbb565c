"""Runs a job of a GitHub workflow: its shell steps for real, the actions of others by stand-ins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from scripts.workplace import Done
from tests.e2e.pipelines.expressions import filled, value
from tests.e2e.pipelines.files import PIPELINES
from tests.e2e.pipelines.ground import Ground

REPOSITORY = "team/network"
_FILES = ("GITHUB_PATH", "GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")


@dataclass
class Ran:
    """A job that has ended.

    Attributes:
        code: exit code of the step that failed, else 0.
        output: what all steps printed.
        summary: what the job wrote for its page.
    """

    code: int = 0
    output: str = ""
    summary: str = ""


@dataclass
class Workflow:
    """One run of one workflow: jobs share its artifacts.

    Args:
        ground: repository and forge.
        name: the file's name without `.yml`.
        event: name of the event.
        payload: what `github.event` holds.
        inputs: of a run by hand.
    """

    ground: Ground
    name: str
    event: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    cancelled: bool = False
    secrets: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    _artifacts: dict[str, Path] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        path = PIPELINES / "github" / "workflows" / f"{self.name}.yml"
        self._document = YAML(typ="safe").load(path.read_text(encoding="utf-8"))

    def job(self, name: str) -> Ran | None:
        """Run a job for the stack dev; None when its condition is not met."""
        job = self._document["jobs"][name]
        context = self._context()
        if "if" in job and not value(job["if"].removeprefix("${{").removesuffix("}}"), context, self._functions()):
            return None
        return _Job(self, job, context).run()

    def fill(self, text: object, context: Mapping[str, Any]) -> str:
        """A text of the file with its expressions replaced."""
        return filled(str(text), context, self._functions())

    def environ(self, keys: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, str]:
        """The variables of the file, a job or a step."""
        return {name: self.fill(text, context) for name, text in keys.get("env", {}).items()}

    @property
    def document(self) -> Mapping[str, Any]:
        """The file."""
        document: Mapping[str, Any] = self._document
        return document

    @property
    def artifacts(self) -> dict[str, Path]:
        """Folder of each artifact, by name."""
        return self._artifacts

    def _context(self) -> dict[str, Any]:
        github = {
            "event": self.payload,
            "event_name": self.event,
            "repository": REPOSITORY,
            "token": "token-of-the-job",
            "server_url": "https://forge.example",
            "run_id": "17",
            "ref_name": "main",
            "base_ref": "main" if self.event == "pull_request" else "",
        }
        return {
            "github": github,
            "inputs": self.inputs,
            "matrix": {"stack": "dev"},
            "secrets": self.secrets,
            "vars": self.variables,
        }

    def _functions(self) -> dict[str, Callable[..., object]]:
        return {"cancelled": lambda: self.cancelled}


@dataclass
class _Job:
    workflow: Workflow
    keys: Mapping[str, Any]
    context: Mapping[str, Any]
    folder: Path = field(init=False)
    environ: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        ground = self.workflow.ground
        checks_out = any("actions/checkout" in step.get("uses", "") for step in self.keys["steps"])
        self.folder = ground.checkout() if checks_out else ground.empty()
        self._files = {name: self.folder.with_suffix(f".{name}") for name in _FILES}
        for file in self._files.values():
            file.touch()
        self.environ = {
            **ground.environ(),
            **{name: str(file) for name, file in self._files.items()},
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_SHA": ground.head(),
            **self.workflow.environ(self.workflow.document, self.context),
            **self.workflow.environ(self.keys, self.context),
        }

    def run(self) -> Ran:
        ran = Ran()
        for step in self.keys["steps"]:
            done = self._shell(step) if "run" in step else self._action(step)
            ran.output += done.output
            if done.code:
                ran.code = done.code
                break
        ran.summary = self._files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
        return ran

    def _shell(self, step: Mapping[str, Any]) -> Done:
        environ = {**self.environ, **self.workflow.environ(step, self.context)}
        return self.workflow.ground.run("bash", self.workflow.fill(step["run"], self.context), self.folder, environ)

    def _action(self, step: Mapping[str, Any]) -> Done:
        action, _, _ = step["uses"].partition("@")
        given = {name: self.workflow.fill(text, self.context) for name, text in step.get("with", {}).items()}
        ground, artifacts = self.workflow.ground, self.workflow.artifacts
        if action == "actions/upload-artifact":
            artifacts[given["name"]] = self.folder / given["path"]
            if not any(artifacts[given["name"]].iterdir()):
                return Done(1, f"nothing to upload at {given['path']}")
        elif action == "actions/download-artifact":
            if given["name"] not in artifacts:
                return Done(1, f"there is no artifact {given['name']}")
            ground.copy(artifacts[given["name"]], self.folder / given["path"])
        elif action == "aliyun/configure-aliyun-credentials-action":
            assert given["role-to-assume"], "no role is named"
            self.environ.update(ground.cloud())
        return Done(0, "")
