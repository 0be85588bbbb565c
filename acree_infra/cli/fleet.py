"""`acree fleet`: one verb for many stacks, some at a time, with one summary and one exit code."""

from __future__ import annotations

import argparse
import os
import shlex
from pathlib import Path

from acree_infra.cli.options import STACKS, add_file, put
from acree_infra.cli.streams import emit
from acree_infra.errors import ConfigError, UnknownName

VERBS = ("resolve", "lint", "plan", "diff", "preview", "up", "doctor", "drift")
_REMEDY = {
    "-s": "--stacks GLOB",
    "--stack": "--stacks GLOB",
    "--dir": "--dir FOLDER after COMMAND",
    "-o": "--keep FOLDER after COMMAND, which has a file for each stack",
    "--output": "--keep FOLDER after COMMAND, which has a file for each stack",
}
"""What the fleet says to each stack itself, and how it is told."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("command", metavar="COMMAND", help=f"what to run, quoted with its options: {', '.join(VERBS)}")
    parser.add_argument("--stacks", default="*", metavar="GLOB", help="which stacks (default: all of the folder)")
    parser.add_argument("--dir", type=Path, default=STACKS, help="folder of the stack files (default: %(default)s)")
    parser.add_argument(
        "-j", "--jobs", type=_jobs, default=min(4, os.cpu_count() or 1), help="at a time (default: %(default)s)"
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write what each stack said to a file there")
    add_file(parser)
    parser.add_argument("-v", "--verbose", action="store_true", help="show what each stack said, not only the failed")
    parser.epilog = (
        "The exit code is that of the stack that ended worst: 1, then 3, 2, 5, 4, 7, then 0. "
        "The summary goes to standard output or to the file of --output; what a stack said goes to standard error when "
        "it failed, and to a file of its own with --keep. "
        "examples: acree fleet 'diff --against origin/main';  acree fleet 'up --yes' --stacks 'prod-*' -j 2;  "
        "acree fleet 'doctor --wait 60s' --keep reports -o summary.txt"
    )


def run(options: argparse.Namespace) -> int:
    """Run the command for each stack and tell how each ended."""
    from acree_infra.cli.fleet_run import Fleet, summary  # threads and processes, which `--help` does without
    from acree_infra.cli.processes import worst  # as above

    verb, *rest = _words(options.command)
    names = _stacks(options.dir, options.stacks)
    fleet = Fleet((verb, "--dir", str(options.dir), *rest), options.jobs, keep=options.keep)
    ended = fleet.run(names, verbose=options.verbose)
    _put(options, summary(ended))
    return worst(one.code for one in ended)


def _put(options: argparse.Namespace, text: str) -> None:
    """Write the summary; it is not lost where its file cannot be written.

    Raises:
        ConfigError: that is so.
    """
    try:
        put(options, text)
    except ConfigError:
        emit(text)
        raise


def _words(command: str) -> list[str]:
    """The command's words.

    Raises:
        ConfigError: they cannot be told apart, or one is an option that the fleet gives each stack.
        UnknownName: the first is no verb that a fleet runs.
    """
    from acree_infra.topology.found import suggestion  # only where it runs

    try:
        words = shlex.split(command)
    except ValueError as error:
        raise ConfigError(f"COMMAND cannot be read: {error}: {command!r}") from error
    if not words or words[0] not in VERBS:
        verb = words[0] if words else ""
        raise UnknownName(f"a fleet does not run {verb!r}", remedy=suggestion(verb, list(VERBS)))
    for word in words:
        remedy = _REMEDY.get(word.partition("=")[0])
        if remedy is not None:
            raise ConfigError(f"{word} in {command!r}: the fleet says this to each stack", remedy=remedy)
    return words


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1 on, found {text!r}")
    return int(text)


def _stacks(folder: Path, pattern: str) -> list[str]:
    """The stacks of a folder whose names fit, sorted.

    Raises:
        ConfigError: none does.
    """
    paths = folder.glob(f"Pulumi.{pattern}.yaml")
    names = sorted(path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in paths)
    if not names:
        raise ConfigError(
            f"expected stack files Pulumi.{pattern}.yaml in {folder}, found none",
            remedy="name others: --stacks GLOB, or their folder: --dir FOLDER",
        )
    return names
