"""`acree completion`: what a shell needs to complete verbs, options, stacks, rules and formats.

The script is static but for stacks and git revisions, which the shell looks up itself: no Tab waits for Python.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import STACKS, add_output, put

SHELLS = ("bash", "zsh", "fish")
_FOLDERS = frozenset({("dir",), ("keep",), ("onprem", "output"), ("adopt", "output")})
"""Options, or options of one verb, that name a folder; other paths are files."""

Completer = dict[str, str | dict[str, str]]
"""What shtab takes: the words or their function by shell, and under `preamble` what defines it."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("shell", choices=SHELLS, help="the shell that is to complete")
    add_output(parser, "text")
    parser.epilog = (
        "For good: bash reads ~/.local/share/bash-completion/completions/acree, zsh a file _acree in a folder of "
        "$fpath, fish ~/.config/fish/completions/acree.fish. "
        'examples: eval "$(acree completion bash)";  eval "$(acree completion zsh)";  acree completion fish | source;  '
        "acree completion bash -o ~/.local/share/bash-completion/completions/acree"
    )


def run(options: argparse.Namespace) -> int:
    """Write the script."""
    put(options, script(options.shell))
    return ExitCode.DONE


def script(shell: str) -> str:
    """The completion of every verb.

    Args:
        shell: one of `SHELLS`.
    """
    import shtab  # only this verb needs it

    from acree_infra.cli.main import VERBS  # the table of verbs names this module
    from acree_infra.cli.parser import whole_parser  # as above

    parser = whole_parser(VERBS)
    words = _words()
    for verb, action in _options(parser):
        known = words.get((verb, action.dest)) or words.get(("", action.dest))
        if known is not None:
            action.complete = known  # type: ignore[attr-defined]  # what shtab looks for
        elif action.type is Path:
            named = _FOLDERS & {(action.dest,), (verb, action.dest)}
            action.complete = shtab.DIRECTORY if named else shtab.FILE  # type: ignore[attr-defined]  # as above
    return shtab.complete(parser, shell, root_prefix="acree").rstrip("\n") + "\n"


def _options(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.Action]]:
    """Every option and every word of every verb."""
    for action in parser._actions:  # noqa: SLF001  # argparse has no public way to its own options
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # as above
            for verb, inner in action.choices.items():
                yield from ((verb, option) for _, option in _options(inner))
        else:
            yield "", action


def _words() -> Mapping[tuple[str, str], Completer]:
    """What completes an option of a verb; of every verb where the verb is empty."""
    from acree_infra.cli.fleet import VERBS as OF_FLEET
    from acree_infra.onprem.all_families import FAMILIES
    from acree_infra.routing.nouns import LegId
    from acree_infra.routing.rails import RAILS
    from acree_infra.rules.all_rules import RULES

    # No dollar sign: fish would expand it.
    stacks = _asked("stacks", f"command ls {STACKS} 2>/dev/null | sed -n 's/^Pulumi\\.\\(.*\\)\\.yaml/\\1/p'")
    revisions = _asked("revisions", "git for-each-ref '--format=%(refname:short)' 2>/dev/null", "deployed live")
    legs = [str(leg) for leg in LegId]
    return {
        ("", "stack"): stacks,
        ("fleet", "stacks"): stacks,
        ("", "against"): revisions,
        ("", "accept"): _known("rails", [f"{rail}=" for rail in RAILS]),
        ("explain", "rule"): _known("rules", [word for rule in RULES.all() for word in (rule.id, rule.name)]),
        ("", "family"): _known("families", FAMILIES.names),
        ("fleet", "command"): _known("verbs", OF_FLEET),
        ("doctor", "only"): _known("legs", legs),
        ("trace", "destination"): _known("legs", legs),
    }


def _known(name: str, words: Iterable[str]) -> Completer:
    """Words that this version of acree knows."""
    return _completer(name, f"printf '%s\\n' {' '.join(words)}")


def _asked(name: str, command: str, more: str = "") -> Completer:
    """Words that a command of the shell prints, one a line, and some more.

    Args:
        name: what the words are.
        command: runs in each of `SHELLS`; a Tab waits for it.
        more: words that are always there.
    """
    return _completer(name, f"{command}; printf '%s\\n' {more}" if more else command)


def _completer(name: str, command: str) -> Completer:
    function = f"_acree_{name}"
    return {
        "bash": function,
        "zsh": function,
        "fish": f"({function})",
        "preamble": {
            "bash": f'{function}() {{\n  compgen -W "$({command})" -- "$1"\n}}',
            "zsh": f'{function}() {{\n  compadd -- ${{(f)"$({command})"}}\n}}',
            "fish": f"function {function}\n  {command}\nend",
        },
    }
