"""`acree init`: a first stack file, proposed from what the account has."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import STACKS
from acree_infra.cli.streams import complain, emit
from acree_infra.errors import ConfigError, UnknownName
from acree_infra.topology.found import suggestion

if TYPE_CHECKING:
    from acree_infra.cloud.inventory import InventoryReader
    from acree_infra.discovery.proposal import Proposal


_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)
"""Names of stacks that the engine takes."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("-s", "--stack", default="dev", help="name of the new stack (default: %(default)s)")
    parser.add_argument("--dir", type=Path, default=STACKS, help="folder of the stack files (default: %(default)s)")
    parser.add_argument("--regions", default="", metavar="A,B", help="look only there (default: all regions)")
    parser.add_argument("--registry", default="", metavar="ID", help="the instance, by id or name")
    parser.add_argument("--service-vpc", default="", metavar="VPC", help="the VPC that is, or will be, linked to it")
    parser.add_argument("--link", default="", metavar="VSWITCH", help="where to link it, when it is not linked yet")
    parser.add_argument("--cen", default="", metavar="ID", help="the CEN, or `create`")
    parser.add_argument(
        "--client", action="append", default=[], metavar="VPC", help="a VPC that pulls; may be repeated (default: all)"
    )
    parser.add_argument("-y", "--yes", action="store_true", help="ask nothing: take what is proposed")
    parser.add_argument("--force", action="store_true", help="replace a stack file that exists")
    parser.add_argument("-n", "--dry-run", action="store_true", help="print the file, write nothing")
    parser.epilog = (
        "Reads the account; changes nothing in it. What is not named is asked at a terminal, where Enter takes the "
        "proposal. examples: acree init -s dev;  acree init -s prod --registry acr-prod --cen cen-prod --yes"
    )


def run(options: argparse.Namespace) -> int:
    """List, choose, write."""
    from acree_infra.cli.debug import hush_libraries  # light, but `--help` does without
    from acree_infra.cli.init_choices import choose  # as above
    from acree_infra.cli.interrupt import ending_at_once  # as above
    from acree_infra.cloud.sdk.inventory import live_inventory  # heavy, and few verbs need it
    from acree_infra.discovery.inventory import take_inventory  # as above

    hush_libraries()
    if not _NAME.fullmatch(options.stack):
        raise ConfigError(
            f"expected a name for the stack, found {options.stack!r}",
            remedy="write at most 100 letters, digits and ._- from a letter or digit on: the engine takes no other",
        )
    path = options.dir / f"Pulumi.{options.stack}.yaml"
    if path.exists() and not (options.force or options.dry_run):
        raise ConfigError(f"{path} exists already", remedy="name another: --stack NAME, or replace it: --force")
    reader = live_inventory(os.environ)
    complain("looking at what the account has …")
    regions = tuple(region.strip() for region in options.regions.split(",") if region.strip())
    with ending_at_once():
        _check_regions(regions, reader)
        inventory = take_inventory(reader, regions)
    ask = None if options.yes or not sys.stdin.isatty() else input
    proposal = choose(inventory, reader, options, ask)
    _write(options, path, proposal)
    return ExitCode.DONE


def _check_regions(regions: Sequence[str], reader: InventoryReader) -> None:
    """Refuse a region that the account does not have, which would look like one with nothing in it."""
    known = reader.regions() if regions else ()
    for region in regions:
        if region not in known:
            raise UnknownName(f"--regions: there is no region {region!r}", remedy=suggestion(region, known))


def _write(options: argparse.Namespace, path: Path, proposal: Proposal) -> None:
    from acree_infra.discovery.stack_text import stack_text  # as in `run`
    from acree_infra.reports.output import write_file  # as in `run`
    from acree_infra.topology.loader import parse_stack  # as in `run`

    text = stack_text(proposal)
    parse_stack(text.encode(), path)
    if options.dry_run:
        emit(text)
        return
    try:
        write_file(path, text)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from error
    there = "" if options.dir == STACKS else f" --dir {shlex.quote(str(options.dir))}"
    emit(f"{path} is written; read it, then: acree resolve --stack {options.stack}{there}\n")
