"""`acree`: the table of verbs, and what every verb shares."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from acree_infra.cli.debug import DEBUG, debugging
from acree_infra.cli.exit_codes import EXIT_CODES, ExitCode
from acree_infra.cli.interrupt import INTERRUPTED
from acree_infra.cli.options import collect_seldom
from acree_infra.cli.parser import parser_for
from acree_infra.cli.streams import complain, emit, silence, tolerate_encodings
from acree_infra.errors import AcreeError

VERBS = {
    "init": "propose a stack file from what the account has",
    "resolve": "find the endpoints and the networks, write the lock file",
    "lint": "run every rule, and trace every path there and back",
    "plan": "show every route in every table, with its reason",
    "diff": "show what a change does to every route, and what that means for whom",
    "preview": "show what the engine would do, beside what that does to every route",
    "up": "provision the reviewed plan",
    "adopt": "take over what was made by hand, without making it again",
    "drift": "tell whether tables, look-ups or pulls are otherwise than they were left",
    "fleet": "run one verb for many stacks, with one summary",
    "trace": "follow one packet there and its answer back",
    "doctor": "follow a pull leg by leg, from here or from another host",
    "onprem": "render what a data center's devices need, or compare it with what runs on one",
    "schema": "print the JSON Schema of the files and of the JSON reports",
    "explain": "tell what a rule guards, why, and how to lift it",
    "completion": "print the completion of the command line for a shell",
}
"""Verb and its one line of help; each is a module of this package with `arguments(parser)` and `run(options)`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code; nobody sees a traceback who has not asked for it."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    collect_seldom()
    tolerate_encodings()
    try:
        code = _run(given)
        emit("")
        return code
    except AcreeError as error:
        return _told(str(error), error.exit_code)
    except BrokenPipeError:
        silence(sys.stdout)
        return ExitCode.READER_GONE
    except KeyboardInterrupt:
        complain(INTERRUPTED)
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the last defence: one line for a user, and the way to the rest
        text = " ".join(str(error).split())
        hint = f"this is a fault of acree; to see where, run it again with {DEBUG}=1, and please report it"
        return _told(f"unexpected {type(error).__name__}: {text}; {hint}", ExitCode.FAILED)


def _run(given: Sequence[str]) -> int:
    try:
        parser = parser_for(given, VERBS)
        options, unknown = parser.parse_known_args(given)
        if unknown:
            getattr(options, "parser", parser).refuse_unknown(unknown)
    except SystemExit as end:  # after help, version, or a wrong option
        return int(end.code or ExitCode.DONE)
    if options.verb is None:
        complain(parser.format_help())
        return ExitCode.USAGE
    return int(import_module(f"acree_infra.cli.{options.verb}").run(options))


def _told(message: str, code: int) -> int:
    """Say on standard error why the command ends, with the traceback where that is wanted."""
    if debugging():
        import traceback  # only where it is wanted

        traceback.print_exc()
    complain(f"acree: {message}")
    return int(code)


__all__ = ["EXIT_CODES", "VERBS", "main"]

if __name__ == "__main__":
    sys.exit(main())
