"""The sandbox knows the probe, whatever the data, and knows nothing else."""

from __future__ import annotations

import ast
import base64
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.doctor.render import MARK, curl_command, python_command
from acree_sandbox.api.ecs import probe
from acree_sandbox.api.ecs.probe import frame_digest, is_probe, program_digest
from tests.sandbox.api.ecs.conftest import JOB

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=40)
LISTS = st.lists(WORDS, max_size=3)


def packed(program: str) -> str:
    return base64.b64encode(zlib.compress(program.encode())).decode()


def python_with(program: str) -> str:
    """The command for Python with another program in it."""
    whole = python_command(JOB)
    begin, middle, end = whole.partition('b64decode("')
    return f"{begin}{middle}{packed(program)}{end[end.index(chr(34)) :]}"


def unpacked(command: str) -> str:
    text = command.partition('b64decode("')[2].partition('"')[0]
    return zlib.decompress(base64.b64decode(text)).decode()


class TestInStep:
    """A change of the probe fails here; the message has the digests that belong into `probe.py`."""

    def test_the_pinned_digests_are_those_of_the_probe(self) -> None:
        found = {
            "CURL_FRAME": frame_digest(curl_command(JOB)),
            "PYTHON_FRAME": frame_digest(python_command(JOB)),
            "PYTHON_PROGRAM": program_digest(python_command(JOB)),
        }
        assert found == {name: getattr(probe, name) for name in found}

    def test_what_the_probe_is_told_is_named_alike(self) -> None:
        lines = curl_command(JOB).splitlines()[2 : 2 + len(probe.SETTINGS)]
        assert [line.partition("=")[0] for line in lines] == list(probe.SETTINGS)

    def test_both_commands_are_taken(self) -> None:
        assert is_probe(python_command(JOB))
        assert is_probe(curl_command(JOB))


class TestData:
    """Data differs from run to run, and stays data."""

    @given(words=st.lists(WORDS, min_size=6, max_size=6), hosts=LISTS, storage=LISTS)
    def test_any(self, words: list[str], hosts: list[str], storage: list[str]) -> None:
        names = ("repository", "reference", "username", "password", "realm", "trust")
        job: dict[str, Any] = {**JOB, **dict(zip(names, words, strict=True)), "storage": storage}
        job["legs"] = {"registry": hosts}
        assert is_probe(python_command(job))
        assert is_probe(curl_command(job))

    def test_another_packing_and_spelling_is_the_same_program(self) -> None:
        program = unpacked(python_command(JOB))
        assert is_probe(python_with(program))
        assert is_probe(python_with(ast.unparse(ast.parse(program))))
        assert is_probe(python_with("# a comment\n" + program))

    @pytest.mark.parametrize(
        "job",
        ["{}; touch /there", "$(touch /there)", "`id`", "'{}''{}'", "'{}' touch", '"{}"', "'[1]'", "'{'", "''", ""],
        ids=repr,
    )
    def test_a_job_that_a_shell_would_read_otherwise(self, job: str) -> None:
        lines = python_command(JOB).splitlines(keepends=True)
        changed = [f"ACREE_JOB={job}\n" if line.startswith("ACREE_JOB=") else line for line in lines]
        assert not is_probe("".join(changed))

    @pytest.mark.parametrize("value", ["$(touch /there)", "x touch", "'x';id", "~", "x # y", "'x"], ids=repr)
    def test_a_setting_that_a_shell_would_read_otherwise(self, value: str) -> None:
        lines = curl_command(JOB).splitlines(keepends=True)
        changed = [f"TRUST={value}\n" if line.startswith("TRUST=") else line for line in lines]
        assert not is_probe("".join(changed))


class TestRefused:
    """Everything else."""

    @pytest.mark.parametrize(
        "command",
        ["", "id", "#!/bin/sh\nid\n", f"#!/bin/sh\n{MARK}\nid\n", "ACREE_JOB='{}'\n", 'b64decode("")', "\0"],
        ids=repr,
    )
    def test_other_commands(self, command: str) -> None:
        assert not is_probe(command)

    @pytest.mark.parametrize("command", [python_command(JOB), curl_command(JOB)], ids=["python3", "curl"])
    def test_with_something_added_or_left_out(self, command: str) -> None:
        assert not is_probe(command + "id\n")
        assert not is_probe("id\n" + command)
        assert not is_probe(command.replace(MARK, f"{MARK}\nid"))
        assert not is_probe(command[:-2])
        assert not is_probe(command.replace("\n", "\r\n"))

    def test_another_program(self) -> None:
        program = unpacked(python_command(JOB))
        assert not is_probe(python_with("import os\nos.system('id')\n"))
        assert not is_probe(python_with(program + "\nprint(1)\n"))
        assert not is_probe(python_with(program.replace("'GET'", "'PUT'")))
        assert not is_probe(python_with(""))
        assert not is_probe(python_with("not python ("))

    def test_a_second_program(self) -> None:
        command = python_command(JOB)
        assert not is_probe(command + f'# b64decode("{packed("import os")}")\n')

    def test_what_cannot_be_unpacked(self) -> None:
        whole = python_command(JOB)
        begin, middle, end = whole.partition('b64decode("')
        for text in ("AAAA", "A", "!"):
            assert not is_probe(f"{begin}{middle}{text}{end[end.index(chr(34)) :]}")
        assert program_digest("nothing") == ""

    def test_what_is_not_read_is_not_run(self) -> None:
        program = unpacked(python_command(JOB))
        assert not is_probe(python_with(f"{program}\n{'#' * 300_000}\nimport os"))
        double = base64.b64encode(zlib.compress(program.encode()) + zlib.compress(b"import os")).decode()
        assert is_probe(python_with(program))
        assert not is_probe(python_with(program).replace(packed(program), double))

    def test_too_deep_to_be_read(self) -> None:
        assert not is_probe(python_with("-" * 100_000 + "1"))
