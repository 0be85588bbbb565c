"""`acree preview`: what the engine would do, beside what that does to every route; both must agree."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from acree_infra.cli.accepting import accepted_rails, add_accept
from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import add_output, add_stack, put, style
from acree_infra.errors import AcreeError

if TYPE_CHECKING:
    from acree_infra.cli.judged import Judged
    from acree_infra.program.engine import Engine, Outcome
    from acree_infra.reports.diff_review import Review
    from acree_infra.reports.preview import PreviewReport
    from acree_infra.reports.style import Style

FORMATS = ("text", "json")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_stack(parser)
    add_output(parser, *FORMATS)
    parser.add_argument("--brief", action="store_true", help="leave out the routes that stay as they are (text)")
    parser.add_argument("--refresh", action="store_true", help="read what exists first, so that changes by hand show")
    parser.add_argument("--expect-no-changes", action="store_true", help="end with 7 when anything would change")
    parser.add_argument("--plan-sha256", default="", metavar="DIGEST", help="end with 5 when the plan is another one")
    add_accept(parser)
    parser.epilog = (
        "Runs the engine's preview of the stack that the backend holds, and compares it with the route difference "
        "from the stack's checkpoint. Ends with 1 when the two disagree on a route, with 5 when a rule or a rail "
        "refuses. examples: acree preview -s dev;  acree preview -s prod --refresh --expect-no-changes"
    )


def run(options: argparse.Namespace) -> int:
    """Gate, compare, preview, write."""
    from acree_infra.cli.engine_files import folder_of, from_deployed, gated  # 0.5 s that `--help` does without
    from acree_infra.program.engine import Engine  # as above

    accepted = accepted_rails(options.accept)
    found = gated(options)
    engine = Engine(found.stack.name, folder_of(found), {}, create=False)
    review = from_deployed(found, accepted)
    outcome = previewed(engine, found, review, refresh=options.refresh)
    put(options, _written(options, review, outcome))
    if options.expect_no_changes and not (review.diff.empty and not outcome.changes):
        return ExitCode.CHANGED
    return ExitCode.REFUSED if review.refused else ExitCode.DONE


def previewed(engine: Engine, found: Judged, review: Review, *, refresh: bool) -> Outcome:
    """What the engine would do, once it agrees with the route difference.

    Raises:
        AcreeError: the preview fails, or the two tell something else of a route.
    """
    from acree_infra.cli.engine_progress import Quiet  # loaded with the engine
    from acree_infra.program.agreement import disagreements  # as above

    outcome = engine.preview(Quiet(), refresh=refresh)
    if not outcome.ok:
        raise AcreeError("the engine's preview failed:" + "".join(f"\n  {text}" for text in outcome.errors))
    before = review.before.plan if review.diff.before else None
    against = disagreements(review.diff, before, found.plan, outcome.steps, refreshed=refresh)
    if against:
        raise AcreeError(
            f"the engine's preview and the route difference disagree on {len(against)} of the routes:"
            + "".join(f"\n  {line}" for line in against),
            remedy="this is a fault of acree, or the state was changed by hand: `pulumi refresh` brings it up to date",
        )
    return outcome


def report_of(review: Review, outcome: Outcome, how: Style) -> PreviewReport:
    """The two sides as what is written."""
    from acree_infra.reports.preview import EngineChange, PreviewReport  # only to write

    changes = tuple(EngineChange(step.region, step.kind, step.name, str(step.action)) for step in outcome.changes)
    routes = {step.name for step in outcome.steps if step.is_route}
    return PreviewReport(review, changes, len(routes), how)


def _written(options: argparse.Namespace, review: Review, outcome: Outcome) -> str:
    from acree_infra.reports.preview import preview_json, preview_text  # only to write

    report = report_of(review, outcome, style(options))
    return preview_json(report) if options.format == "json" else preview_text(report, kept=not options.brief)
