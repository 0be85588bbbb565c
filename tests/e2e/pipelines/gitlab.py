"""Runs a job of the GitLab pipeline: its lines for real, in a folder that gets the artifacts of the jobs before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts.workplace import Done
from tests.e2e.pipelines.files import GITLAB
from tests.e2e.pipelines.gitlab_jobs import Job, jobs_of
from tests.e2e.pipelines.ground import Ground

PROJECT = "11"


@dataclass
class Pipeline:
    """One pipeline: jobs share artifacts.

    Args:
        ground: repository and forge.
        variables: what GitLab and the project's settings set.
    """

    ground: Ground
    variables: Mapping[str, str]
    _artifacts: list[Path] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._jobs = jobs_of(GITLAB)

    def job(self, name: str, **more: str) -> Done:
        """Run a job for the stack dev, with further variables of its environment."""
        job = self._jobs[name]
        folder = self._folder(job)
        environ = {
            **self.ground.environ(),
            "CI_PROJECT_ID": PROJECT,
            "CI_PROJECT_DIR": str(folder),
            "CI_COMMIT_SHA": self.ground.head(),
            "CI_PIPELINE_URL": "https://forge.example/pipelines/17",
            "STACK": "dev",
            **self.variables,
            **(self.ground.cloud() if "id_tokens" in job.keys else {}),
            **more,
        }
        shell = "sh" if str(job.keys["image"]).startswith("alpine") else "bash"
        done = self.ground.run(shell, job.script, folder, environ)
        kept = [folder / path for path in job.keys.get("artifacts", {}).get("paths", [])]
        self._artifacts += kept if done.code == 0 or job.keys.get("artifacts", {}).get("when") == "always" else []
        return done

    def _folder(self, job: Job) -> Path:
        bare = job.keys.get("variables", {}).get("GIT_STRATEGY") == "none"
        folder = self.ground.empty() if bare else self.ground.checkout()
        for artifact in self._artifacts:
            self.ground.copy(artifact, folder / artifact.name)
        return folder
