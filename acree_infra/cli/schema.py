"""`acree schema`: the JSON Schema of a file that people write, or of a report that programs read."""

from __future__ import annotations

import argparse
from typing import Any

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import add_output, put

KINDS = ("stack", "lock", "plan", "lint", "trace", "trace-all", "diff", "doctor", "doctor-hosts")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "-k",
        "--kind",
        choices=KINDS,
        default="stack",
        help="the stack file, the lock file, or what `plan`, `lint`, `trace`, `trace --all`, `diff`, `doctor` and "
        "`doctor` from several hosts give as JSON (default: %(default)s)",
    )
    add_output(parser, "json")
    parser.epilog = (
        "Name the first one in a stack file's first line: # yaml-language-server: $schema=schema/stack.schema.json. "
        "examples: acree schema -o stacks/schema/stack.schema.json;  acree schema -k diff"
    )


def run(options: argparse.Namespace) -> int:
    """Print it."""
    from acree_infra.reports.output import as_json  # 0.2 s that `--help` does without

    put(options, as_json(schema_of(options.kind)))
    return ExitCode.DONE


def schema_of(kind: str) -> dict[str, Any]:
    """The schema of one kind of `KINDS`."""
    if kind == "doctor":
        from acree_infra.doctor.formats.document import report_schema  # only what is wanted

        return report_schema()
    if kind == "doctor-hosts":
        from acree_infra.doctor.formats.survey_writers import survey_schema  # as above

        return survey_schema()
    from acree_infra.reports.json_schemas import json_schema  # as above

    return json_schema(kind)
