"""What a stack is compared with: a git revision, its own checkpoint, the account itself, or a saved plan."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from acree_infra.cli.revision import read_revision
from acree_infra.errors import ConfigError
from acree_infra.reports.diff_review import Side
from acree_infra.reports.times import in_utc
from acree_infra.routing.diff import empty_plan
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.planner import make_plan
from acree_infra.routing.provenance import Provenance
from acree_infra.routing.saved import saved_plan
from acree_infra.topology.stack_file import StackFile

DEPLOYED = "deployed"
LIVE = "live"
_MOST_LISTED = 6
"""Routes in one note."""
_NO_VPCS = "this saved plan tells no VPCs, an older acree wrote it: only rows and what carries them are compared"


@dataclass(frozen=True, slots=True)
class Before:
    """What is compared with.

    Attributes:
        side: how it is called, its plan, and where its prefixes come from.
        after: the plan of the stack, with what the other side knows of the world and the lock file does not.
        existed: whether there was such a stack.
        digest: digest of its plan as it was written; empty where the plan tells its own.
        whole: whether it tells the VPCs, without which no packet can be followed.
        notes: what to know of it.
    """

    side: Side
    after: Plan
    existed: bool = True
    digest: str = ""
    whole: bool = True
    notes: tuple[str, ...] = ()


def before_of_file(path: Path, after: Plan) -> Before:
    """A saved plan.

    Raises:
        ConfigError: there is no such file, or it is no plan of this stack.
    """
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path} is not valid JSON: {error}", remedy="`acree plan -f json` writes one") from None
    saved = saved_plan(document, str(path), after)
    side, notes = Side(str(path), saved.plan, Provenance(None)), () if saved.whole else (_NO_VPCS,)
    return Before(side, after, digest=saved.digest, whole=saved.whole, notes=notes)


def before_of_revision(stack: StackFile, revision: str, after: Plan) -> Before:
    """A git revision; a stack that it lacks is empty.

    Raises:
        ConfigError: there is no such revision, or one of its files is wrong.
    """
    found = read_revision(stack, revision)
    if found.stack is None or found.lock is None:
        missing = "stack file" if found.stack is None else "lock file"
        note = f"{found.name} has no {missing} of stack {stack.name}: everything counts as added"
        side = Side(found.name, empty_plan(after), Provenance(None))
        return Before(side, after, existed=False, notes=(note,))
    stale = f"the lock file of {found.name} was stale: its stack file asked for something else already"
    side = Side(found.name, make_plan(found.stack, found.lock), Provenance(found.lock))
    return Before(side, after, notes=(stale,) if found.stale else ())


def before_of_checkpoint(stack: StackFile, after: Plan) -> Before:
    """What the stack's own checkpoint holds.

    Raises:
        AcreeError: it cannot be read; the message says why.
    """
    from acree_infra.program.checkpoint import read_checkpoint  # only for this source
    from acree_infra.program.deployed import deployed_plan  # as above

    checkpoint = read_checkpoint(stack.name, Path(stack.path).parent)
    plan = deployed_plan(checkpoint, after, zones=stack.topology.dns.mode == "private-zone")
    notes = ["routes of others are those of the lock file: the checkpoint knows only what the stack made"]
    if checkpoint.pending:
        notes.append(
            f"the checkpoint has {checkpoint.pending} unfinished operations: an update runs, or one was killed; "
            "`pulumi refresh` finds out what became of them"
        )
    side = Side(f"what is deployed (checkpoint of {in_utc(checkpoint.written)})", plan, Provenance(None))
    return Before(side, after, notes=tuple(notes))


def before_of_account(after: Plan, jobs: int) -> Before:
    """What stands in the account's own tables now.

    Args:
        after: the plan of today.
        jobs: calls at the same time at most.

    Raises:
        AccessError: the account refused the credentials.
        DiscoveryError: a table could not be read; each is named.
    """
    from acree_infra.cli.diff_live import read_world  # the SDK, only for this source
    from acree_infra.cloud.sdk.entries import entry_reader  # as above
    from acree_infra.cloud.sdk.live import live_account  # as above
    from acree_infra.routing.observed import observe  # as above

    seen = observe(after, read_world(after, live_account(os.environ), entry_reader(os.environ), jobs))
    notes = ["names and links to the registry are not read: they count as they are planned"]
    if seen.unrecorded:
        listed = ", ".join(f"{row.destination} in {row.table.id}" for row in seen.unrecorded[:_MOST_LISTED])
        more = f" and {len(seen.unrecorded) - _MOST_LISTED} more" if len(seen.unrecorded) > _MOST_LISTED else ""
        notes.append(f"routes of others that the lock file does not have: {listed}{more}; run `acree resolve`")
    side = Side("what is live", seen.before, Provenance(None), seen.statuses)
    return Before(side, seen.after, notes=tuple(notes))
