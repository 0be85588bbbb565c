"""How planning and linting grow with the stack."""

from __future__ import annotations

import json
import subprocess
import sys

from acree_infra.cli.options import collect_seldom
from acree_infra.routing.planner import make_plan
from acree_infra.rules.all_rules import RULES
from acree_infra.rules.context import Context
from bench.figures import Figure, best, exponent, measure, peak_memory
from bench.stacks import stack

REGIONS = 30
LARGE = 600
SIZES = (60, 600, 6600)
"""Clients for about 1,000, 10,000 and 100,000 routes."""


@measure("planning")
def planning() -> list[Figure]:
    """600 clients in 30 regions, and the growth from 1,000 to 100,000 routes; each size in a process of its own."""
    results = {size: _apart(size) for size in SIZES}
    large = results[LARGE]
    small, huge = results[SIZES[0]], results[SIZES[-1]]
    return [
        Figure(f"plan and lint of {LARGE} clients, {large['routes']:.0f} routes", large["seconds"], "s", 2),
        Figure("peak memory of that", large["memory"], "MB", 300),
        Figure(
            f"growth from {small['routes']:.0f} to {huge['routes']:.0f} routes, exponent",
            exponent((small["routes"], small["seconds"]), (huge["routes"], huge["seconds"])),
            "",
            1.1,
        ),
    ]


def _apart(clients: int) -> dict[str, float]:
    done = subprocess.run(  # ourselves
        [sys.executable, "-m", "bench.planning", str(clients)], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _one(clients: int) -> dict[str, float]:
    collect_seldom()
    stack_file, lock = stack(clients, REGIONS)
    plan = make_plan(stack_file, lock)

    def whole() -> None:
        RULES.run(Context(stack_file, lock, make_plan(stack_file, lock)))

    return {"routes": len(plan.routes), "seconds": best(whole, 3), "memory": peak_memory()}


if __name__ == "__main__":
    print(json.dumps(_one(int(sys.argv[1]))))
