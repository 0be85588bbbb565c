"""A random world as plain data: what exists, what the stack file wants, and what goes missing afterwards."""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass, field
from typing import Any

from ruamel.yaml import YAML

from acree_infra.topology.fault import Key
from acree_infra.topology.model import Topology
from acree_infra.topology.stack_file import StackFile

Data = dict[str, Any]


@dataclass(frozen=True)
class Given:
    """One world, complete: from the same value everything happens again.

    Attributes:
        world: content of a world file.
        stack: content of a stack file, keys without `acree:`.
        storage: further addresses on which object storage answers.
        statics: routes of others in transit routers: table, destination, attachment (empty for a black hole).
        propagations: existing attachments and further tables that learn from them.
        loose: `association` or `propagation`, attachment and table: links that the world file made and that are gone.
        peerings: VPC peerings that exist: id, the VPC that asked, the other one.
        express_routers: Express Connect Routers that exist, joined to nothing: id, VBR, region of that.
        down: VBRs that are taken out of service once the plan is made: their ways carry nothing.
        routes: created routes of the plan that are never made, by number; counted round.
        associations: created associations of the plan that are never made, likewise.
        over_tls: whether everything goes through the official SDK over TLS; else through the same actions inside.
    """

    world: Data
    stack: Data
    storage: list[str] = field(default_factory=list)
    statics: list[list[str]] = field(default_factory=list)
    propagations: list[list[str]] = field(default_factory=list)
    loose: list[list[str]] = field(default_factory=list)
    peerings: list[list[str]] = field(default_factory=list)
    express_routers: list[list[str]] = field(default_factory=list)
    down: list[str] = field(default_factory=list)
    routes: list[int] = field(default_factory=list)
    associations: list[int] = field(default_factory=list)
    over_tls: bool = False

    def stack_file(self) -> StackFile:
        """The stack file; every key stands on line 1 plus its place in the top level."""
        lines: dict[Key, int] = {(key,): number for number, key in enumerate(self.stack, start=2)}
        return StackFile("dev", "nowhere/Pulumi.dev.yaml", Topology.model_validate(self.stack), lines)

    def text(self) -> str:
        """The world as YAML: a file with it in `found/` is tried for ever."""
        stream = io.StringIO()
        YAML(typ="safe", pure=True).dump(asdict(self), stream)
        return stream.getvalue()


def given_in(text: str) -> Given:
    """The world that `Given.text` wrote."""
    return Given(**YAML(typ="safe").load(text))
