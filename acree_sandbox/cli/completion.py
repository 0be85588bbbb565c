"""`acree-sandbox completion SHELL`: what a shell needs to complete verbs, options and files."""

from __future__ import annotations

import argparse
from pathlib import Path

SHELLS = ("bash", "zsh", "fish")
_FOLDERS = frozenset({"state", "folder"})


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("shell", choices=SHELLS, help="the shell that is to complete")
    parser.epilog = (
        'examples:\n  eval "$(acree-sandbox completion bash)"\n  eval "$(acree-sandbox completion zsh)"\n'
        "  acree-sandbox completion fish | source"
    )


def run(options: argparse.Namespace) -> int:
    """Print the script."""
    print(script(options.shell), end="")
    return 0


def script(shell: str) -> str:
    """The completion of every verb.

    Args:
        shell: one of `SHELLS`.
    """
    import shtab  # only this verb needs it

    from acree_sandbox.cli.main import whole_parser  # its table of verbs names this module

    parser = whole_parser()
    for verb in _verbs(parser).values():
        for action in verb._actions:  # noqa: SLF001  # argparse has no public way to its own options
            if action.type is Path:
                action.complete = shtab.DIRECTORY if action.dest in _FOLDERS else shtab.FILE  # type: ignore[attr-defined]  # what shtab looks for
    return shtab.complete(parser, shell, root_prefix="acree_sandbox").rstrip("\n") + "\n"


def _verbs(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:  # noqa: SLF001  # as above
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # as above
            found |= action.choices
    return found
