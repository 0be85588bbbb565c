"""`acree-sandbox map`: draw the world."""

from __future__ import annotations

import argparse

from acree_sandbox.cli import process
from acree_sandbox.cli.admin import ask


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare no options beside the common ones."""
    parser.epilog = "Belongs into a Mermaid block of a Markdown file.\n\nexamples:\n  acree-sandbox map > world.mmd"


def run(options: argparse.Namespace) -> int:
    """Print the drawing."""
    print(ask(process.need_running(options.state), "GET", "map")["mermaid"], end="")
    return 0
