"""`acree-sandbox status`: whether it runs and what exists in it."""

from __future__ import annotations

import argparse
import json

from acree_sandbox.cli import process
from acree_sandbox.cli.admin import ask

NOT_RUNNING = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--json", action="store_true", help="print everything that exists, as JSON")
    parser.epilog = (
        "Ends with 0 when it runs, with 1 when not.\n\nexamples:\n  acree-sandbox status\n  acree-sandbox status --json"
    )


def run(options: argparse.Namespace) -> int:
    """Print the address and the number of resources of each kind."""
    found = process.running(options.state)
    if found is None:
        print(f"no sandbox runs in {options.state}")
        return NOT_RUNNING
    health, state = ask(found, "GET", "health"), ask(found, "GET", "state")
    if options.json:
        print(json.dumps(state, indent=1))
        return 0
    print(f"the sandbox runs: {found['url']} (process {found['pid']}, {health['actions']} actions)")
    for kind, rows in sorted(state["resources"].items()):
        print(f"  {len(rows):5}  {kind}")
    return 0
