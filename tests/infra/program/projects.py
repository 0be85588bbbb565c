"""Projects on disk: stack file and lock file as the program reads them."""

from __future__ import annotations

import io
import runpy
from pathlib import Path

from ruamel.yaml import YAML

from acree_infra.discovery.digest import content_digest, inputs_digest
from acree_infra.discovery.lock_writer import write_lock
from acree_infra.topology.loader import load_stack
from tests.infra.routing.variations import Data
from tests.infra.samples import lock_of

ROOT = Path(__file__).parents[3]


def write_project(directory: Path, stack: Data, lock: Data | None) -> None:
    """Write `stacks/Pulumi.dev.yaml`, and its lock file unless there is to be none."""
    (directory / "stacks").mkdir()
    text = io.StringIO()
    YAML().dump({"config": {f"acree:{key}": value for key, value in stack.items()}}, text)
    path = directory / "stacks" / "Pulumi.dev.yaml"
    path.write_text(text.getvalue(), encoding="utf-8")
    if lock is not None:
        loaded = load_stack(path)
        wanted = lock_of({**lock, "inputs": inputs_digest(loaded)})
        write_lock(loaded, wanted.model_copy(update={"content": content_digest(wanted.legs, wanted.networks)}))


def main_program() -> None:
    """What the engine runs."""
    runpy.run_path(str(ROOT / "__main__.py"), run_name="__main__")
