"""`acree resolve`: find the endpoints and the networks, write the lock file."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from acree_infra.cli.options import add_stack, wanted_stack

if TYPE_CHECKING:
    from acree_infra.discovery.progress import Progress

CHANGED = 7


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_stack(parser)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 7 when something changed")
    parser.add_argument("-q", "--quiet", action="store_true", help="show no progress")
    parser.epilog = (
        "Reads the account; changes nothing in it. examples: acree resolve -s dev;  acree resolve -s dev --check"
    )


def run(options: argparse.Namespace) -> int:
    """Look everything up, side by side, and keep it."""
    from acree_infra.cloud.sdk.live import live_account  # heavy, and only this verb needs it
    from acree_infra.discovery.lock_writer import write_lock  # as above
    from acree_infra.discovery.progress import silent  # as above
    from acree_infra.discovery.resolve import check, resolve  # as above
    from acree_infra.discovery.surroundings import surroundings  # as above

    stack = wanted_stack(options)
    clouds = live_account(os.environ)
    around = surroundings(os.environ, stack.topology.options.resolvers)
    observer = silent if options.quiet else _show
    if options.check:
        differences = check(stack, clouds, around, observer=observer)
        print("\n".join(differences) if differences else f"the lock file of stack {stack.name} is up to date")
        return CHANGED if differences else 0
    changed = write_lock(stack, resolve(stack, clouds, around, observer=observer))
    print(f"the lock file of stack {stack.name} {'is written' if changed else 'is unchanged'}")
    return 0


def _show(event: Progress) -> None:
    took = f" ({event.seconds:.1f} s)" if event.seconds is not None else ""
    text = f": {event.text}" if event.text else ""
    print(f"  {event.stage:<6} {event.subject}{took}{text}", file=sys.stderr)
