"""How the command line refuses: one line that names the help to read, and the exit code of wrong use."""

from __future__ import annotations

import argparse
from typing import NoReturn

from acree_sandbox.core.errors import SandboxError

USAGE_ERROR = 2
_MOST_PORT = 65_535


class WrongUse(SandboxError):
    """The command line lacks something; the message holds an example."""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end."""
        self.exit(USAGE_ERROR, f"{self.prog}: {message}; see `{self.prog} --help`\n")


class Version(argparse.Action):
    """Print the version of the installed package; asked only when it is wanted, for the sake of the start."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print it and end."""
        from importlib.metadata import version  # no other call needs it

        print(f"{parser.prog} {version('acree')}")
        parser.exit(0)


def port(text: str) -> int:
    """A TCP port; 0 for any that is free.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not text.isdecimal() or int(text) > _MOST_PORT:
        raise argparse.ArgumentTypeError(f"expected a TCP port from 0 to {_MOST_PORT}, found {text!r}")
    return int(text)
