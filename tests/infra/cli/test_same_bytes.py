"""What verbs write from files does not hang on the seed of hashes, the zone or the language."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from acree_infra.cli.schema import KINDS
from acree_infra.onprem.all_families import FAMILIES
from acree_infra.reports.formats import DIFF, LINT, PLAN
from tests.docs.test_reference import ROOT

READING = (
    [("plan", "-s", stack, "-f", form) for form in PLAN for stack in ("prod", "vpn-gateway")]
    + [("lint", "-s", stack, "-f", form) for form in LINT for stack in ("prod", "refused-basic")]
    + [("diff", "-s", "prod", "--against-plan", "before.json", "-f", form) for form in DIFF]
    + [("trace", "--all", "-s", "prod", "-f", form) for form in ("text", "json")]
    + [("trace", "shop", "oss", "-s", "prod", "-f", form) for form in ("text", "json")]
    + [("onprem", "hq", "--family", family, "-s", "vpn-gateway") for family in FAMILIES.names]
    + [("schema", "-k", kind) for kind in KINDS]
    + [("explain",), ("explain", "G9"), ("--help",)]
    + [("completion", shell) for shell in ("bash", "zsh", "fish")]
)
"""Every verb and format that reads files only."""

_RUN = r"""
import contextlib, io, sys
from acree_infra.cli.main import main
for line in sys.stdin.read().splitlines():
    told, said = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(said):
        code = main(line.split())
    print(f"\x1e{line}: {code}", told.getvalue(), said.getvalue(), sep="\n")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example stacks, and a plan to compare one of them with: without its last client."""
    place = tmp_path_factory.mktemp("same")
    (place / "stacks").mkdir()
    for path in (ROOT / "stacks").glob("*.yaml"):
        (place / "stacks" / path.name).write_bytes(path.read_bytes())
    with (place / "before.json").open("w") as plan:
        told = [sys.executable, "-m", "acree_infra.cli.main", "plan", "-s", "prod", "-f", "json"]
        subprocess.run(told, cwd=place, env=environ("0"), stdout=plan, check=True)
    text = (place / "before.json").read_text(encoding="utf-8")
    (place / "before.json").write_text(text.replace("100.118.58.0/24", "100.118.59.0/24"), encoding="utf-8")
    return place


def environ(seed: str, **more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "COLUMNS": "80", **more}


def written(folder: Path, seed: str, **more: str) -> list[str]:
    """What every command writes, in one process."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN],
        cwd=folder,
        env=environ(seed, **more),
        input="\n".join(" ".join(words) for words in READING),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.split("\x1e")[1:]


@pytest.mark.timeout(600)
def test_the_same_files_give_the_same_bytes(folder: Path) -> None:
    first = written(folder, "1", TZ="UTC", LANG="C.UTF-8")
    ended = [one.partition("\n")[0].rpartition(": ") for one in first]
    assert len(ended) == len(READING)
    assert {code for command, _, code in ended if command.startswith(("plan", "trace", "explain", "schema"))} == {"0"}
    assert [command for command, _, code in ended if command.startswith("onprem") and code != "0"] != []
    assert {code for _, _, code in ended} <= {"0", "2", "5"}
    assert written(folder, "4711", TZ="CST-8", LANG="zh_CN.UTF-8") == first
