"""`acree-sandbox`: the table of verbs, and what every verb shares."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from acree_sandbox.cli.parser import USAGE_ERROR, Parser, Version, WrongUse
from acree_sandbox.core.errors import SandboxError

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""

VERBS = {
    "up": "start the sandbox, or say that it runs",
    "down": "stop it; its state stays for the next `up`",
    "status": "say whether it runs, and what exists in it",
    "reset": "forget everything and begin again as the world file says",
    "env": "print the environment in which programs use it as the cloud",
    "run": "run a command in that environment: acree-sandbox run -- pulumi up",
    "exec": "run a command on a host of its network: acree-sandbox exec ecs2 -- ping -c1 10.0.0.20",
    "site": "load files onto the device of a data center: acree-sandbox site load hq FOLDER",
    "capture": "show the packets of a host or router of its network",
    "map": "draw what exists in it, as Mermaid",
    "completion": "print the completion of the command line for a shell",
}
"""Verb and its one line of help; each is a module of this package with `arguments(parser)` and `run(options)`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; the exit code is 0, 1 when the sandbox cannot do it, 2 for wrong use, 130 after Ctrl-C."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser(given)
    options = parser.parse_args(given)
    if not getattr(options, "verb", None):
        parser.print_help()
        return USAGE_ERROR
    try:
        code = int(import_module(f"acree_sandbox.cli.{options.verb}").run(options))
        sys.stdout.flush()
    except SandboxError as error:
        code = _told(str(error), USAGE_ERROR if isinstance(error, WrongUse) else 1)
    except BrokenPipeError:
        code = 1
        _forget_output()
    except OSError as error:
        code = _told_of_the_machine(error)
    except KeyboardInterrupt:
        code = _told("interrupted", INTERRUPTED)
    return code


def _told_of_the_machine(error: OSError) -> int:
    if error.filename is not None:
        return _told(f"{error.filename}: {error.strerror}")
    _forget_output()
    return _told(f"standard output cannot be written: {error.strerror or error}")


def _told(message: str, code: int = 1) -> int:
    print(f"acree-sandbox: {message}", file=sys.stderr)
    return code


def _forget_output() -> None:
    """Let nothing more be written when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    wanted = next((word for word in given if word in VERBS), "")
    return _with_verbs(lambda name: name == wanted)


def whole_parser() -> argparse.ArgumentParser:
    """A parser with the options of every verb, for what is written from it: completion, manual pages."""
    return _with_verbs(lambda _: True)


def _with_verbs(whole: Callable[[str], bool]) -> argparse.ArgumentParser:
    """A parser of every verb, and of the options of those that are wanted whole: only their modules are imported."""
    parser = Parser(prog="acree-sandbox", description="A local Alibaba Cloud for tests and demos.")
    parser.add_argument("-V", "--version", action=Version, nargs=0, help="print the version")
    verbs = parser.add_subparsers(title="verbs", dest="verb", metavar="VERB")
    for name, line in VERBS.items():
        verb = verbs.add_parser(name, help=line, description=line, formatter_class=argparse.RawDescriptionHelpFormatter)
        verb.add_argument(
            "--state",
            type=Path,
            default=Path(os.environ.get("ACREE_SANDBOX_STATE", ".acree-sandbox")),
            help="folder of the state (default: %(default)s, or $ACREE_SANDBOX_STATE)",
        )
        if whole(name):
            import_module(f"acree_sandbox.cli.{name}").arguments(verb)
    return parser


if __name__ == "__main__":
    sys.exit(main())
