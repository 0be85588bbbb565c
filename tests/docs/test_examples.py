"""YAML in documents is accepted by the loader: nobody copies an example that does not work."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from ruamel.yaml import YAML

from acree_infra.topology.loader import parse_stack
from tests.docs.test_reference import DOCUMENTS, ROOT

BLOCK = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
EXAMPLES = [
    (f"{document.relative_to(ROOT)}:{number}", block)
    for document in DOCUMENTS
    for number, block in enumerate(BLOCK.findall(document.read_text()), start=1)
    if "acree:" in block and "config:" in block
]


def as_text(data: dict[str, Any]) -> bytes:
    stream = io.StringIO()
    YAML().dump(data, stream)
    return stream.getvalue().encode()


@pytest.mark.parametrize(("name", "block"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_an_example_completes_the_worked_example(name: str, block: str) -> None:
    """Keys that an example leaves out come from the worked example."""
    base = YAML(typ="safe").load((ROOT / "stacks" / "Pulumi.dev.yaml").read_text())
    base["config"].update(YAML(typ="safe").load(block)["config"])
    stack = parse_stack(as_text(base), ROOT / "stacks" / "Pulumi.dev.yaml")
    assert stack.topology.registry.region, name


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 3
