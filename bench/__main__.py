"""`make bench`: run every measure, print each figure beside its aim.

Names of measures as arguments run only those: `python -m bench planning`.
"""

from __future__ import annotations

import platform
import sys

from bench import command_line, diff, doctor, engine, failover, network, planning, sandbox
from bench.figures import MEASURES

__all__ = ["command_line", "diff", "doctor", "engine", "failover", "network", "planning", "sandbox"]


def main(names: list[str]) -> int:
    """Run the measures; the exit code is 0 when they ran, whether or not the aims were met."""
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        print(f"no measure {unknown[0]!r}; there are {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    print(f"{platform.machine()}, Python {platform.python_version()}")
    figures = []
    for name in names or MEASURES:
        print(f"\n== {name}", flush=True)
        for figure in MEASURES[name]():
            print(figure, flush=True)
            figures.append(figure)
    met = sum(figure.met for figure in figures)
    print(f"\n{met} of {len(figures)} aims met")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
