"""`acree lint`: every rule, and every path there and back."""

from __future__ import annotations

import argparse

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import add_output, add_stack, put, style
from acree_infra.reports.formats import LINT, written


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_stack(parser)
    add_output(parser, *LINT)
    parser.epilog = (
        "Ends with 5 when a rule refuses. examples: acree lint -s dev;  acree lint -s prod -f sarif -o lint.sarif"
    )


def run(options: argparse.Namespace) -> int:
    """Run the rules and trace the paths."""
    from acree_infra.cli.judged import judged  # 0.2 s that `--help` does without
    from acree_infra.reports.lint_report import LintReport  # as above

    found = judged(options)
    tallies = found.context.tallies.values()
    traced = sum(tally.total for tally in tallies)
    delivered = traced - sum(tally.dropped for tally in tallies)
    report = LintReport(found.plan, found.findings, traced, delivered, style(options))
    put(options, written(LINT, options.format, report))
    return ExitCode.REFUSED if found.refused else ExitCode.DONE
