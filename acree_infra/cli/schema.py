"""`acree schema`: the JSON Schema of a file that people write, or of a report that programs read."""

from __future__ import annotations

import argparse

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import add_output, put

KINDS = ("stack", "lock", "plan", "lint", "trace", "trace-all", "diff")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "-k",
        "--kind",
        choices=KINDS,
        default="stack",
        help="the stack file, the lock file, or what `plan`, `lint`, `trace`, `trace --all` and `diff` give as JSON "
        "(default: %(default)s)",
    )
    add_output(parser, "json")
    parser.epilog = (
        "Name the first one in a stack file's first line: # yaml-language-server: $schema=schema/stack.schema.json"
    )


def run(options: argparse.Namespace) -> int:
    """Print it."""
    from acree_infra.reports.json_schemas import json_schema  # 0.2 s that `--help` does without
    from acree_infra.reports.output import as_json  # as above

    put(options, as_json(json_schema(options.kind)))
    return ExitCode.DONE
