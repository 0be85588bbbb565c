"""`acree resolve`: find the endpoints and the networks, write the lock file."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import add_file, add_stack, put, wanted_stack

if TYPE_CHECKING:
    from acree_infra.discovery.model import Lock
    from acree_infra.discovery.surroundings import Elsewhere
    from acree_infra.topology.stack_file import StackFile


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_stack(parser)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 7 when something changed")
    parser.add_argument("--from", dest="origin", default="", metavar="ecs:ID|ssh:HOST", help="look up and ask there")
    add_file(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="show no progress on standard error")
    parser.epilog = (
        "Reads the account; changes nothing in it. Only a host in the service VPC sees the right answers: --from lets "
        "one look up and ask, through Cloud Assistant or SSH. "
        "examples: acree resolve -s dev;  acree resolve -s dev --check;  acree resolve -s dev --from ecs:i-bp1abc"
    )


def run(options: argparse.Namespace) -> int:
    """Look everything up, side by side, and keep it."""
    stack = wanted_stack(options)
    from acree_infra.cli.debug import hush_libraries  # light, but `--help` does without
    from acree_infra.cli.interrupt import ending_at_once  # as above
    from acree_infra.cli.progress import observer  # as above
    from acree_infra.cloud.sdk.live import live_account  # heavy, and only this verb needs it
    from acree_infra.discovery.lock_file import lock_path  # as above
    from acree_infra.discovery.lock_writer import write_lock  # as above
    from acree_infra.discovery.resolve import check, resolve  # as above
    from acree_infra.discovery.surroundings import surroundings  # as above

    hush_libraries()
    clouds = live_account(os.environ)
    around = surroundings(os.environ, stack.topology.options.resolvers)
    if options.origin:
        around = replace(around, elsewhere=_host(options.origin, stack, around.timeout))
    shown = observer(quiet=options.quiet)
    if options.check:
        with ending_at_once():
            differences = check(stack, clouds, around, observer=shown)
        put(options, "\n".join([*differences, _checked(stack, len(differences)), ""]))
        return ExitCode.CHANGED if differences else ExitCode.DONE
    with ending_at_once():
        lock = resolve(stack, clouds, around, observer=shown)
    changed = write_lock(stack, lock)
    put(options, f"{_found(lock)}\n{lock_path(stack)} is {'written' if changed else 'unchanged'}; {_next(stack)}\n")
    return ExitCode.DONE


def _host(origin: str, stack: StackFile, timeout: float) -> Elsewhere:
    """The host that looks up and asks."""
    from acree_infra.doctor.elsewhere import FromHost  # only where it is wanted
    from acree_infra.doctor.job import trusted_realms  # as above
    from acree_infra.doctor.origins import runners  # as above
    from acree_infra.doctor.remote import Remote  # as above

    home = [stack.topology.registry.region, *(client.region for client in stack.topology.clients)]
    (runner,) = runners([origin], home, os.environ)
    return FromHost(Remote(runner), trusted_realms(stack, ()), timeout)


def _checked(stack: StackFile, differences: int) -> str:
    if not differences:
        return f"the lock file of stack {stack.name} is up to date"
    return f"the lock file of stack {stack.name} is out of date: run `acree resolve --stack {stack.name}`"


def _found(lock: Lock) -> str:
    """The three legs in a line each."""
    registry, auth, oss = lock.legs.registry, lock.legs.auth, lock.legs.oss
    linked = [f"{vpc.address or vpc.status} in {vpc.vpc}" for vpc in registry.linked_vpcs]
    addresses = "not known yet" if auth is None else ", ".join(str(seen.address) for seen in auth.addresses)
    return "\n".join(
        (
            f"registry  {', '.join(registry.hosts)}: {', '.join(linked) or 'linked to no VPC yet'}",
            f"auth      {auth.host if auth else 'host'}: {addresses}",
            f"oss       {', '.join(oss.hosts)}: {len(oss.ranges)} ranges",
        )
    )


def _next(stack: StackFile) -> str:
    return f"next: acree plan --stack {stack.name}"
