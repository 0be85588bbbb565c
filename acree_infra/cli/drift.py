"""`acree drift`: whether anything is otherwise than it was left: tables, look-ups, the pull itself."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from acree_infra.cli.options import add_output, add_stack, put, wanted_stack
from acree_infra.cli.streams import complain

if TYPE_CHECKING:
    from acree_infra.cli.drift_looks import Look

FORMATS = ("text", "markdown", "json")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_stack(parser)
    add_output(parser, *FORMATS)
    parser.add_argument("--here", action="store_true", help="follow a pull from this host too")
    parser.add_argument(
        "--from", dest="origins", action="append", default=[], metavar="ecs:ID", help="follow a pull on this host too"
    )
    parser.add_argument(
        "--look-up-from", default="", metavar="ecs:ID", help="look names up again on this host of the service VPC"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="tell what is as it was left too")
    parser.epilog = (
        "Reads the account; changes nothing in it. Prints nothing and ends with 0 while all is as it was left. Ends "
        "with 7 when tables or look-ups changed, with 4 when a pull fails. Only a host in the service VPC sees the "
        "right addresses, as for `acree resolve --from`; one in a client VPC sees the records that the stack made. "
        "examples: acree drift -s dev --look-up-from ecs:i-bp1abc;  "
        "acree drift -s prod --from ecs:i-uf6abc -f markdown -o drift.md"
    )


def run(options: argparse.Namespace) -> int:
    """Look at all of it at once, and tell what is otherwise."""
    from acree_infra.cli.drift_looks import look_at, looks  # processes, which `--help` does without
    from acree_infra.cli.drift_report import WRITERS  # as above
    from acree_infra.cli.processes import worst  # as above

    stack = wanted_stack(options)
    wanted: list[Look] = looks(options, stack.name)
    ended = look_at(wanted)
    code = worst(one.code for one in ended)
    if code or options.verbose or options.format == "json" or options.output is not None:
        put(options, WRITERS[options.format](stack.name, wanted, ended))
    if options.verbose:
        for one in ended:
            complain(f"{one.name}: {one.word} after {one.seconds:.1f} s")
    return code
