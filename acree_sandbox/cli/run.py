"""`acree-sandbox run -- CMD`: run a command with the sandbox as its cloud."""

from __future__ import annotations

import argparse
import os

from acree_sandbox.cli import process
from acree_sandbox.cli.parser import WrongUse
from acree_sandbox.core.errors import SandboxError

REMOVED = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy", "REQUESTS_CA_BUNDLE")
"""Variables that would lead a client past the sandbox."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND", help="the command and its arguments")
    parser.epilog = "examples:\n  acree-sandbox run -- acree resolve -s dev\n  acree-sandbox run -- pulumi preview"


def run(options: argparse.Namespace) -> int:
    """Replace this process by the command."""
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        raise WrongUse("wanted a command, for example: acree-sandbox run -- pulumi preview")
    variables = process.environment_of(process.need_running(options.state))
    kept = {name: value for name, value in os.environ.items() if name not in REMOVED}
    try:
        os.execvpe(command[0], command, kept | variables)  # noqa: S606  # running the user's command is the purpose
    except OSError as error:
        raise SandboxError(f"{command[0]} cannot be run: {error.strerror}") from error
