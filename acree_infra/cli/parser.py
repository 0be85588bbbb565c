"""The command line: every verb by name, and the options only of the one that is wanted."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import NoReturn

from acree_infra.cli.exit_codes import EXIT_CODES, ExitCode

_BEFORE_THE_VERB = ("-h", "--help", "--version")


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line that names the help to read."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end."""
        self.exit(ExitCode.USAGE, f"{self.prog}: {message}; see `{self.prog} --help`\n")


def parser_for(given: Sequence[str], verbs: Mapping[str, str]) -> Parser:
    """A parser for one command line: the module of a verb is imported only when that verb is given.

    Args:
        given: the words of the command line.
        verbs: verb and its one line of help.
    """
    parser = Parser(
        prog="acree",
        description="Private access to a container registry across regions: plan, judge, provision.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(dest="verb", metavar="VERB")
    if given and given[0].startswith("-") and given[0] not in _BEFORE_THE_VERB:
        parser.error(f"unknown: {given[0]}; options stand behind the verb, as in `acree plan --stack dev`")
    wanted = next((word for word in given if not word.startswith("-")), "")
    if given and wanted == given[0] and wanted not in verbs:
        parser.error(f"there is no verb {wanted!r}; {_suggestion(wanted, verbs)}")
    for name, line in verbs.items():
        verb = commands.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.", allow_abbrev=False)
        verb.set_defaults(parser=verb)
        if name == wanted:
            import_module(f"acree_infra.cli.{name}").arguments(verb)
    return parser


def _suggestion(wrong: str, verbs: Mapping[str, str]) -> str:
    from difflib import get_close_matches  # only for the error

    near = get_close_matches(wrong, verbs, 1)
    return f"did you mean {near[0]!r}?" if near else f"verbs are {', '.join(verbs)}"


class _Version(argparse.Action):
    """Print the version of the installed package; asked only when it is wanted, for the sake of the start."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # 0.02 s that no other call needs

        print(f"acree {version('acree')}")
        parser.exit(ExitCode.DONE)
