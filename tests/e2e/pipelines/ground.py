"""Where a pipeline's jobs run: a repository, a forge, and commands that are not the real ones on PATH."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts.workplace import Done, Workplace
from tests.conftest import is_foreign
from tests.e2e.pipelines.forge import Forge
from tests.infra.cli.repository import commit, git

FORGE = Path(__file__).with_name("forge.py")
STUBS = ("uv", "apk", "pip")
"""What jobs install with; the programs are there."""


@dataclass
class Ground:
    """One repository of stacks and its forge.

    Args:
        place: the sandbox, and the files of the main branch.

    Attributes:
        forge: what `gh` and `glab` speak to.
        said: everything that any job has printed.
    """

    place: Workplace
    forge: Forge = field(init=False)
    said: list[str] = field(init=False, default_factory=list)
    _jobs: int = 0

    def __post_init__(self) -> None:
        self._folder = self.place.folder / "ground"
        self._programs = self._folder / "bin"
        self._programs.mkdir(parents=True)
        self.forge = Forge(self._folder / "forge.json")
        for name in ("gh", "glab"):
            self._program(name, f'exec {sys.executable} {FORGE} {self.forge.file} {name} "$@"')
        for name in STUBS:
            self._program(name, "exit 0")
        self.main = commit(self.repository, "what main has")

    @property
    def repository(self) -> Path:
        """The repository, at what is to be checked out."""
        return self.place.project

    def head(self) -> str:
        """The commit that is to be checked out."""
        return git(self.repository, "rev-parse", "HEAD")

    def branch(self, name: str) -> str:
        """Commit what was changed as a branch, and merge it; gives the branch's commit. HEAD is the merge."""
        git(self.repository, "checkout", "--quiet", "-b", name)
        head = commit(self.repository, name)
        git(self.repository, "checkout", "--quiet", "main")
        git(self.repository, "merge", "--quiet", "--no-ff", "--no-edit", name)
        return head

    def checkout(self) -> Path:
        """A new folder of a job, with the main branch checked out."""
        self._jobs += 1
        folder = self._folder / f"job-{self._jobs}"
        git(self.repository, "clone", "--quiet", str(self.repository), str(folder))
        return folder

    def empty(self) -> Path:
        """A new folder of a job that checks out nothing."""
        self._jobs += 1
        folder = self._folder / f"job-{self._jobs}"
        folder.mkdir()
        return folder

    def environ(self) -> dict[str, str]:
        """What a job has without any key: no variable of the sandbox, not even where it is."""
        kept = {name: value for name, value in self.place.environ.items() if not is_foreign(name) or "PULUMI" in name}
        path = os.pathsep.join((str(self._programs), str(Path(sys.executable).parent), kept["PATH"]))
        return {**kept, "PATH": path, "NO_COLOR": "1", "CI": "true"}

    def cloud(self) -> dict[str, str]:
        """What a job has once it has exchanged its identity for a key; with it the way to the sandbox."""
        names = {
            "ALICLOUD_ACCESS_KEY": "ALIBABA_CLOUD_ACCESS_KEY_ID",
            "ALICLOUD_SECRET_KEY": "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        }
        given = {name: value for name, value in self.place.variables.items() if value != self.place.environ.get(name)}
        given = {name: value for name, value in given.items() if not name.startswith("PULUMI_")}
        return {names.get(name, name): value for name, value in given.items()}

    def run(self, shell: str, script: str, folder: Path, environ: Mapping[str, str]) -> Done:
        """Run shell lines as a runner does; what they print is remembered."""
        command = [shell, "-e", *(["-o", "pipefail"] if shell == "bash" else []), "-c", script]
        done = subprocess.run(
            command,
            cwd=folder,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.said.append(done.stdout)
        return Done(done.returncode, done.stdout)

    def copy(self, source: Path, target: Path) -> None:
        """Hand an artifact over."""
        if source.exists():
            shutil.copytree(source, target, dirs_exist_ok=True)

    def _program(self, name: str, line: str) -> None:
        path = self._programs / name
        path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        path.chmod(0o755)
