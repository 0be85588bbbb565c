"""Finds Go and builds a part with it."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from acree_toolchain.errors import ToolchainError
from acree_toolchain.layout import TOOLCHAIN
from acree_toolchain.parts import ALICLOUD, GO_VERSION, PULUMI, Part
from acree_toolchain.progress import run, say
from acree_toolchain.versions import at_least, parse, written

_GIB = 1024**3
_TRIES = 3
_NETWORK = re.compile(r"dial tcp|i/o timeout|connection re(?:set|fused)|unexpected EOF|TLS handshake|: 50[234] ")


@dataclass(frozen=True, slots=True)
class Go:
    """A Go that can build the parts.

    Attributes:
        program: the `go` command.
        version: what it says of itself, for example `1.26.8`.
        environ: environment to run it with.
    """

    program: Path
    version: str
    environ: Mapping[str, str]

    def build(self, part: Part, folder: Path) -> None:
        """Builds a part into a folder that is laid out like the cache folder.

        Raises:
            ToolchainError: the build failed.
        """
        _warn_of_little_memory(part)
        label = f"building {part.name} {part.version}"
        linker_flags = " ".join(("-s", "-w", *part.linker_flags))
        target = folder / part.output
        target.parent.mkdir(parents=True, exist_ok=True)
        command = [
            str(self.program),
            "build",
            "-v",
            *part.flags,
            "-ldflags",
            linker_flags,
            "-o",
            str(target),
            part.package,
        ]
        self._run_until_fetched(label, command, TOOLCHAIN / part.module)
        for file in part.files:
            source = self._module_folder(part, file.module) / file.source
            shutil.copyfile(source, folder / file.output)
            (folder / file.output).chmod(0o755)

    def _run_until_fetched(self, label: str, command: Sequence[str], folder: Path) -> None:
        """Runs a build, again when the network broke it: Go itself gives up at the first lost connection."""
        for tries_left in reversed(range(_TRIES)):
            try:
                run(label, command, folder=folder, environ=self.environ)
            except ToolchainError as error:
                if not tries_left or _NETWORK.search(str(error)) is None:
                    raise
                say(f"{label}: the network failed, so it is tried again (what was fetched is kept)")
            else:
                return

    def _module_folder(self, part: Part, module: str) -> Path:
        command = [str(self.program), "list", "-m", "-f", "{{.Dir}}", module]
        answer = subprocess.run(
            command, cwd=TOOLCHAIN / part.module, env=self.environ, capture_output=True, text=True, check=False
        )
        folder = answer.stdout.strip()
        if not folder:
            message = f"Go does not say where module {module} lies: {answer.stderr.strip()}"
            raise ToolchainError(message, exit_code=1)
        return Path(folder)


def find_go(environ: Mapping[str, str], needed_for: Sequence[Part]) -> Go:
    """Finds a Go that is new enough.

    Args:
        environ: where PATH is looked up; the build runs with it, apart from Go's own switches.
        needed_for: the parts that are to be built, for the message.

    Raises:
        ToolchainError: there is no Go, or it is too old and cannot fetch a newer one.
    """
    found = shutil.which("go", path=environ.get("PATH") or os.devnull)
    if found is None:
        raise ToolchainError(f"{_wanted(needed_for)}, but there is no `go` on PATH: {_way_out(needed_for)}")
    build_environ = {
        **environ,
        "CGO_ENABLED": "0",
        "GOFLAGS": "-mod=readonly -trimpath -buildvcs=false",
        "GOWORK": "off",
    }
    # Asked inside a module, because there an older Go answers as the newer one that it fetches for it.
    answer = subprocess.run(
        [found, "version"],
        cwd=TOOLCHAIN / PULUMI.module, env=build_environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    version = parse(answer.stdout)
    if answer.returncode != 0 or version is None:
        said = (answer.stderr or answer.stdout).strip() or "nothing"
        raise ToolchainError(f"{_wanted(needed_for)}, but {found} says “{said}”: {_way_out(needed_for)}")
    if not at_least(written(version), GO_VERSION):
        raise ToolchainError(f"{_wanted(needed_for)}, but {found} is Go {written(version)}: {_way_out(needed_for)}")
    return Go(Path(found), written(version), build_environ)


def _wanted(parts: Sequence[Part]) -> str:
    return f"Go {GO_VERSION} or newer is needed to build {', '.join(part.name for part in parts)}"


def _way_out(parts: Sequence[Part]) -> str:
    install_go = "install it from go.dev/dl or with your package manager"
    if not {PULUMI, ALICLOUD} & set(parts):
        return install_go
    return (
        f"{install_go}, or install Pulumi {PULUMI.version} or newer and run "
        f"`pulumi plugin install resource alicloud {ALICLOUD.version}`"
    )


def _warn_of_little_memory(part: Part) -> None:
    available = _available_memory(Path("/proc/meminfo"))
    if available is not None and available < part.memory_gib * _GIB:
        say(
            f"{part.name} takes {part.memory_gib} GiB of memory to build and {available / _GIB:.1f} GiB are free: "
            "if the build is ended, close other programs and start again (what was compiled is kept)"
        )


def _available_memory(meminfo: Path) -> int | None:
    """Reads the free memory in bytes; None where the kernel does not tell."""
    if not meminfo.is_file():
        return None
    for line in meminfo.read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return None
