"""`acree-sandbox up`: start the sandbox with a world."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from acree_sandbox.cli import process
from acree_sandbox.cli.parser import port
from acree_sandbox.core.errors import SandboxError
from acree_sandbox.core.world import World
from acree_sandbox.world.file import load_world

WORLD_FILE = "world.yaml"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--world", type=Path, help="world file: what exists at the start (default: that of last time)")
    parser.add_argument("--port", type=port, default=0, help="TCP port of the API on loopback (default: a free one)")
    parser.add_argument(
        "--network", action="store_true", help="build the network too, in namespaces of Linux, with what answers in it"
    )
    parser.add_argument("--foreground", action="store_true", help="stay attached to the terminal until Ctrl-C")
    parser.epilog = (
        "examples:\n  acree-sandbox up --world stacks/worlds/dev.yaml\n"
        "  acree-sandbox up --network --world stacks/worlds/dev.yaml"
    )


def run(options: argparse.Namespace) -> int:
    """Start, unless one runs already."""
    found = process.running(options.state)
    if found is not None:
        if options.world is not None and not _same(options.world, options.state / WORLD_FILE):
            raise SandboxError(
                f"a sandbox with another world runs in {options.state}; stop it first: acree-sandbox down"
            )
        if options.network and not found.get("network"):
            raise SandboxError(
                f"a sandbox without its network runs in {options.state}; stop it first: acree-sandbox down"
            )
        print(f"the sandbox runs already: {found['url']}")
        return 0
    world = remembered_world(options.state, options.world)
    if options.foreground:
        print(f"the sandbox serves from {options.state}; Ctrl-C ends it")
        process.serve_until_told(options.state, world, port=options.port, network=options.network)
        return 0
    process.start(options.state, world, port=options.port, network=options.network)
    print(f"the sandbox runs: {process.need_running(options.state)['url']}")
    print("use it with: acree-sandbox run -- COMMAND")
    return 0


def remembered_world(folder: Path, path: Path | None) -> World:
    """The world named, or that of last time.

    A copy is kept beside the state, so that a restart needs no file of the user's. Another world than last time
    begins a new state.

    Raises:
        SandboxError: neither is there, or the file is wrong.
    """
    kept = folder / WORLD_FILE
    if path is None:
        if not kept.exists():
            raise SandboxError(f"{folder} has no world yet; name one: acree-sandbox up --world FILE")
        return load_world(kept)
    world = load_world(path)
    if kept.exists() and not _same(path, kept):
        for old in folder.glob("state*"):
            old.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    if not _same(path, kept):
        shutil.copyfile(path, kept.with_suffix(".new"))
        kept.with_suffix(".new").replace(kept)
    return world


def _same(path: Path, kept: Path) -> bool:
    return kept.exists() and path.read_bytes() == kept.read_bytes()
