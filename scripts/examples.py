"""Writes docs/examples: what a reviewer sees when the lock file of stack `dev` changes.

The change is what `acree resolve` finds on a day when the token server has moved and a range of storage has been
published: nobody has touched the stack file. `python -m scripts.examples` writes; with `--check` it ends with 1 when a
file is not what the code says.
"""

from __future__ import annotations

import sys
from pathlib import Path

from acree_infra.cli.diff_before import Before
from acree_infra.cli.reviewing import review_of
from acree_infra.discovery.lock_file import load_lock
from acree_infra.discovery.model import Lock
from acree_infra.reports.diff_report import DiffReport
from acree_infra.reports.diff_review import Review, Side
from acree_infra.reports.formats import DIFF, written
from acree_infra.reports.style import Style
from acree_infra.routing.planner import make_plan
from acree_infra.routing.provenance import Provenance
from acree_infra.topology.loader import load_stack, stack_path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "examples"
FILES = {"diff.html": "html", "diff-comment.md": "markdown", "diff.mmd": "mermaid"}
MOVED_TO = "100.103.11.20"
NEW_RANGE = "100.115.0.0/24"


def review() -> Review:
    """The example's difference."""
    stack = load_stack(stack_path("dev", ROOT / "stacks"))
    lock = load_lock(stack)
    after = changed(lock)
    side = Side("origin/main", make_plan(stack, lock), Provenance(lock))
    return review_of(Before(side, make_plan(stack, after)), after, {}, stack.topology.options)


def changed(lock: Lock) -> Lock:
    """The lock file as it is found on the day of the example."""
    data = lock.model_dump(by_alias=True, mode="json")
    addresses = data["legs"]["auth"]["addresses"]
    addresses[0] = addresses[0] | {"address": MOVED_TO}
    data["legs"]["oss"]["ranges"].append(NEW_RANGE)
    return Lock.model_validate(data)


def files() -> dict[str, str]:
    """Every example by file name."""
    report = DiffReport(review(), Style())
    return {name: written(DIFF, form, report) for name, form in FILES.items()}


def main(arguments: list[str]) -> int:
    """Write the examples, or check them."""
    made = files()
    stale = [name for name, text in made.items() if _kept(name) != text]
    if "--check" in arguments:
        for name in stale:
            print(f"docs/examples/{name} is not what the code says: run `python -m scripts.examples`")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{len(stale)} of {len(made)} examples changed")
    return 0


def _kept(name: str) -> str:
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
