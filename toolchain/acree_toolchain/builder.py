"""Makes every part usable: linked where it is installed, built where it is not."""

import fcntl
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from acree_toolchain.golang import find_go
from acree_toolchain.installed import Machine, find
from acree_toolchain.layout import Layout
from acree_toolchain.parts import PARTS, Part
from acree_toolchain.progress import say

_WAIT_SECONDS = 0.5
_WAITS_PER_LINE = 20
_GIB = 1024**3
_DISK_GIB = 10


def build(layout: Layout, environ: Mapping[str, str]) -> None:
    """Links or builds every part that is not there yet.

    Parts that were built before cost nothing. A build that was interrupted goes on where it stopped: finished parts
    are kept, and Go keeps what it compiled.

    Args:
        layout: the cache folder to fill.
        environ: where PATH is looked up and what builds run with.

    Raises:
        ToolchainError: Go is missing or too old, or a build failed.
    """
    if all(layout.is_built(part) for part in PARTS):
        say(f"everything was built before, in {layout.root}")
        return
    layout.root.mkdir(parents=True, exist_ok=True)
    with _only_one(layout.lock_file):
        _remove_leftovers(layout)
        to_build = [part for part in PARTS if not _is_there(part, layout, environ)]
        if to_build:
            _build_all(to_build, layout, environ)


def _is_there(part: Part, layout: Layout, environ: Mapping[str, str]) -> bool:
    """Tells whether a part was built before or is installed; a link to an installed one is made anew each time."""
    if layout.is_built(part):
        say(f"{part.name} {part.version}: built before")
        return True
    found = find(part, Machine(environ, layout.root.parent))
    if found is None:
        return False
    for output, target in found.links.items():
        _link(layout.root / output, target)
    say(f"{part.name} {found.version}: installed, {found.links[part.output]} is used")
    return True


def _link(link: Path, target: Path) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)


def _build_all(parts: list[Part], layout: Layout, environ: Mapping[str, str]) -> None:
    go = find_go(environ, parts)
    free = shutil.disk_usage(layout.root).free
    if free < _DISK_GIB * _GIB:
        say(f"a first build takes up to {_DISK_GIB} GiB of disk, with Go's caches, and {free / _GIB:.1f} GiB are free")
    say(
        f"Go {go.version} builds {len(parts)} of {len(PARTS)} parts into {layout.root}; "
        "from nothing that takes about ten minutes on two processors, once per machine"
    )
    for number, part in enumerate(parts, 1):
        say(f"[{number}/{len(parts)}] building {part.name} {part.version}")
        started = time.monotonic()
        with tempfile.TemporaryDirectory(dir=layout.root, prefix=_LEFTOVER) as folder:
            go.build(part, Path(folder))
            _move_in(part, Path(folder), layout)
        size = (layout.root / part.output).stat().st_size
        say(
            f"[{number}/{len(parts)}] {part.name} {part.version}: built in {time.monotonic() - started:.0f} s, "
            f"{size / 1e6:.0f} MB"
        )


_LEFTOVER = ".building-"


def _move_in(part: Part, folder: Path, layout: Layout) -> None:
    """Renames finished files into place; the program comes last, so that it never lacks what belongs to it."""
    for output in part.outputs:
        target = layout.root / output
        target.parent.mkdir(parents=True, exist_ok=True)
        (folder / output).replace(target)


def _remove_leftovers(layout: Layout) -> None:
    for path in layout.root.glob(f"{_LEFTOVER}*"):
        shutil.rmtree(path)


@contextmanager
def _only_one(lock_file: Path) -> Iterator[None]:
    """Lets one build at a time run on a machine; the kernel frees the lock even when a build is killed."""
    with lock_file.open("a") as handle:
        waited = 0
        while not _try_lock(handle.fileno()):
            if waited % _WAITS_PER_LINE == 0:
                say(f"another build is running, waiting for it: {waited * _WAIT_SECONDS:.0f} s")
            waited += 1
            time.sleep(_WAIT_SECONDS)
        yield


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
