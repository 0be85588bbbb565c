"""`acree`: the table of verbs, and what every verb shares."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module

from acree_infra.errors import AcreeError

VERBS = {
    "resolve": "find the endpoints and the networks, write the lock file",
    "lint": "run every rule, and trace every path there and back",
    "plan": "show every route in every table, with its reason",
    "trace": "follow one packet there and its answer back",
    "schema": "print the JSON Schema of the stack file, for editors",
    "explain": "tell what a rule guards, why, and how to lift it",
}
"""Verb and its one line of help; each is a module of this package with `arguments(parser)` and `run(options)`."""

USAGE_ERROR = 2
INTERRUPTED = 130
EXIT_CODES = """exit codes:
  0 done                            4 a look-up or a check failed
  1 failed                          5 a rule refused
  2 wrong files or wrong use        7 changes where none were expected
  3 the account refused"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code; errors of ours are told without a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser(given).parse_args(given)
    if options.verb is None:
        _parser(given).print_help()
        return USAGE_ERROR
    try:
        return int(import_module(f"acree_infra.cli.{options.verb}").run(options))
    except AcreeError as error:
        print(f"acree: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("acree: interrupted; nothing was half-written", file=sys.stderr)
        return INTERRUPTED


class _Parser(argparse.ArgumentParser):
    """A parser that names the nearest verb."""

    def error(self, message: str) -> None:  # type: ignore[override]  # it never returns, as in the base class
        wrong = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
        near = get_close_matches(wrong, VERBS, 1)
        hint = f"; did you mean {near[0]!r}?" if near and wrong not in VERBS else ""
        self.exit(USAGE_ERROR, f"acree: {message}{hint}\n")


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """A parser that knows every verb by name, and the options only of the one that is wanted."""
    parser = _Parser(
        prog="acree",
        description="Private access to a container registry across regions: plan, judge, provision.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    wanted = next((word for word in given if not word.startswith("-")), "")
    for name, line in VERBS.items():
        verb = verbs.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.")
        if name == wanted:
            import_module(f"acree_infra.cli.{name}").arguments(verb)
    return parser


class _Version(argparse.Action):
    """Print the version of the installed package; asked only when it is wanted, for the sake of the start."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # 0.02 s that no other call needs

        parser.exit(0, f"acree {version('acree')}\n")


if __name__ == "__main__":
    sys.exit(main())
