"""`acree-sandbox env`: the environment of programs that use the sandbox."""

from __future__ import annotations

import argparse
import json
import shlex

from acree_sandbox.cli import process


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--json", action="store_true", help="print JSON instead of shell lines")
    parser.epilog = 'examples:\n  eval "$(acree-sandbox env)"\n  acree-sandbox env --json'


def run(options: argparse.Namespace) -> int:
    """Print it."""
    variables = process.environment_of(process.need_running(options.state))
    if options.json:
        print(json.dumps(variables, indent=1, sort_keys=True))
        return 0
    for name, value in sorted(variables.items()):
        print(f"export {name}={shlex.quote(value)}")
    return 0
