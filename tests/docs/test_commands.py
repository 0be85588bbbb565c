"""Commands in documents are ones that `acree` and `acree-sandbox` take; output in the README is what they write."""

from __future__ import annotations

import argparse
import re
import shlex
from itertools import takewhile
from pathlib import Path

import pytest

from acree_infra.cli.main import VERBS
from acree_infra.cli.parser import whole_parser
from acree_infra.reports.diff_text import LEGEND, diff_lines
from acree_infra.reports.style import Style
from acree_sandbox.cli.main import VERBS as SANDBOX_VERBS
from acree_sandbox.cli.main import whole_parser as whole_sandbox
from scripts.examples import review
from tests.docs.test_reference import DOCUMENTS, ROOT

BLOCK = re.compile(r"^ *```(?:sh|bash|shell|console)[^\n]*\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
OWN = re.compile(r"^\s*(?:\$ )?((?:acree|acree-sandbox) .*)$", re.MULTILINE)
COMMANDS = [
    (f"{document.relative_to(ROOT)}: {command}", command)
    for document in DOCUMENTS
    for block in BLOCK.findall(document.read_text(encoding="utf-8"))
    for command in OWN.findall(block.replace("\\\n", " "))
]


def words_of(command: str) -> list[str]:
    """The command's own words: without comment, pipe, redirection, or what it substitutes."""
    alone = re.split(r"\s(?:\||>|&&|;)\s", re.sub(r"<([a-z -]+)>", "value", command))[0]
    return shlex.split(alone, comments=True)


@pytest.mark.parametrize("command", [command for _, command in COMMANDS], ids=[name for name, _ in COMMANDS])
def test_a_command_is_understood(command: str) -> None:
    words = words_of(command)
    parser: argparse.ArgumentParser = whole_parser(VERBS) if words[0] == "acree" else whole_sandbox()
    known, unknown = parser.parse_known_args(words[1:])
    assert known.verb == words[1]
    assert unknown == []


INLINE = re.compile(r"`(acree|acree-sandbox) ([a-z]+)\b[^`]*`")


@pytest.mark.parametrize(
    "document",
    [each for each in DOCUMENTS if "pipelines" not in each.parts],
    ids=lambda each: str(each.relative_to(ROOT)),
)
def test_verbs_within_sentences_are_verbs(document: Path) -> None:
    """Pages of pipelines speak of jobs, which are named like commands."""
    text = re.sub(r"^ *```.*?^ *```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    verbs = {"acree": VERBS, "acree-sandbox": SANDBOX_VERBS}
    named = [(match[1], match[2]) for match in INLINE.finditer(text)]
    assert [f"{program} {verb}" for program, verb in named if verb not in verbs[program]] == []


def test_there_are_commands_of_every_verb() -> None:
    named = {words[1] for _, command in COMMANDS if (words := words_of(command))[0] == "acree"}
    assert named >= {"init", "resolve", "lint", "plan", "diff", "preview", "up", "doctor", "drift", "fleet", "trace"}


def test_the_readme_shows_what_a_difference_says() -> None:
    shown = (
        (ROOT / "README.md").read_text(encoding="utf-8").partition("<!-- meaning -->\n```\n")[2].partition("\n```")[0]
    )
    written = takewhile(lambda line: line != LEGEND, diff_lines(review(), Style()))
    assert shown == "\n".join(written).rstrip()
