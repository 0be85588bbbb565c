"""`acree lint`: every rule, and every path there and back."""

from __future__ import annotations

import argparse

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import add_output, add_stack, put, style


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_stack(parser)
    add_output(parser, "text", "json")
    parser.epilog = "Ends with 5 when a rule refuses. examples: acree lint -s dev;  acree lint -s prod -f json"


def run(options: argparse.Namespace) -> int:
    """Run the rules and trace the paths."""
    from acree_infra.cli.judged import judged  # 0.2 s that `--help` does without
    from acree_infra.reports.document import lint_document  # as above
    from acree_infra.reports.findings_text import findings_lines  # as above
    from acree_infra.reports.output import as_json, as_text  # as above

    found = judged(options)
    tallies = found.context.tallies.values()
    traced = sum(tally.total for tally in tallies)
    delivered = traced - sum(tally.dropped for tally in tallies)
    if options.format == "json":
        put(options, as_json(lint_document(found.plan, found.findings, traced, delivered)))
    else:
        head = found.plan.waiting or f"{delivered} of {traced} paths are delivered, there and back"
        put(options, as_text([f"{found.plan.stack}: {head}", *findings_lines(found.findings, style(options))]))
    return ExitCode.REFUSED if found.refused else ExitCode.DONE
