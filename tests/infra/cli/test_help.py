"""Help: every verb shows examples, and every example is one that the verb takes."""

from __future__ import annotations

import argparse
import re
import shlex

import pytest

from acree_infra.cli.help import Help, parts
from acree_infra.cli.main import VERBS
from acree_infra.cli.parser import Parser, whole_parser
from acree_sandbox.cli import main as sandbox
from tests.infra.cli.conftest import Acree


def verbs_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return dict(found.choices)


def commands_of(name: str, epilog: str | None) -> list[str]:
    """The words of `name` in each example, without what the shell does with them."""
    return [found[0] for example in parts(epilog or "")[1] if (found := re.search(rf"\b{name} [^|)>]*", example))]


OURS = verbs_of(whole_parser(VERBS))
EXAMPLES = [(verb, command) for verb, parser in OURS.items() for command in commands_of("acree", parser.epilog)]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_examples_of_itself(verb: str) -> None:
    told, examples = parts(OURS[verb].epilog or "")
    assert examples
    assert all(f"acree {verb}" in example for example in examples)
    assert not told or told[-1] in ".:", told


@pytest.mark.parametrize(("verb", "command"), EXAMPLES)
def test_an_example_is_understood(verb: str, command: str) -> None:
    options = whole_parser(VERBS).parse_args(shlex.split(command)[1:])
    assert options.verb == verb


@pytest.mark.parametrize("verb", sandbox.VERBS)
def test_every_verb_of_the_sandbox_has_examples_that_are_understood(verb: str) -> None:
    commands = commands_of("acree-sandbox", verbs_of(sandbox.whole_parser())[verb].epilog)
    assert commands
    for command in commands:
        assert sandbox.whole_parser().parse_args(shlex.split(command)[1:]).verb == verb


def test_each_example_stands_on_a_line(acree: Acree) -> None:
    shown = acree("plan", "--help").out
    assert "\n\nexamples:\n  acree plan -s dev\n" in shown
    assert shown.endswith("  acree plan -s dev -f json -o plan.json\n")


@pytest.mark.parametrize(
    ("epilog", "expected"),
    [
        ("", ("", [])),
        ("Only text.", ("Only text.", [])),
        ("examples: a;  b", ("", ["a", "b"])),
        ("Text. example: a -x; y", ("Text.", ["a -x; y"])),
        ("Text.\n\nexamples:\n  a\n  b", ("Text.", ["a", "b"])),
        ("Counterexamples: none", ("Counterexamples: none", [])),
    ],
)
def test_parts_of_an_epilog(epilog: str, expected: tuple[str, list[str]]) -> None:
    assert parts(epilog) == expected


def test_text_is_filled_and_examples_are_not() -> None:
    parser = Parser(prog="x", epilog=f"{'word ' * 40}. examples: {'long ' * 40}end", formatter_class=Help)
    lines = parser.format_help().splitlines()
    assert lines[-2] == "examples:".replace("s:", ":")
    assert lines[-1].endswith("long end")
    assert len(lines[-1]) > 200
    assert all(len(line) < 100 for line in lines[:-1])
