"""`acree-sandbox exec HOST -- CMD`: run a command on a host of the sandbox, or on the device of a data center."""

from __future__ import annotations

import argparse

from acree_sandbox.cli import places
from acree_sandbox.cli.parser import WrongUse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("host", metavar="HOST", help="id or name of the host, or of a data center for its device")
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND", help="the command and its arguments")
    parser.epilog = (
        "Files are those of this machine; the network is the host's. The sandbox runs with: up --network\n\n"
        "examples:\n  acree-sandbox exec ecs2 -- ping -c1 10.0.0.20"
    )


def run(options: argparse.Namespace) -> int:
    """Replace this process by the command, inside of the host's namespace; its exit code is the command's."""
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        raise WrongUse(f"wanted a command, for example: acree-sandbox exec {options.host} -- ping -c1 100.100.2.136")
    return places.become(places.find(options.state, options.host, places.HOSTS), command)
