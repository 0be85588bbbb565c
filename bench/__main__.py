"""`make bench`: run every measure, print each figure beside its aim.

Names of measures as arguments run only those: `python -m bench planning`.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Sequence

from bench import command_line, diff, doctor, engine, failover, network, planning, sandbox
from bench.figures import MEASURES

__all__ = ["command_line", "diff", "doctor", "engine", "failover", "network", "planning", "sandbox"]


def main(arguments: Sequence[str]) -> int:
    """Run the measures; the exit code is 0 when they ran, whether or not the aims were met."""
    names = _parser().parse_args(arguments).measures
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure, and print each figure beside its aim. Ends with 0 whether or not the aims were met.",
        epilog="examples:\n  python -m bench planning diff\n  python -m bench 'command line'",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    there = ", ".join(MEASURES)
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=f"one of {there} (default: all of them)")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
