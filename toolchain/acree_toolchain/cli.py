"""The command line of `build.py`."""

import argparse
import json
import os
import sys
from collections.abc import Sequence

from acree_toolchain.builder import build
from acree_toolchain.environment import shell_lines, variables
from acree_toolchain.errors import ToolchainError
from acree_toolchain.layout import current

_INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Runs one command and gives its exit code: 0 done, 1 a build failed, 2 something must be installed first."""
    chosen = _parser().parse_args(arguments)
    layout = current()
    try:
        if chosen.command == "where":
            print(layout.root)
        elif chosen.command == "env" and chosen.json:
            print(json.dumps(variables(layout, os.environ), indent=2))
        elif chosen.command == "env":
            print("\n".join(shell_lines(layout, os.environ)))
        else:
            build(layout, os.environ)
    except ToolchainError as error:
        print(f"toolchain: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("toolchain: interrupted; finished parts are kept, start again to go on", file=sys.stderr)
        return _INTERRUPTED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Build or find the programs that acree runs.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("build", help="link what is installed, build the rest (the default)")
    commands.add_parser("where", help="print the folder that holds the programs")
    env = commands.add_parser("env", help="print the environment to run them in, as lines for a shell to eval")
    env.add_argument("--json", action="store_true", help="as one JSON object with whole values")
    return parser
