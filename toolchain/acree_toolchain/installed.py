"""Finds programs that are installed already and new enough, so that they need not be built."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from acree_toolchain.parts import ACTIONLINT, ALICLOUD, CRANE, LANGUAGE_HOST, PULUMI, REGISTRY, YAML_HOST, Part
from acree_toolchain.versions import at_least, parse, written

_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Found:
    """A part that is installed.

    Attributes:
        version: what the program says of itself.
        links: for each output of the part (relative to the cache folder), the installed file.
    """

    version: str
    links: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Machine:
    """Where to look.

    Attributes:
        environ: environment for the programs that are asked.
        cache: acree's own cache folder; what lies there was built, not installed.
    """

    environ: Mapping[str, str]
    cache: Path

    def which(self, command: str) -> Path | None:
        """Finds a command on PATH, outside acree's own cache folder."""
        folders = [
            folder
            for folder in self.environ.get("PATH", "").split(os.pathsep)
            if folder and not Path(folder).is_relative_to(self.cache)
        ]
        found = shutil.which(command, path=os.pathsep.join(folders) or os.devnull)
        return None if found is None else Path(found)

    def ask(self, *command: str | Path) -> str:
        """Runs a command and gives what it printed; nothing when it cannot be run, fails or hangs."""
        environ = {**self.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
        try:
            answer = subprocess.run(
                [str(word) for word in command],
                env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_SECONDS, check=True,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            return ""
        return answer.stdout or answer.stderr


def find(part: Part, machine: Machine) -> Found | None:
    """Finds an installed program that can stand in for a part; None when it has to be built."""
    return _FINDERS[part.name](machine)


def _engine(machine: Machine) -> tuple[str, dict[str, Path]] | None:
    """Finds a new enough engine together with its Python language host: they are only used together."""
    names = ("pulumi", "pulumi-language-python", "pulumi-language-python-exec")
    paths = {name: path for name in names if (path := machine.which(name)) is not None}
    if len(paths) < len(names):
        return None
    version = machine.ask(paths["pulumi"], "version").strip()
    return (version, paths) if at_least(version, PULUMI.version) else None


def _engine_part(part: Part) -> Callable[[Machine], Found | None]:
    def finder(machine: Machine) -> Found | None:
        engine = _engine(machine)
        if engine is None:
            return None
        version, paths = engine
        return Found(version.removeprefix("v"), {output: paths[Path(output).name] for output in part.outputs})

    return finder


def _yaml_host(machine: Machine) -> Found | None:
    """The host that came with an installed engine: alone it does not tell its version."""
    engine, path = _engine(machine), machine.which(YAML_HOST.name)
    if engine is None or path is None:
        return None
    return Found(f"of engine {engine[0].removeprefix('v')}", {YAML_HOST.output: path})


def _alicloud(machine: Machine) -> Found | None:
    pulumi = machine.which("pulumi")
    if pulumi is None:
        return None
    listed = machine.ask(pulumi, "plugin", "ls", "--json")
    try:
        plugins = json.loads(listed or "[]")
    except json.JSONDecodeError:
        return None
    home = Path(machine.environ.get("PULUMI_HOME") or Path.home() / ".pulumi")
    program = home / Path(ALICLOUD.output)
    wanted = ("alicloud", "resource", ALICLOUD.version)
    known = {(plugin.get("name"), plugin.get("kind"), plugin.get("version")) for plugin in plugins}
    if wanted not in known or not os.access(program, os.X_OK) or program.is_relative_to(machine.cache):
        return None
    return Found(ALICLOUD.version, {ALICLOUD.output: program})


def _program(part: Part, *question: str, word: int = -1) -> Callable[[Machine], Found | None]:
    """Makes a finder for a program that tells its version when asked, as the word of that place in what it says."""

    def finder(machine: Machine) -> Found | None:
        path = machine.which(part.name)
        if path is None:
            return None
        said = machine.ask(path, *question).split()
        version = parse(said[word]) if said else None  # its own path, with numbers of any kind, may come first
        if version is None or not at_least(written(version), part.version):
            return None
        return Found(written(version), {part.output: path})

    return finder


_FINDERS: Mapping[str, Callable[[Machine], Found | None]] = {
    PULUMI.name: _engine_part(PULUMI),
    LANGUAGE_HOST.name: _engine_part(LANGUAGE_HOST),
    YAML_HOST.name: _yaml_host,
    ALICLOUD.name: _alicloud,
    REGISTRY.name: _program(REGISTRY, "--version"),
    CRANE.name: _program(CRANE, "version"),
    ACTIONLINT.name: _program(ACTIONLINT, "-version", word=0),
}
