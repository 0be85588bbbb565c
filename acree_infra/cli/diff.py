"""`acree diff`: what a change does to every route, and what that means for whom."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import add_output, add_stack, put, style, wanted_stack
from acree_infra.errors import ConfigError, UnknownName
from acree_infra.reports.formats import DIFF, written

if TYPE_CHECKING:
    from acree_infra.cli.diff_before import Before
    from acree_infra.reports.diff_review import Review
    from acree_infra.routing.plan_model import Plan
    from acree_infra.topology.stack_file import StackFile


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "--against",
        metavar="REV",
        help="git revision: its stack file and lock file, a stack that it does not have counts as empty; or the word "
        "`deployed`: what the stack's own checkpoint holds (a branch of that name is refs/heads/deployed)",
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
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="RAIL=REASON",
        help="lift a rail, too-much-change or hop-change, with a reason that the report shows; may be repeated",
    )
    parser.epilog = (
        "Ends with 5 when a rail refuses. Both sides are planned by this version of acree: the data that its package "
        "ships is that of today for the revision too. examples: acree diff --against origin/main -s dev;  "
        "acree diff --against HEAD~1 -s prod -f markdown -o comment.md;  "
        "acree diff --against-plan reviewed.json -s prod --expect-no-changes"
    )


def run(options: argparse.Namespace) -> int:
    """Compare, judge by the rails, write."""
    accepted = _accepted(options.accept)
    review = _review(options, accepted)
    put(options, _written(options, review))
    if options.expect_no_changes and not review.diff.empty:
        return ExitCode.CHANGED
    return ExitCode.REFUSED if review.refused else ExitCode.DONE


def _accepted(given: list[str]) -> dict[str, str]:
    """The reason by rail.

    Raises:
        ConfigError: a reason is missing.
        UnknownName: there is no such rail.
    """
    from acree_infra.routing.rails import RAILS  # 0.2 s that `--help` does without
    from acree_infra.topology.found import suggestion  # as above

    accepted = {}
    for text in given:
        rail, _, reason = text.partition("=")
        if rail not in RAILS:
            raise UnknownName(f"--accept: there is no rail {rail!r}", remedy=suggestion(rail, list(RAILS)))
        if not reason.strip():
            raise ConfigError(f"--accept: expected a reason, found {text!r}", remedy=f"--accept '{rail}=REASON'")
        accepted[rail] = reason.strip()
    return accepted


def _review(options: argparse.Namespace, accepted: dict[str, str]) -> Review:
    from dataclasses import replace  # light, but `--help` does without

    from acree_infra.discovery.lock_file import load_lock  # as in `_accepted`
    from acree_infra.reports.diff_review import Review, Side  # as in `_accepted`
    from acree_infra.routing.diff import diff_plans  # as in `_accepted`
    from acree_infra.routing.planner import make_plan  # as in `_accepted`
    from acree_infra.routing.provenance import Provenance  # as in `_accepted`
    from acree_infra.routing.rails import refusals  # as in `_accepted`
    from acree_infra.routing.reachability import path_changes  # as in `_accepted`

    stack = wanted_stack(options)
    lock = load_lock(stack)
    before = _before(options, stack, make_plan(stack, lock))
    was = before.side.plan if before.existed else None
    diff = diff_plans(was, before.after)
    if before.digest:
        diff = replace(diff, before=before.digest)
    paths = path_changes(was, before.after) if before.whole else None
    after = Side("the stack file", before.after, Provenance(lock))
    return Review(diff, before.side, after, paths, refusals(diff, accepted), before.notes)


def _before(options: argparse.Namespace, stack: StackFile, after: Plan) -> Before:
    from acree_infra.cli import diff_before  # as in `_accepted`

    if options.against_plan is not None:
        return diff_before.before_of_file(options.against_plan, after)
    if options.against == diff_before.DEPLOYED:
        return diff_before.before_of_checkpoint(stack, after)
    return diff_before.before_of_revision(stack, options.against, after)


def _written(options: argparse.Namespace, review: Review) -> str:
    from acree_infra.reports.diff_report import DiffReport  # as in `_accepted`

    return written(DIFF, options.format, DiffReport(review, style(options), kept=not options.brief))
