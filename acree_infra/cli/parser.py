"""The command line: every verb by name, and the options only of the one that is wanted."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import NoReturn

from acree_infra.cli.exit_codes import EXIT_CODES, ExitCode
from acree_infra.cli.help import Help

_BEFORE_THE_VERB = ("-h", "--help", "-V", "--version")


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
    parser, commands = _root()
    if given and given[0].startswith("-") and given[0] not in _BEFORE_THE_VERB:
        parser.error(f"unknown: {given[0]}; options stand behind the verb, as in `acree plan --stack dev`")
    wanted = next((word for word in given if not word.startswith("-")), "")
    if given and wanted == given[0] and wanted not in verbs:
        parser.error(f"there is no verb {wanted!r}; {_suggestion(wanted, verbs)}")
    for name, line in verbs.items():
        _add_verb(commands, name, line, whole=name == wanted)
    return parser


def whole_parser(verbs: Mapping[str, str]) -> Parser:
    """A parser with the options of every verb, for what is written from it: completion, manual pages.

    Args:
        verbs: verb and its one line of help.
    """
    parser, commands = _root()
    for name, line in verbs.items():
        _add_verb(commands, name, line, whole=True)
    return parser


def _root() -> tuple[Parser, argparse._SubParsersAction[Parser]]:
    """The parser before any verb, and where verbs are added."""
    parser = Parser(
        prog="acree",
        description="Private access to a container registry across regions: plan, judge, provision.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("-V", "--version", action=_Version, nargs=0, help="print the version")
    return parser, parser.add_subparsers(title="verbs", dest="verb", metavar="VERB")


def _add_verb(commands: argparse._SubParsersAction[Parser], name: str, line: str, *, whole: bool) -> None:
    """Declare a verb, with its options where they are wanted."""
    told = f"{line[0].upper()}{line[1:]}."
    verb = commands.add_parser(name, help=line, description=told, formatter_class=Help, allow_abbrev=False)
    verb.set_defaults(parser=verb)
    if whole:
        import_module(f"acree_infra.cli.{name}").arguments(verb)


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
