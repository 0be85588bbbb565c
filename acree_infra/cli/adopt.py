"""`acree adopt`: what somebody made by hand becomes the stack's own, and nothing of it is made again."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import add_stack, wanted_stack
from acree_infra.cli.streams import complain, emit
from acree_infra.errors import AcreeError, ConfigError, LockError, PolicyError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from acree_infra.cloud.clouds import Clouds
    from acree_infra.discovery.model import Lock
    from acree_infra.program.adoption import Adoption, Thing
    from acree_infra.program.engine import Engine, Outcome
    from acree_infra.program.steps import Step
    from acree_infra.routing.plan_model import Plan
    from acree_infra.topology.stack_file import StackFile


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_stack(parser)
    parser.add_argument("--dry-run", action="store_true", help="only tell what would be adopted")
    parser.add_argument("-y", "--yes", action="store_true", help="go on without asking")
    parser.add_argument(
        "--with-missing", action="store_true", help="also make what the plan has and nobody has made yet"
    )
    parser.add_argument(
        "-o", "--output", type=Path, help="file for the generated `pulumi import` file (default: <stack>.import.json)"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="show no progress of the look-ups")
    parser.epilog = (
        "Attachments, their table links, routes and private zones that exist and equal the plan are imported into the "
        "stack's state, and get its names and tags in place. A CEN, transit routers, gateways, connections, lines and "
        "peerings that exist stay what they are: the stack file names them by their ids. Nothing is deleted or "
        "replaced; where the engine would, state and lock file are put back and the command ends with 5. Interrupted, "
        "it goes on when run again. "
        "examples: acree adopt -s prod --dry-run;  acree adopt -s prod --yes"
    )


def run(options: argparse.Namespace) -> int:
    """Look, tell, ask, import, mark."""
    stack = wanted_stack(options)
    from acree_infra.cli.debug import hush_libraries  # light, but `--help` does without
    from acree_infra.cloud.sdk.live import live_account  # heavy, and only some verbs need it
    from acree_infra.program.adoption import adoption  # as above

    hush_libraries()
    clouds = live_account(os.environ)
    before = _looked_up(stack, clouds, quiet=options.quiet)
    found = adoption(stack, before)
    _refuse_stale(stack, before, found.lock)
    emit(_told(found))
    if options.dry_run or not (found.adopted or found.missing):
        return ExitCode.DONE
    _refuse_unasked(options)
    if not options.yes and not _agreed(len(found.adopted)):
        complain("acree: nothing was changed")
        return ExitCode.FAILED
    return _adopt(options, stack, clouds, before, found)


def _looked_up(stack: StackFile, clouds: Clouds, *, quiet: bool) -> Lock:
    from acree_infra.cli.interrupt import ending_at_once  # light, but `--help` does without
    from acree_infra.cli.progress import observer  # as above
    from acree_infra.discovery.resolve import resolve  # loaded with the account
    from acree_infra.discovery.surroundings import surroundings  # as above

    around = surroundings(os.environ, stack.topology.options.resolvers)
    with ending_at_once():
        return resolve(stack, clouds, around, observer=observer(quiet=quiet))


def _refuse_stale(stack: StackFile, before: Lock, after: Lock) -> None:
    """Adopt only what was reviewed: the lock file says what the account does, or what an interrupted run has written.

    Raises:
        LockError: it says something else.
    """
    from acree_infra.discovery.drift import difference, substance  # loaded already
    from acree_infra.discovery.lock_file import load_lock  # as above

    known = load_lock(stack)
    if substance(known) not in (substance(before), substance(after)):
        lines = "".join(f"\n  {line}" for line in difference(known, before))
        raise LockError(
            f"the lock file of stack {stack.name} is not what the account says:{lines}",
            remedy=f"run `acree resolve --stack {stack.name}` and look at the plan first",
        )


def _refuse_unasked(options: argparse.Namespace) -> None:
    if not (options.yes or sys.stdin.isatty()):
        raise ConfigError("nobody is there to be asked: standard input is no terminal", remedy="say --yes")


def _told(found: Adoption) -> str:
    parts = (
        ("equal to the plan, to be adopted", found.adopted),
        ("otherwise than planned, left as it is", found.left),
        ("planned, and not found as the work of another", found.missing),
    )
    return "".join(_part(title, things) for title, things in parts if things) or "nothing to adopt\n"


def _part(title: str, things: tuple[Thing, ...]) -> str:
    return f"{title} ({len(things)}):\n" + "".join(f"  {thing}\n" for thing in things)


def _agreed(count: int) -> bool:
    emit(f"\nAdopt these {count}? Type yes to go on: ")
    return sys.stdin.readline().strip().lower() == "yes"


def _adopt(options: argparse.Namespace, stack: StackFile, clouds: Clouds, before: Lock, found: Adoption) -> int:
    """Write the lock file, import, look at what an update would do, and let it set the marks."""
    from acree_infra.cloud.sdk.entries import entry_reader  # loaded already
    from acree_infra.discovery.lock_file import lock_path  # as above
    from acree_infra.discovery.lock_writer import write_lock  # as above
    from acree_infra.program.backend import project_of  # as above
    from acree_infra.program.engine import Engine  # as above
    from acree_infra.program.import_ids import ImportIds  # as above
    from acree_infra.program.importing import Importer  # as above
    from acree_infra.program.reviewed import VARIABLE  # as above

    file = options.output or lock_path(stack).with_name(f"{stack.name}.import.json")
    environ = {VARIABLE: found.plan.digest}
    folder = Path(stack.path).parent
    engine = Engine(stack.name, folder, environ, create=True)
    importer = Importer(stack.name, project_of(folder), environ)
    state = importer.exported()
    write_lock(stack, found.lock)
    try:
        imported = importer.run(ImportIds(clouds, entry_reader(os.environ), _vbrs(found.plan)), file)
        complain(f"acree: {len(imported)} resources imported, protected until the update below; see {file}")
        planned = _harmless(engine, with_missing=options.with_missing)
    except AcreeError:
        importer.restore(state)
        write_lock(stack, before)
        complain("acree: state and lock file are as they were; the account was not touched")
        raise
    return _marked(engine, planned)


def _vbrs(plan: Plan) -> Mapping[str, Collection[str]]:
    """The VBRs that exist, by region."""
    known = [(node.region, node.id) for node in plan.premises.vbrs if node.id is not None]
    return {region: [vbr for place, vbr in known if place == region] for region, _ in known}


def _harmless(engine: Engine, *, with_missing: bool) -> Outcome:
    """What the update would do, once it keeps everything that was adopted.

    Raises:
        AcreeError: the preview fails.
        PolicyError: it would replace or delete something, or create what was not asked for.
    """
    from acree_infra.cli.engine_progress import Quiet  # loaded with the engine
    from acree_infra.program.steps import Action  # as above

    outcome = engine.preview(Quiet())
    if not outcome.ok:
        raise AcreeError("the engine's preview failed:" + "".join(f"\n  {text}" for text in outcome.errors))
    creates = [step for step in outcome.changes if step.action is Action.CREATE]
    others = [step for step in outcome.changes if step.action in {Action.REPLACE, Action.DELETE}]
    if others:
        raise PolicyError(
            f"after the import the engine would do more than change names and tags:{_steps(others)}",
            remedy="these differ from the plan in what cannot be changed in place; change them or the stack file",
        )
    if creates and not with_missing:
        raise PolicyError(
            f"{len(creates)} resources of the plan do not exist yet, and adopting makes nothing new:{_steps(creates)}",
            remedy="--with-missing makes them in the same update; or plan only what exists, and add the rest later",
        )
    return outcome


def _steps(steps: list[Step]) -> str:
    return "".join(f"\n  {step.action} {step.label} in {step.region}" for step in steps)


def _marked(engine: Engine, planned: Outcome) -> int:
    """Let the update set names and tags, by which the next look-ups know what is the stack's own."""
    from acree_infra.cli.engine_progress import progress  # loaded with the engine
    from acree_infra.cli.engine_stop import stopping  # as above

    with stopping() as stop, progress(planned.changes) as watcher:
        outcome = engine.up(watcher)
    if outcome.ok:
        changed = f"{len(outcome.changes)} resources were changed for that"
        complain(f"acree: adopted; all of it carries the stack's marks now, {changed}")
        return ExitCode.DONE
    for text in outcome.errors:
        complain(f"  error: {text}")
    complain("acree: not finished: the state holds what was adopted; run `acree adopt` again, then `acree up`")
    return ExitCode.INTERRUPTED if stop.asked else ExitCode.CHECK_FAILED
