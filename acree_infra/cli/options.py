"""Options that several verbs share, and what they lead to."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from acree_infra.cli.streams import emit
from acree_infra.errors import ConfigError

if TYPE_CHECKING:
    from acree_infra.reports.style import Style
    from acree_infra.topology.stack_file import StackFile

STACKS = Path("stacks")
_MANY_OBJECTS = 200_000
"""A verb makes its objects once and ends: looking for garbage more often only costs time with large stacks."""


def add_stack(parser: argparse.ArgumentParser) -> None:
    """Declare which stack is meant."""
    parser.add_argument(
        "-s",
        "--stack",
        default=os.environ.get("ACREE_STACK", ""),
        help="stack (default: $ACREE_STACK, or the only one)",
    )
    parser.add_argument("--dir", type=Path, default=STACKS, help="folder of the stack files (default: %(default)s)")


def add_output(parser: argparse.ArgumentParser, *formats: str) -> None:
    """Declare format and file of the report."""
    parser.add_argument("-f", "--format", choices=formats, default=formats[0], help="default: %(default)s")
    add_file(parser)


def add_file(parser: argparse.ArgumentParser) -> None:
    """Declare the file of what is reported."""
    parser.add_argument("-o", "--output", type=Path, help="write to this file, whole or not at all")


def wanted_stack(options: argparse.Namespace) -> StackFile:
    """The stack file that the options mean.

    Raises:
        ConfigError: none is named and there is not just one; the message lists those there are.
        UnknownName: there is no such stack; the message names the nearest one.
        StackFileError: it has problems.
    """
    from acree_infra.topology.loader import load_stack, stack_path  # 0.15 s that `--help` does without

    name = options.stack or _only_stack(options.dir)
    return load_stack(stack_path(name, options.dir))


def collect_seldom() -> None:
    """Let the garbage collector look only where there is much to look at."""
    gc.set_threshold(_MANY_OBJECTS, 20, 50)


def put(options: argparse.Namespace, text: str) -> None:
    """Print a report, or write it to the file that was named.

    Raises:
        ConfigError: the file cannot be written.
    """
    if options.output is None:
        emit(text)
        return
    from acree_infra.reports.output import write_file  # only where a file is wanted

    try:
        write_file(options.output, text)
    except OSError as error:
        raise ConfigError(f"{options.output} cannot be written: {error.strerror}") from error


def style(options: argparse.Namespace) -> Style:
    """The style of the report's reader."""
    from shutil import get_terminal_size  # light, but `--help` does without

    from acree_infra.reports.style import style_of  # as above

    terminal = options.output is None and sys.stdout is not None and sys.stdout.isatty()
    return style_of(os.environ, terminal=terminal, width=get_terminal_size().columns)


def _only_stack(folder: Path) -> str:
    names = sorted(path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in folder.glob("Pulumi.*.yaml"))
    if len(names) == 1:
        return names[0]
    if not names:
        raise ConfigError(
            f"expected a stack file Pulumi.<stack>.yaml in {folder}, found none",
            remedy="run this in the folder above, or name the one that holds stack files: --dir FOLDER",
        )
    raise ConfigError(f"which stack? there are {', '.join(names)}", remedy="name one: --stack NAME, or set ACREE_STACK")
