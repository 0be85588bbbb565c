"""Keys as text, and their lines."""

from __future__ import annotations

import pytest

from acree_infra.errors import Problem, Where
from acree_infra.topology.fault import Fault, Key, below_config, holder_text, key_text, line_of, name_text
from acree_infra.topology.stack_file import StackFile
from tests.infra.samples import worked_example

LINES: dict[Key, int] = {("clients",): 10, ("clients", 0): 11, ("clients", 0, "vpc"): 13}


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("clients", 0, "vpc"), 13),
        (("clients", 0, "cidrs", 3), 11),
        (("clients", 1), 10),
        (("network",), 1),
        ((), 1),
    ],
)
def test_line_of_the_key_or_of_its_nearest_parent(key: Key, line: int) -> None:
    assert line_of(LINES, key) == line
    assert StackFile("dev", "f", worked_example()[0].topology, LINES).where(*key) == Where("f", line)


def test_a_stack_file_without_lines() -> None:
    assert StackFile("dev", "f", worked_example()[0].topology).where("clients", 0) == Where("f", 1)


@pytest.mark.parametrize(
    ("key", "text", "holder", "name"),
    [
        (("clients", 0, "pod-cidrs", 1), "clients[0].pod-cidrs[1]", "clients[0].pod-cidrs", "1"),
        (("clients", 0, "vpc"), "clients[0].vpc", "clients[0]", "vpc"),
        (("registry",), "registry", "config", "acree:registry"),
        (("config", "acree:registry", "region"), "registry.region", "registry", "region"),
        (("config", "other:key"), "config.other:key", "config", "other:key"),
        (("config",), "config", "config", "acree:config"),
        ((), "", "config", None),
    ],
)
def test_keys_as_text(key: Key, text: str, holder: str, name: str | None) -> None:
    assert (key_text(key), holder_text(key)) == (text, holder)
    if name is not None:
        assert name_text(key) == name


def test_keys_below_config() -> None:
    assert below_config(("config", "acree:clients", 0)) == ("clients", 0)
    assert below_config(("config", "other:clients", 0)) == ("config", "other:clients", 0)
    assert below_config(("config", 0)) == ("config", 0)
    assert below_config(("encryptionsalt",)) == ("encryptionsalt",)


class TestLocated:
    def test_at_its_key(self) -> None:
        fault = Fault(("clients", 0, "vpc"), "expected a VPC", "write one")
        assert fault.located("f", LINES) == Problem(Where("f", 13), "expected a VPC", "write one")

    def test_at_a_line_of_its_own(self) -> None:
        assert Fault(("clients", 0), "twice", line=40).located("f", LINES) == Problem(Where("f", 40), "twice")
