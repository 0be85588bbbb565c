"""The command line: every verb by name, and the options only of the one that is wanted."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
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

    def refuse_unknown(self, words: Sequence[str]) -> NoReturn:
        """Say which words nobody knows, and what was perhaps meant, and end."""
        options = [name for name in self._option_string_actions if name.startswith("--")]
        wrong = next((word.partition("=")[0] for word in words if word.startswith("--")), "")
        meant = _nearest(wrong, options) if wrong else ""
        self.error(f"unknown: {' '.join(words)}" + (f"; did you mean {meant}?" if meant else ""))

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Refuse a value that is none of the choices, with the nearest one."""
        if action.choices is None or value in action.choices:
            return
        known = [str(choice) for choice in action.choices]
        meant = _nearest(str(value), known)
        listed = f"known: {', '.join(known)}"
        hint = f"did you mean {meant!r}? ({listed})" if meant else listed
        raise argparse.ArgumentError(action, f"invalid choice: {value!r}; {hint}")


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
    meant = _nearest(wrong, verbs)
    return f"did you mean {meant!r}?" if meant else f"verbs are {', '.join(verbs)}"


def _nearest(wrong: str, known: Iterable[str]) -> str:
    """What somebody perhaps meant; empty where nothing is near."""
    from difflib import get_close_matches  # only for the error

    return next(iter(get_close_matches(wrong, list(known), 1)), "")


class _Version(argparse.Action):
    """Print the version of the installed package; asked only when it is wanted, for the sake of the start."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # 0.02 s that no other call needs

        print(f"acree {version('acree')}")
        parser.exit(ExitCode.DONE)
