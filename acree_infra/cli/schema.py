"""`acree schema`: the JSON Schema of a stack file."""

from __future__ import annotations

import argparse

from acree_infra.cli.options import add_output, put


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_output(parser, "json")
    parser.epilog = (
        "Name it in the first line of a stack file: # yaml-language-server: $schema=schema/stack.schema.json"
    )


def run(options: argparse.Namespace) -> int:
    """Print it."""
    from acree_infra.reports.output import as_json  # 0.2 s that `--help` does without
    from acree_infra.topology.schema import stack_schema  # as above

    put(options, as_json(stack_schema()))
    return 0
