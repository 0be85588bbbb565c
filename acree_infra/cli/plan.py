"""`acree plan`: every route in every table, with its reason."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import add_output, add_stack, put, style
from acree_infra.errors import ConfigError, UnknownName
from acree_infra.reports.formats import PLAN, written

if TYPE_CHECKING:
    from acree_infra.routing.plan_model import Plan


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_stack(parser)
    add_output(parser, *PLAN)
    parser.add_argument("--client", default="", help="show only this client's tables and the service side (text)")
    parser.add_argument("--region", default="", help="show only what stands in this region (text)")
    parser.add_argument("--strict", action="store_true", help="end with 5 when a rule refuses")
    parser.epilog = (
        "examples: acree plan -s dev;  acree plan -s prod --client shop;  acree plan -s dev -f json -o plan.json"
    )


def run(options: argparse.Namespace) -> int:
    """Show the plan; findings do not stop it unless asked."""
    from acree_infra.cli.judged import judged  # 0.2 s that `--help` does without
    from acree_infra.reports.plan_report import PlanReport  # as above
    from acree_infra.reports.plan_text import View  # as above

    found = judged(options)
    _check_parts(options, found.plan)
    view = View(style(options), options.client, options.region, found.stack.topology.dns.mode)
    put(options, written(PLAN, options.format, PlanReport(found.plan, found.findings, view)))
    return ExitCode.REFUSED if options.strict and found.refused else ExitCode.DONE


def _check_parts(options: argparse.Namespace, plan: Plan) -> None:
    """Refuse a part that the plan does not have, and a part of a document that is always whole."""
    from acree_infra.topology.found import suggestion  # as in `run`

    clients = [*(node.name for node in plan.clients), *(site.name for site in plan.premises.sites)]
    regions = sorted({plan.region, *(node.region for node in plan.clients)})
    for what, wanted, known in (("client", options.client, clients), ("region", options.region, regions)):
        if wanted and wanted not in known:
            raise UnknownName(f"there is no {what} {wanted!r} in this plan", remedy=suggestion(wanted, known))
        if wanted and options.format != "text":
            raise ConfigError(
                f"--{what} narrows the text only: a plan as {options.format} is whole, as its digest says",
                remedy=f"leave out --{what}",
            )
