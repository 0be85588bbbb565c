"""Where the pipelines are, and the commands that judge them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from scripts.workplace import ROOT, Done

PIPELINES = ROOT / "docs" / "pipelines"
WORKFLOWS = sorted((PIPELINES / "github" / "workflows").glob("*.yml"))
GITLAB = PIPELINES / "gitlab" / "acree.gitlab-ci.yml"
PROGRAMS = Path(sys.executable).parent


def told(*command: str | Path, folder: Path = ROOT, environ: Mapping[str, str] = os.environ) -> Done:
    """Run a command, with the programs of this virtual environment first on PATH."""
    reachable = {**environ, "PATH": os.pathsep.join((str(PROGRAMS), environ["PATH"])), "NO_COLOR": "1"}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=reachable,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout)
