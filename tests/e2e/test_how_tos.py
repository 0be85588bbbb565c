"""How-tos do what they say: their commands run in the order of the page, by the real engine against the sandbox."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from scripts.workplace import ROOT, Workplace
from tests.e2e.telling import Story, Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

FENCE = re.compile(r"^```(sh|yaml)([^\n]*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
PAGES = ROOT / "docs" / "how-to"
HANGZHOU = "  - {id: cn-shanghai, master-zones: [cn-shanghai-m], slave-zones: [cn-shanghai-n]}\n"
BEIJING = "  - {id: cn-beijing, master-zones: [cn-beijing-g], slave-zones: [cn-beijing-h]}\n"
VPC = """  - id: vpc-2zebeijing
    name: beijing
    region: cn-beijing
    cidr: 172.17.0.0/16
    system-table: vtb-2zemain
    vswitches:
      - {id: vsw-2zeg, zone: cn-beijing-g, cidr: 172.17.0.0/24}
      - {id: vsw-2zeh, zone: cn-beijing-h, cidr: 172.17.1.0/24}
"""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of commands of a page, with what it said.

    Attributes:
        commands: the lines.
        wanted: the exit code that the page promises.
        code: the exit code that came.
        output: what was said.
    """

    commands: str
    wanted: int
    code: int
    output: str


def followed(place: Workplace, page: str) -> list[Block]:
    """Does what a page says; the first keys for a stack file are put into the one of `dev`.

    Blocks that are marked `skip` need a network of packets; they are tried where one is.
    """
    blocks, edited = [], False
    for language, mark, text in FENCE.findall((PAGES / page).read_text(encoding="utf-8")):
        if language == "sh" and mark.strip() != "skip":
            blocks.append(_run(place, text, int(mark.strip().removeprefix("expect=") or 0)))
        elif language == "yaml" and not edited and page == "add-a-region.md":
            edited = True
            _edit(place.project / "stacks" / "Pulumi.dev.yaml", text)
    return blocks


def _run(place: Workplace, commands: str, wanted: int) -> Block:
    path = os.pathsep.join((str(Path(sys.executable).parent), place.variables["PATH"]))
    done = subprocess.run(
        ["bash", "-e", "-c", commands],
        cwd=place.project,
        env=place.variables | {"PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Block(commands, wanted, done.returncode, done.stdout)


def _edit(stack: Path, text: str) -> None:
    yaml = YAML()
    document = yaml.load(stack)
    document["config"].update(yaml.load(text)["config"])
    yaml.dump(document, stack)


def _committed(place: Workplace) -> None:
    for command in (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "stacks"),
        ("-c", "user.name=a", "-c", "user.email=a@localhost", "commit", "--quiet", "-m", "start"),
    ):
        subprocess.run(["git", *command], cwd=place.project, check=True)


@story("dev")
def auth_moves(place: Workplace) -> list[Block]:
    place.acree("resolve", "-s", "dev", "-q")
    _committed(place)
    place.acree("up", "-s", "dev", "--yes")
    place.ask("POST", "move-auth", {"addresses": ["100.103.9.188", "100.103.11.5"]})
    return followed(place, "auth-address-changed.md")


@story("dev", (HANGZHOU, HANGZHOU + BEIJING), ("hosts:\n", VPC + "hosts:\n"))
def region_comes(place: Workplace) -> list[Block]:
    _committed(place)
    place.acree("up", "-s", "dev", "--yes")
    return followed(place, "add-a-region.md")


@pytest.mark.parametrize("told", [auth_moves, region_comes], ids=["auth-address-changed", "add-a-region"])
def test_every_block_ends_as_the_page_says(telling: Telling, told: Story[list[Block]]) -> None:
    blocks = telling.of(told)
    assert len(blocks) >= 3
    for block in blocks:
        assert block.code == block.wanted, f"{block.commands}\n{block.output}"


def test_the_change_is_told_as_the_page_shows_it(telling: Telling) -> None:
    page = (PAGES / "auth-address-changed.md").read_text(encoding="utf-8")
    shown = page.partition("```text\n")[2].partition("```")[0].splitlines()
    said = telling.of(auth_moves)[0].output
    assert shown
    for line in shown:
        assert line.removesuffix("…").strip() in said


def test_a_new_address_takes_nothing_away(telling: Telling) -> None:
    reviewed = telling.of(auth_moves)[2].output
    assert "shanghai gains part of the auth leg: 100.103.11.5/32" in reviewed
    assert "loses" not in reviewed
    assert "G24" in reviewed


def test_a_new_client_gains_three_legs(telling: Telling) -> None:
    reviewed = telling.of(region_comes)[1].output
    assert "beijing gains" in reviewed
    assert "loses" not in reviewed
    assert "delivered" in reviewed
