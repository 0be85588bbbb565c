"""Which stack is meant, and what is wrong with its files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.infra.cli.conftest import Acree, Write


def test_two_stacks_need_a_name(acree: Acree, stacks: Path) -> None:
    (stacks / "Pulumi.prod.yaml").write_bytes((stacks / "Pulumi.dev.yaml").read_bytes())
    result = acree("plan")
    assert result.code == 2
    assert result.err == "acree: which stack? there are dev, prod; name one: --stack NAME, or set ACREE_STACK\n"
    assert acree("plan", "-s", "dev").code == 0


def test_no_stack_at_all(acree: Acree) -> None:
    result = acree("plan")
    assert result.code == 2
    assert "expected a stack file Pulumi.<stack>.yaml in stacks, found none" in result.err
    assert "--dir FOLDER" in result.err


@pytest.mark.usefixtures("stacks")
def test_an_unknown_stack_names_the_nearest(acree: Acree) -> None:
    result = acree("plan", "-s", "dv")
    assert result.code == 2
    assert "found 'dv'; did you mean 'dev'?" in result.err


@pytest.mark.parametrize("verb", [("plan",), ("lint",), ("trace", "shanghai", "oss")])
def test_a_missing_lock_names_the_command(acree: Acree, write: Write, verb: tuple[str, ...]) -> None:
    write(locked=False)
    result = acree(*verb)
    assert (result.code, result.out) == (2, "")
    assert "stacks/dev.lock.yaml is missing; run `acree resolve --stack dev`" in result.err


def test_a_stale_lock_names_the_command(acree: Acree, stacks: Path) -> None:
    path = stacks / "Pulumi.dev.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("cri-demo1234", "cri-other123"), encoding="utf-8")
    result = acree("plan")
    assert result.code == 2
    assert "stacks/dev.lock.yaml:" in result.err
    assert "it is stale" in result.err
    assert "acree resolve --stack dev" in result.err


def test_a_lock_that_was_edited_names_the_command(acree: Acree, stacks: Path) -> None:
    path = stacks / "dev.lock.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("10.0.0.20", "10.0.0.21"), encoding="utf-8")
    result = acree("lint")
    assert result.code == 2
    assert "edited by hand" in result.err
    assert "acree resolve --stack dev" in result.err


def test_all_problems_of_a_stack_file_are_told_with_their_lines(acree: Acree, stacks: Path) -> None:
    path = stacks / "Pulumi.dev.yaml"
    text = path.read_text(encoding="utf-8").replace("cn-shanghai", "shanghai!").replace("service-vpc", "servce-vpc")
    path.write_text(text, encoding="utf-8")
    result = acree("plan")
    assert result.code == 2
    assert "has 2 problems" in result.err
    assert result.err.count("stacks/Pulumi.dev.yaml:") == 2
    assert "Traceback" not in result.err


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 4)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def a_list(path: Path) -> None:
    path.write_text("- 1\n- 2\n", encoding="utf-8")


def deep(path: Path) -> None:
    path.write_text("[" * 3000, encoding="utf-8")


def unbalanced(path: Path) -> None:
    path.write_text("config: {a: [1, 2\n", encoding="utf-8")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def an_alias_to_itself(path: Path) -> None:
    path.write_text("config: &a\n  b: *a\n", encoding="utf-8")


@pytest.mark.parametrize("file", ["Pulumi.dev.yaml", "dev.lock.yaml"])
@pytest.mark.parametrize(
    "spoil", [binary, empty, a_list, deep, unbalanced, a_folder, a_loop, an_alias_to_itself], ids=lambda f: f.__name__
)
@pytest.mark.parametrize("verb", [("plan",), ("lint",), ("trace", "--all")], ids=lambda verb: verb[0])
def test_no_file_gives_a_traceback(
    acree: Acree, stacks: Path, file: str, spoil: Callable[[Path], None], verb: tuple[str, ...]
) -> None:
    spoil(stacks / file)
    result = acree(*verb, "-s", "dev")
    assert (result.code, result.out) == (2, "")
    assert file in result.err
    assert "unexpected" not in result.err
    assert "Traceback" not in result.err


@pytest.mark.usefixtures("stacks")
@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "-s", "a/b/c"),
        ("plan", "-s", "\x00"),
        ("plan", "-s", "é"),
        ("plan", "--dir", "nowhere"),
        ("plan", "--dir", os.devnull, "-s", "dev"),
        ("plan", "--dir", "\x00", "-s", "dev"),
        ("plan", "-o", "a" * 300),
        ("trace", "999.1.1.1", "oss"),
        ("trace", "::1", "oss"),
        ("trace", "shanghai", "10.0.0.0/8"),
        ("trace", "shanghai", ""),
        ("explain", "\x1b[31m"),
    ],
)
def test_no_word_gives_a_traceback(acree: Acree, arguments: tuple[str, ...]) -> None:
    result = acree(*arguments)
    assert result.code == 2
    assert "unexpected" not in result.err
    assert "Traceback" not in result.err
