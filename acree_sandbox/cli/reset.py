"""`acree-sandbox reset`: begin again as the world says."""

from __future__ import annotations

import argparse

from acree_sandbox.cli import process
from acree_sandbox.cli.admin import ask


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare no options beside the common ones."""
    parser.epilog = "Everything that was created since `up` is gone afterwards.\n\nexamples:\n  acree-sandbox reset"


def run(options: argparse.Namespace) -> int:
    """Forget everything but the world."""
    ask(process.need_running(options.state), "POST", "reset")
    print("the sandbox is as its world file says")
    return 0
