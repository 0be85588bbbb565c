"""How long a difference takes: two large plans with who reaches what, and tables of the account read side by side."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from ipaddress import IPv4Network
from pathlib import Path

from acree_infra.cli.options import collect_seldom
from acree_infra.cloud.entries import Entry, EntryReader
from acree_infra.cloud.sdk.entries import entry_reader
from acree_infra.cloud.side_by_side import side_by_side
from acree_infra.discovery.model import Lock
from acree_infra.routing.diff import diff_plans
from acree_infra.routing.overlaps import overlaps
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.planner import make_plan
from acree_infra.routing.rails import Case, loads, refusals
from acree_infra.routing.reachability import path_changes
from bench.figures import Figure, best, exponent, measure, peak_memory
from bench.stacks import stack

REGIONS = 30
LARGE = 600
SIZES = (60, 600, 6600)
"""Clients for about 1,000, 10,000 and 100,000 routes."""
CHANGES = ("range", "client")
"""A range that is replaced in every table; a client that is new, after which every packet is followed again."""
TABLES, ROUTES = 50, 200
REGION = "cn-hangzhou"


@measure("diff")
def diff() -> list[Figure]:
    """Rows, rails and reachability of two plans, each size and change in a process of its own; then live tables."""
    figures = []
    for change in CHANGES:
        results = {size: _apart(size, change) for size in SIZES}
        large, small, huge = results[LARGE], results[SIZES[0]], results[SIZES[-1]]
        told = f"diff of two plans of {large['routes']:.0f} routes, another {change}"
        figures += [
            Figure(told, large["seconds"], "s", 2),
            Figure("peak memory of that", large["memory"], "MB", 500),
            Figure(
                f"growth from {small['routes']:.0f} to {huge['routes']:.0f} routes, exponent",
                exponent((small["routes"], small["seconds"]), (huge["routes"], huge["seconds"])),
                "",
                1.2,
            ),
        ]
    return [*figures, _live()]


def _apart(clients: int, change: str) -> dict[str, float]:
    done = subprocess.run(  # ourselves
        [sys.executable, "-m", "bench.diff", str(clients), change], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _one(clients: int, change: str) -> dict[str, float]:
    collect_seldom()
    before, after = _pair(clients, change)

    def whole() -> None:
        difference, paths, met = diff_plans(before, after), path_changes(before, after), overlaps(before, after)
        case = Case(difference, before, after, paths, met)
        refusals(case, {})
        loads(case)

    return {"routes": len(after.routes), "seconds": best(whole, 3), "memory": peak_memory()}


def _pair(clients: int, change: str) -> tuple[Plan, Plan]:
    file, lock = stack(clients, REGIONS)
    after = make_plan(file, lock)
    if change == "client":
        return make_plan(*stack(clients - 1, REGIONS)), after
    return make_plan(file, _other_range(lock)), after


def _other_range(lock: Lock) -> Lock:
    ranges = (*lock.legs.oss.ranges[1:], IPv4Network("100.115.0.0/24"))
    oss = lock.legs.oss.model_copy(update={"ranges": ranges})
    return lock.model_copy(update={"legs": lock.legs.model_copy(update={"oss": oss})})


def _live() -> Figure:
    """All tables at once, beside the slowest of them: what is more than that is waiting in line."""
    with tempfile.TemporaryDirectory() as folder, _sandbox(Path(folder)) as environ:
        reader = entry_reader(environ)
        ratio = min(_ratio(reader) for _ in range(5))
    return Figure(f"{TABLES} live tables of {ROUTES} routes, times the slowest one's pages", ratio, "", 1.3)


def _ratio(reader: EntryReader) -> float:
    took: dict[str, float] = {}
    calls = {_table(n): partial(_timed, reader, _table(n), took) for n in range(TABLES)}
    begun = time.perf_counter()
    read = side_by_side(calls, TABLES)
    whole = time.perf_counter() - begun
    if any(len(rows) < ROUTES for rows in read.values()):
        raise RuntimeError(f"expected {ROUTES} routes in each table")
    return whole / max(took.values())


def _timed(reader: EntryReader, table: str, took: dict[str, float]) -> tuple[Entry, ...]:
    begun = time.perf_counter()
    rows = reader.vpc_entries(REGION, table)
    took[table] = time.perf_counter() - begun
    return rows


def _table(number: int) -> str:
    return f"vtb-bench{number}"


@contextmanager
def _sandbox(folder: Path) -> Iterator[Mapping[str, str]]:
    """A sandbox in a process of its own, as the account that its environment names."""
    (folder / "world.yaml").write_text(json.dumps(_world()), encoding="utf-8")
    command, state = str(Path(sys.executable).parent / "acree-sandbox"), ("--state", str(folder / "state"))
    subprocess.run([command, "up", *state, "--world", str(folder / "world.yaml")], check=True, capture_output=True)
    try:
        lines = subprocess.run([command, "env", *state], check=True, capture_output=True, text=True).stdout.splitlines()
        pairs = (line.removeprefix("export ").partition("=") for line in lines)
        yield {**os.environ, **{name: value.strip("'") for name, _, value in pairs}}
    finally:
        subprocess.run([command, "down", *state], check=True, capture_output=True)


def _world() -> dict[str, object]:
    """A region with so many VPCs, each with a table of so many routes."""
    routes = [{"destination": f"192.168.{n}.0/24", "hop-type": "BlackHole"} for n in range(ROUTES)]
    zones = {"master-zones": [f"{REGION}-j"], "slave-zones": [f"{REGION}-k"]}
    vpcs = [
        {
            "id": f"vpc-bench{n}",
            "region": REGION,
            "cidr": f"10.{n}.0.0/16",
            "vswitches": [{"id": f"vsw-bench{n}", "zone": f"{REGION}-j", "cidr": f"10.{n}.0.0/24"}],
            "route-tables": [{"id": _table(n), "routes": routes}],
        }
        for n in range(TABLES)
    ]
    return {"regions": [{"id": REGION, **zones}], "paces": {"*": 0}, "vpcs": vpcs}


if __name__ == "__main__":
    print(json.dumps(_one(int(sys.argv[1]), sys.argv[2])))
