"""`acree-sandbox down`: stop the sandbox."""

from __future__ import annotations

import argparse

from acree_sandbox.cli import process


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare no options beside the common ones."""
    parser.epilog = "The state stays: `up` goes on with it, `reset` begins anew.\n\nexamples:\n  acree-sandbox down"


def run(options: argparse.Namespace) -> int:
    """Stop it; stopping what does not run is fine."""
    print("the sandbox is down" if process.stop(options.state) else f"no sandbox ran in {options.state}")
    return 0
