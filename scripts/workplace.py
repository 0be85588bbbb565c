"""A place to try stacks in: a sandbox, and a copy of the project, so that no file of the checkout changes."""

from __future__ import annotations

import json
import os
import shutil
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[1]
LINKED = ("__main__.py", "Pulumi.yaml", "acree_infra")
_PASSPHRASE = "only-for-the-sandbox"  # noqa: S105  # protects nothing: the sandbox has no secrets


class CommandFailed(Exception):
    """A command ended with another code than was expected.

    Args:
        command: what was run.
        code: its exit code.
        output: what it printed.
    """

    def __init__(self, command: tuple[str, ...], code: int, output: str) -> None:
        super().__init__(f"`{' '.join(command)}` ended with {code}:\n{output}")
        self.code = code
        self.output = output


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended.

    Attributes:
        code: exit code.
        output: what it printed to both streams.
    """

    code: int
    output: str


@dataclass(slots=True)
class Workplace:
    """A sandbox with one world, and the project's stacks beside it; leave the context to stop the sandbox.

    Args:
        folder: where everything is kept; made when missing.
        world: the world file.
        environ: environment with the engine on its PATH.
        network: whether the sandbox forwards packets too, through namespaces of its own.

    Attributes:
        project: folder in which commands run: the project with its stacks.
        overrides: variables that differ from what the sandbox hands out, such as a wrong key.
    """

    folder: Path
    world: Path
    environ: Mapping[str, str]
    network: bool = False
    project: Path = field(init=False)
    overrides: dict[str, str] = field(init=False, default_factory=dict)
    _variables: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.project = self.folder / "project"

    def __enter__(self) -> Self:
        self.project.mkdir(parents=True, exist_ok=True)
        (self.folder / "backend").mkdir(exist_ok=True)
        for name in LINKED:
            link = self.project / name
            if not link.is_symlink():
                link.symlink_to(ROOT / name)
        shutil.copytree(ROOT / "stacks", self.project / "stacks", dirs_exist_ok=True)
        self.sandbox("up", "--world", str(self.world), *(["--network"] if self.network else []))
        lines = self.sandbox("env").output.splitlines()
        pairs = (line.removeprefix("export ").partition("=") for line in lines)
        self._variables = {name: value.strip("'") for name, _, value in pairs}
        return self

    def __exit__(self, *_: object) -> None:
        self.sandbox("down")

    def forget(self) -> None:
        """Stop what a killed run has left behind, and begin with an empty folder."""
        self.sandbox("down")
        if self.folder.exists():
            shutil.rmtree(self.folder)

    @property
    def variables(self) -> dict[str, str]:
        """The whole environment of commands that use the sandbox as their cloud."""
        return {
            **self.environ,
            **self._variables,
            "PULUMI_BACKEND_URL": f"file://{self.folder / 'backend'}",
            "PULUMI_CONFIG_PASSPHRASE": _PASSPHRASE,
            "NO_COLOR": "1",
            **self.overrides,
        }

    def sandbox(self, verb: str, *arguments: str) -> Done:
        """Run `acree-sandbox`; it must succeed."""
        command = (_program("acree-sandbox"), verb, "--state", str(self.folder / "sandbox"), *arguments)
        return _run(command, ROOT, dict(self.environ), 0)

    def resources(self) -> dict[str, list[dict[str, Any]]]:
        """What exists in the sandbox, by kind."""
        found: dict[str, list[dict[str, Any]]] = json.loads(self.sandbox("status", "--json").output)["resources"]
        return found

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401  # JSON of any shape
        """Ask the sandbox about itself; what it refuses raises `HTTPError`."""
        status = json.loads((self.folder / "sandbox" / "running.json").read_text(encoding="utf-8"))
        request = urllib.request.Request(  # noqa: S310  # our own sandbox on loopback
            f"{status['url']}/sandbox/{path}", method=method, data=json.dumps(body or {}).encode()
        )
        context = ssl.create_default_context(cafile=self.variables["SSL_CERT_FILE"])
        with urllib.request.urlopen(request, timeout=10, context=context) as answer:  # noqa: S310  # same
            return json.loads(answer.read())

    def on_host(self, host: str, *command: str, expect: int | None = 0) -> Done:
        """Run a command on a host of the sandbox's network; arguments as of `acree`."""
        whole = (_program("acree-sandbox"), "exec", "--state", str(self.folder / "sandbox"), host, "--", *command)
        return _run(whole, ROOT, self.variables | {"DOCKER_CONFIG": str(self.folder / "docker")}, expect)

    def acree(self, *arguments: str, expect: int | None = 0) -> Done:
        """Run `acree` beside the stacks.

        Args:
            arguments: verb and options.
            expect: the exit code that is right; None takes any.

        Raises:
            CommandFailed: another exit code came.
        """
        return _run((_program("acree"), *arguments), self.project, self.variables, expect)

    def pulumi(self, *arguments: str, expect: int | None = 0, given: str = "") -> Done:
        """Run the engine on the project; arguments as of `acree`, `given` is what it reads, such as a secret."""
        return _run(_engine(*arguments), self.project, self.variables, expect, given)

    def started(self, *arguments: str, apart: bool = False) -> subprocess.Popen[str]:
        """Start the engine; what it says comes on one pipe, line by line.

        Args:
            arguments: as of `pulumi`.
            apart: in a session of its own, so that signals can be sent to it and all that it starts.
        """
        return subprocess.Popen(
            _engine(*arguments),
            cwd=self.project,
            env=_reachable(self.variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=apart,
        )

    def select(self, stack: str) -> None:
        """Make a stack the one in hand, new if need be."""
        self.pulumi("stack", "select", stack, "--create")


def _engine(*arguments: str) -> tuple[str, ...]:
    return ("pulumi", *arguments, "--non-interactive", "--color", "never")


def _reachable(environ: Mapping[str, str]) -> dict[str, str]:
    """An environment in which the programs of this virtual environment come first."""
    return {**environ, "PATH": os.pathsep.join((str(Path(sys.executable).parent), environ.get("PATH", "")))}


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _run(
    command: tuple[str, ...], folder: Path, environ: Mapping[str, str], expect: int | None, given: str = ""
) -> Done:
    done = subprocess.run(  # our own programs, no shell
        command,
        cwd=folder,
        env=_reachable(environ),
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if expect is not None and done.returncode != expect:
        raise CommandFailed(command, done.returncode, done.stdout)
    return Done(done.returncode, done.stdout)
