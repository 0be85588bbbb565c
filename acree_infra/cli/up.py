"""`acree up`: the reviewed plan, and nothing else, provisioned by the engine."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from acree_infra.cli.accepting import accepted_rails, add_accept
from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import add_file, add_stack, put, style
from acree_infra.cli.streams import complain, emit
from acree_infra.errors import ConfigError, PolicyError

if TYPE_CHECKING:
    from acree_infra.cli.engine_stop import Stop
    from acree_infra.program.engine import Outcome
    from acree_infra.reports.diff_review import Review


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_stack(parser)
    add_file(parser)
    parser.add_argument(
        "--plan-sha256", default="", metavar="DIGEST", help="go on only with the plan of this digest, without asking"
    )
    parser.add_argument("-y", "--yes", action="store_true", help="go on without asking")
    parser.add_argument("--refresh", action="store_true", help="read what exists first, so that changes by hand heal")
    parser.add_argument(
        "--expect-no-changes", action="store_true", help="end with 7, before any, when anything changes"
    )
    add_accept(parser)
    parser.epilog = (
        "Shows the route difference from what is deployed, or writes it to the file of --output, lets the engine "
        "preview it, checks that both agree, asks, and runs the update. Ends with 4 when a resource failed, with 5 "
        "when it is another plan or a rule or a rail refuses, with 130 after Ctrl-C, which waits for what runs. "
        "examples: acree up -s dev;  acree up -s prod --plan-sha256 sha256:6f1c… -o changes.txt"
    )


def run(options: argparse.Namespace) -> int:
    """Gate, compare, preview, ask, update."""
    from acree_infra.cli.engine_files import folder_of, from_deployed, gated  # 0.5 s that `--help` does without
    from acree_infra.cli.engine_progress import progress  # as above
    from acree_infra.cli.engine_stop import stopping  # as above
    from acree_infra.cli.preview import previewed  # as above
    from acree_infra.program.engine import Engine  # as above
    from acree_infra.program.reviewed import VARIABLE  # as above

    accepted = accepted_rails(options.accept)
    found = gated(options)
    _refuse_unasked(options)
    engine = Engine(found.stack.name, folder_of(found), {VARIABLE: found.plan.digest}, create=True)
    review = from_deployed(found, accepted)
    planned = previewed(engine, found, review, refresh=options.refresh)
    _show(options, review, planned)
    if not planned.changes and review.diff.empty:
        complain("acree: nothing to do")
        return ExitCode.DONE
    if options.expect_no_changes:
        return ExitCode.CHANGED
    _refuse_rails(review)
    if not (options.yes or options.plan_sha256) and not _agreed(len(planned.changes)):
        complain("acree: nothing was changed")
        return ExitCode.FAILED
    with stopping() as stop, progress(planned.changes) as watcher:
        outcome = engine.up(watcher, refresh=options.refresh)
    return _ended(outcome, stop)


def _refuse_unasked(options: argparse.Namespace) -> None:
    if not (options.yes or options.plan_sha256 or options.expect_no_changes or sys.stdin.isatty()):
        raise ConfigError(
            "nobody is there to be asked: standard input is no terminal",
            remedy="name the reviewed plan, --plan-sha256 DIGEST, or say --yes",
        )


def _refuse_rails(review: Review) -> None:
    """Stop where a rail refuses.

    Raises:
        PolicyError: with each refusal.
    """
    stops = [refusal for refusal in review.refusals if not refusal.accepted]
    if stops:
        lines = "".join(f"\n  {refusal.rail}: {refusal.message}; {refusal.key}" for refusal in stops)
        raise PolicyError(f"the change is refused, nothing was changed:{lines}")


def _show(options: argparse.Namespace, review: Review, planned: Outcome) -> None:
    from acree_infra.cli.preview import report_of  # loaded already
    from acree_infra.reports.preview import preview_text  # only to write

    put(options, preview_text(report_of(review, planned, style(options)), kept=False))


def _agreed(count: int) -> bool:
    emit(f"\nChange these {count} resources? Type yes to go on: ")
    return sys.stdin.readline().strip().lower() == "yes"


def _ended(outcome: Outcome, stop: Stop) -> int:
    """Say what happened, and what to do next."""
    changed = len(outcome.changes)
    told = f"{changed} resources changed in {outcome.seconds:.1f} s"
    if outcome.ok:
        complain(f"acree: {told}; `acree doctor` follows a pull, `acree drift` looks for changes by hand")
        return ExitCode.DONE
    for name, steps in (("failed", outcome.failed), ("under way at the end", outcome.open)):
        for step in steps:
            if step.region:
                complain(f"  {name}: {step.label} in {step.region}")
    again = "the state holds what was done; `acree up` goes on from there"
    if stop.asked:
        complain(f"acree: interrupted: {told}, {len(outcome.open)} were under way; {again}")
        return ExitCode.INTERRUPTED
    for text in outcome.errors:
        complain(f"  error: {text}")
    complain(f"acree: the update failed: {told}, {len(outcome.failed)} failed; {again}")
    return ExitCode.CHECK_FAILED if outcome.failed else ExitCode.FAILED
