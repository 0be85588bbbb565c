"""`acree diff`: what a change does to every route, and what that means for whom."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from acree_infra.cli.accepting import accepted_rails, add_accept
from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import add_output, add_stack, put, style, wanted_stack
from acree_infra.reports.formats import DIFF, written

if TYPE_CHECKING:
    from acree_infra.cli.diff_before import Before
    from acree_infra.reports.diff_review import Review
    from acree_infra.routing.plan_model import Plan
    from acree_infra.topology.stack_file import StackFile

_MOST_JOBS = 256


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "--against",
        metavar="REV",
        help="git revision: its stack file and lock file, a stack that it does not have counts as empty; or the word "
        "`deployed`: what the stack's own checkpoint holds; or `live`: what stands in the account's tables "
        "(a branch of such a name is refs/heads/live)",
    )
    source.add_argument(
        "--against-plan",
        type=Path,
        metavar="FILE",
        help="what `acree plan -f json` wrote",
    )
    add_stack(parser)
    add_output(parser, *DIFF)
    parser.add_argument("--brief", action="store_true", help="leave out the routes that stay as they are (text)")
    parser.add_argument("--expect-no-changes", action="store_true", help="end with 7 when anything changes")
    parser.add_argument("--jobs", type=_jobs, default=16, metavar="N", help="calls side by side (live; default: 16)")
    add_accept(parser)
    parser.epilog = (
        "Ends with 5 when a rail refuses. Both sides are planned by this version of acree: the data that its package "
        "ships is that of today for the revision too. examples: acree diff --against origin/main -s dev;  "
        "acree diff --against HEAD~1 -s prod -f markdown -o comment.md;  "
        "acree diff --against-plan reviewed.json -s prod --expect-no-changes"
    )


def run(options: argparse.Namespace) -> int:
    """Compare, judge by the rails, write."""
    accepted = accepted_rails(options.accept)
    review = _review(options, accepted)
    put(options, _written(options, review))
    if options.expect_no_changes and not review.diff.empty:
        return ExitCode.CHANGED
    return ExitCode.REFUSED if review.refused else ExitCode.DONE


def _jobs(text: str) -> int:
    """A number of calls side by side."""
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= _MOST_JOBS:
        raise argparse.ArgumentTypeError(f"expected a number from 1 to {_MOST_JOBS}, found {text!r}")
    return number


def _review(options: argparse.Namespace, accepted: dict[str, str]) -> Review:
    from acree_infra.cli.reviewing import review_of  # 0.2 s that `--help` does without
    from acree_infra.discovery.lock_file import load_lock  # 0.2 s that `--help` does without
    from acree_infra.routing.planner import make_plan  # 0.2 s that `--help` does without

    stack = wanted_stack(options)
    lock = load_lock(stack)
    return review_of(_before(options, stack, make_plan(stack, lock)), lock, accepted, stack.topology.options)


def _before(options: argparse.Namespace, stack: StackFile, after: Plan) -> Before:
    from acree_infra.cli import diff_before  # 0.2 s that `--help` does without

    if options.against_plan is not None:
        return diff_before.before_of_file(options.against_plan, after)
    if options.against == diff_before.DEPLOYED:
        return diff_before.before_of_checkpoint(stack, after)
    if options.against == diff_before.LIVE:
        return diff_before.before_of_account(after, options.jobs)
    return diff_before.before_of_revision(stack, options.against, after)


def _written(options: argparse.Namespace, review: Review) -> str:
    from acree_infra.reports.diff_report import DiffReport  # 0.2 s that `--help` does without

    return written(DIFF, options.format, DiffReport(review, style(options), kept=not options.brief))
