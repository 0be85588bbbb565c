"""Where built programs lie: one folder per set of pinned files, shared by all checkouts on a machine."""

import hashlib
import os
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from acree_toolchain.parts import PARTS, Part

TOOLCHAIN = Path(__file__).resolve().parent.parent
"""The folder that holds the Go modules."""

_PINNED_PATTERNS = ("go.mod", "go.sum", "**/*.go", "**/*.json")
_DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Layout:
    """The cache folder of one toolchain.

    Attributes:
        root: the folder itself; also the engine's home, because it looks for plugins in `<home>/plugins`.
    """

    root: Path

    @property
    def programs(self) -> Path:
        """The folder to put on PATH."""
        return self.root / "bin"

    @property
    def lock_file(self) -> Path:
        """The file that two builds on one machine wait on, whatever they build."""
        return self.root.parent / "build.lock"

    def is_built(self, part: Part) -> bool:
        """Tells whether a part lies here as a program of our own, not as a link to an installed one."""
        paths = [self.root / output for output in part.outputs]
        return all(path.is_file() and not path.is_symlink() for path in paths)

    def is_ready(self, part: Part) -> bool:
        """Tells whether a part can be run, built here or linked from elsewhere."""
        return all(os.access(self.root / output, os.X_OK) for output in part.outputs)

    def missing(self) -> tuple[Part, ...]:
        """Lists the parts that cannot be run yet."""
        return tuple(part for part in PARTS if not self.is_ready(part))


def cache_folder(environ: Mapping[str, str]) -> Path:
    """Gives acree's folder under the user's cache folder, by the rules of the XDG base directories."""
    configured = environ.get("XDG_CACHE_HOME", "")
    base = Path(configured) if configured.startswith("/") else Path.home() / ".cache"
    return base / "acree"


def pinned_files(toolchain: Path) -> Iterator[Path]:
    """Yields every file that decides what is built, sorted: module files, our Go source, the table of parts."""
    modules = sorted({part.module for part in PARTS})
    for module in modules:
        found = {path for pattern in _PINNED_PATTERNS for path in (toolchain / module).glob(pattern)}
        yield from sorted(found)
    yield toolchain / "acree_toolchain" / "parts.py"


def digest(toolchain: Path = TOOLCHAIN, machine: str | None = None) -> str:
    """Names a toolchain by its content.

    Args:
        toolchain: the folder with the Go modules.
        machine: processor, for home folders shared between machines; this machine's when left out.

    Returns:
        Hexadecimal digits that change whenever a pinned file does.
    """
    digester = hashlib.sha256((machine or platform.machine()).encode())
    for path in pinned_files(toolchain):
        content = path.read_bytes()
        digester.update(f"\n{path.relative_to(toolchain).as_posix()} {len(content)}\n".encode())
        digester.update(content)
    return digester.hexdigest()[:_DIGEST_LENGTH]


def current(environ: Mapping[str, str] | None = None) -> Layout:
    """Gives the cache folder of the toolchain in this checkout; it need not exist yet."""
    return Layout(cache_folder(os.environ if environ is None else environ) / digest())
