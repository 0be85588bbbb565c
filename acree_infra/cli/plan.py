"""`acree plan`: every route in every table, with its reason."""

from __future__ import annotations

import argparse

from acree_infra.cli.options import add_output, add_stack, put, style

REFUSED = 5


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_stack(parser)
    add_output(parser, "text", "json")
    parser.add_argument("--client", default="", help="show only this client's tables and the service side (text)")
    parser.add_argument("--strict", action="store_true", help="end with 5 when a rule refuses")
    parser.epilog = (
        "examples: acree plan -s dev;  acree plan -s prod --client shop;  acree plan -s dev -f json -o plan.json"
    )


def run(options: argparse.Namespace) -> int:
    """Show the plan; findings do not stop it unless asked."""
    from acree_infra.cli.judged import judged  # 0.2 s that `--help` does without
    from acree_infra.reports.document import plan_document  # as above
    from acree_infra.reports.output import as_json, as_text  # as above
    from acree_infra.reports.plan_text import plan_lines  # as above

    found = judged(options)
    if options.client and options.client not in {node.name for node in found.plan.clients}:
        from acree_infra.errors import UnknownName  # only for the error

        known = ", ".join(node.name for node in found.plan.clients)
        raise UnknownName(f"there is no client {options.client!r}", remedy=f"clients are {known}")
    if options.format == "json":
        put(options, as_json(plan_document(found.plan, found.findings)))
    else:
        put(options, as_text(plan_lines(found.plan, found.findings, style(options), options.client)))
    return REFUSED if options.strict and found.refused else 0
