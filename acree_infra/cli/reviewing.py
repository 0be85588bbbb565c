"""A stack beside something else, as everything that a reviewer is shown: what `diff`, `preview` and `up` share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from acree_infra.cli.diff_before import Before
from acree_infra.discovery.model import Lock
from acree_infra.reports.diff_review import Review, Side
from acree_infra.routing.diff import diff_plans, empty_plan
from acree_infra.routing.identity import aligned
from acree_infra.routing.overlaps import overlaps
from acree_infra.routing.provenance import Provenance
from acree_infra.routing.rails import Case, loads, refusals
from acree_infra.routing.reachability import path_changes
from acree_infra.topology.options import Options


def review_of(before: Before, lock: Lock, accepted: Mapping[str, str], limits: Options | None = None) -> Review:
    """Compare, and judge by the rails.

    Args:
        before: what is compared with, and the plan of the stack.
        lock: the stack's lock file, which knows where its prefixes come from.
        accepted: reason by rail that is lifted.
        limits: options of the stack file, for its quotas and its protected prefixes; those of an empty one when None.
    """
    was = before.side.plan if before.existed else None
    diff = diff_plans(was, before.after)
    if before.digest:
        diff = replace(diff, before=before.digest)
    paths = path_changes(was, before.after) if before.whole else None
    start = empty_plan(before.after) if was is None else aligned(was, before.after)
    met, limits = overlaps(start, before.after), limits or Options()
    case = Case(diff, start, before.after, paths or (), met, limits.quotas, limits.protected_prefixes)
    after = Side("the stack file", before.after, Provenance(lock))
    return Review(diff, before.side, after, paths, refusals(case, accepted), before.notes, met, loads(case))
