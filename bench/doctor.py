"""The doctor beside a real client, and fifty hosts beside one."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acree_sandbox.cli import places, process
from acree_sandbox.world.file import _parse, world_of
from bench.figures import Figure, measure

ROOT = Path(__file__).resolve().parents[1]
HOSTS = 50
RUNS = 7
IMAGE = "demo/hello:1.0"
REGISTRY = "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"


@measure("doctor")
def doctor() -> list[Figure]:
    """One client's doctor against `crane pull` in the same namespace; fifty hosts against one, through Cloud Assistant.

    The hosts are in the registry's own VPC, so that nothing has to be provisioned first.
    """
    with tempfile.TemporaryDirectory() as folder, _bench(Path(folder)) as bench:
        pull, seen, whole = _beside_a_pull(bench)
        one, all_at_once = _from_hosts(bench, 1), _from_hosts(bench, HOSTS)
    return [
        Figure("doctor of one client, all legs, times `crane pull`", seen / pull, "", 1.3),
        Figure("the same as a whole process, start of Python included", whole / pull, "", 1.3),
        Figure(f"doctor of {HOSTS} hosts at once, whole process, times one", all_at_once / one, "", 3),
    ]


@dataclass(frozen=True, slots=True)
class _Bench:
    """A running sandbox.

    Attributes:
        environ: environment in which commands use it as the cloud.
        entering: what runs the command after it on the first host.
        inside: environment of commands there.
        folder: where files may be put.
    """

    environ: Mapping[str, str]
    entering: Sequence[str]
    inside: Mapping[str, str]
    folder: Path


@contextmanager
def _bench(folder: Path) -> Iterator[_Bench]:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as after any first start
    content: Any = _parse(ROOT / "stacks" / "worlds" / "dev.yaml")
    hosts = [{"id": f"i-bench{number}", "vswitch": "vsw-bp1j"} for number in range(HOSTS)]
    state = folder / "state"
    process.start(state, world_of(content | {"hosts": hosts}), network=True)
    try:
        environ = process.environment_of(process.need_running(state))
        login = f"{environ['ALICLOUD_ACCESS_KEY']}:{environ['ALICLOUD_SECRET_KEY']}"
        auths = {REGISTRY: {"auth": base64.b64encode(login.encode()).decode()}}
        (folder / "config.json").write_text(json.dumps({"auths": auths}), encoding="utf-8")
        docker = {"DOCKER_CONFIG": str(folder)}
        place = places.find(state, "i-bench0", places.HOSTS)
        shutil.copytree(ROOT / "stacks", folder / "stacks")
        yield _Bench(os.environ | environ | docker, place.entering, place.environ | docker, folder)
    finally:
        process.stop(state)


def _beside_a_pull(bench: _Bench) -> tuple[float, float, float]:
    """Seconds of a pull, of the doctor by its own watch, and of its whole process: each the quickest of some."""
    target = str(bench.folder / "pulled.tar")
    pull = [*bench.entering, "crane", "pull", f"{REGISTRY}/{IMAGE}", target]
    look = [*bench.entering, *_doctor(bench)]
    pulls, seen, whole = [], [], []
    for _ in range(RUNS):
        pulls.append(_timed(pull, bench.inside)[0])
        seconds, report = _timed(look, bench.inside)
        whole.append(seconds)
        seen.append(json.loads(report)["milliseconds"] / 1000)
    return min(pulls), min(seen), min(whole)


def _from_hosts(bench: _Bench, count: int) -> float:
    """Seconds of a whole command that looks from so many hosts at once."""
    origins = [word for number in range(count) for word in ("--from", f"ecs:cn-hangzhou/i-bench{number}")]
    command = [*_doctor(bench), "--send-credentials", *origins]
    return min(_timed(command, bench.environ)[0] for _ in range(2))


def _doctor(bench: _Bench) -> list[str]:
    acree = str(Path(sys.executable).parent / "acree")
    stacks = str(bench.folder / "stacks")
    return [acree, "doctor", "-s", "dev", "--dir", stacks, "--image", IMAGE, "-q", "-f", "json"]


def _timed(command: Sequence[str], environ: Mapping[str, str]) -> tuple[float, str]:
    """Seconds and output of a command that must succeed."""
    started = time.perf_counter()
    done = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)
    return time.perf_counter() - started, done.stdout
