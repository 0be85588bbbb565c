"""`acree trace`: one packet there and its answer back."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import add_output, add_stack, put, style
from acree_infra.errors import ConfigError

if TYPE_CHECKING:
    from acree_infra.routing.plan_model import Plan


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("source", nargs="?", default="", help="an address, a client, or a vSwitch")
    parser.add_argument("destination", nargs="?", default="", help="an address, a host, or a leg: registry, auth, oss")
    parser.add_argument("--all", action="store_true", help="every client's vSwitches to every leg, a line for each")
    add_stack(parser)
    add_output(parser, "text", "json")
    parser.epilog = (
        "A leg is traced to each of its prefixes; the first one that fails is shown. Ends with 4 when a packet or its "
        "answer is dropped. examples: acree trace shanghai oss -s dev;  acree trace --all -s dev"
    )


def run(options: argparse.Namespace) -> int:
    """Trace through the plan's tables."""
    if options.all == bool(options.destination or options.source) or bool(options.source) != bool(options.destination):
        raise ConfigError("expected a source and a destination, or --all", remedy="example: acree trace shanghai oss")
    from acree_infra.cli.judged import planned  # 0.2 s that `--help` does without

    plan = planned(options)
    if plan.waiting:
        raise ConfigError(
            f"there is nothing to trace yet: {plan.waiting}", remedy="run `pulumi up`, then `acree resolve`"
        )
    return _every_path(options, plan) if options.all else _one_packet(options, plan)


def _every_path(options: argparse.Namespace, plan: Plan) -> int:
    from acree_infra.reports.document import paths_document  # as in `run`
    from acree_infra.reports.output import as_json, as_text  # as in `run`
    from acree_infra.reports.trace_text import paths_lines  # as in `run`
    from acree_infra.routing.trace import Verdict, paths  # as in `run`

    found = list(paths(plan))
    if options.format == "json":
        put(options, as_json(paths_document(plan, found)))
    else:
        put(options, as_text(paths_lines(found, style(options))))
    return _code(delivered=all(path.trace.verdict is Verdict.DELIVERED for path in found))


def _one_packet(options: argparse.Namespace, plan: Plan) -> int:
    from acree_infra.cli.endpoints import destination_addresses, source_address  # as in `run`
    from acree_infra.reports.document import trace_document  # as in `run`
    from acree_infra.reports.output import as_json, as_text  # as in `run`
    from acree_infra.reports.trace_text import trace_lines  # as in `run`
    from acree_infra.routing.network import Network  # as in `run`
    from acree_infra.routing.trace import Verdict, trace  # as in `run`

    network, source = Network(plan), source_address(plan, options.source)
    traces = [trace(network, source, target) for target in destination_addresses(plan, options.destination)]
    shown = next((found for found in traces if found.verdict is Verdict.DROPPED), traces[0])
    if options.format == "json":
        put(options, as_json(trace_document(shown)))
    else:
        put(options, as_text(trace_lines(shown, style(options))))
    return _code(delivered=shown.verdict is Verdict.DELIVERED)


def _code(*, delivered: bool) -> int:
    return ExitCode.DONE if delivered else ExitCode.CHECK_FAILED
