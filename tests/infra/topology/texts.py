"""Stack files as text, and what the loader says of them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from acree_infra.errors import StackFileError
from acree_infra.topology.loader import parse_stack
from acree_infra.topology.stack_file import StackFile

PATH = Path("stacks/Pulumi.dev.yaml")

WORKED = """\
# yaml-language-server: $schema=schema/stack.schema.json
config:
  acree:registry:
    region: cn-hangzhou
    instance: cri-demo1234
  acree:network:
    cen: create
    service-vpc: vpc-bp1demo
    bandwidth: {type: data-transfer, mbps: 100}
  acree:clients:
    - name: shanghai
      region: cn-shanghai
      vpc: vpc-uf6demo
      pod-cidrs: [10.244.0.0/16]
"""


def load(text: str | bytes) -> StackFile:
    """The stack file of a text."""
    return parse_stack(text if isinstance(text, bytes) else text.encode(), PATH)


def problems(text: str | bytes) -> list[str]:
    """The problems of a text as `line: message; remedy`; none when it is right."""
    try:
        load(text)
    except StackFileError as error:
        return [str(problem).removeprefix(f"{PATH}:") for problem in error.problems]
    return []


def changed(old: str, new: str) -> str:
    """The worked example with one text replaced."""
    assert WORKED.count(old) == 1, old
    return WORKED.replace(old, new)


def added(text: str) -> str:
    """The worked example with more keys under `config`; the first of them stands on line 15."""
    return WORKED + "".join(f"  {line}\n" for line in dedent(text).strip().splitlines())


def client(text: str) -> str:
    """The worked example with a second client from line 15; its keys one a line."""
    first, *rest = dedent(text).strip().splitlines()
    return WORKED + f"    - {first}\n" + "".join(f"      {line}\n" for line in rest)
