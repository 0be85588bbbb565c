"""What `preview` and `up` begin with: the files judged, the plan gated, and what is deployed beside it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from acree_infra.cli.diff_before import Before, before_of_checkpoint
from acree_infra.cli.judged import Judged, judged
from acree_infra.cli.reviewing import review_of
from acree_infra.errors import NeverUpdated
from acree_infra.program.refusal import refuse
from acree_infra.program.reviewed import refuse_other_plan
from acree_infra.reports.diff_review import Review, Side
from acree_infra.routing.diff import empty_plan
from acree_infra.routing.provenance import Provenance


def gated(options: argparse.Namespace) -> Judged:
    """Judge the files, and let only the reviewed plan pass where one is named.

    Raises:
        PolicyError: a rule refuses, or it is another plan.
        ConfigError: a file is missing or wrong, or what was named is no digest.
    """
    found = judged(options)
    refuse_other_plan(found.plan, options.plan_sha256)
    refuse(found.stack.name, found.findings)
    return found


def from_deployed(found: Judged, accepted: Mapping[str, str]) -> Review:
    """The difference from what is deployed; a stack that was never updated holds nothing.

    Raises:
        ConfigError, AccessError, AcreeError: the checkpoint cannot be read.
    """
    return review_of(_before(found), found.context.lock, accepted, found.stack.topology.options)


def folder_of(found: Judged) -> Path:
    """The folder of the stack file, which lies in the project."""
    return Path(found.stack.path).parent


def _before(found: Judged) -> Before:
    try:
        return before_of_checkpoint(found.stack, found.plan)
    except NeverUpdated:
        side = Side("what is deployed: nothing", empty_plan(found.plan), Provenance(None))
        return Before(side, found.plan, existed=False)
