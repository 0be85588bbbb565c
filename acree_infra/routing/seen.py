"""The account's own tables as they were read, before anything is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network

from acree_infra.routing.nouns import Table, VpcNode

IN_USE = frozenset({"Active", "Available", "Pending", "Creating", "Modifying"})
"""States of entries that packets follow, or will follow in a moment. All others stand there and do nothing."""

WRITTEN = frozenset({"Custom", "Static"})
"""Types of entries that somebody wrote; the others come by themselves."""


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One entry of a table.

    Attributes:
        destination: the prefix.
        hop: id of the next hop; empty for a black hole.
        hop_type: its type as the API spells it.
        status: state as the API spells it.
        type: how it came there as the API spells it.
        name: name of the entry; empty when it has none.
    """

    destination: IPv4Network
    hop: str
    hop_type: str
    status: str
    type: str
    name: str

    @property
    def in_use(self) -> bool:
        """Whether packets follow it."""
        return self.status in IN_USE

    @property
    def written(self) -> bool:
        """Whether somebody wrote it."""
        return self.type in WRITTEN


@dataclass(frozen=True, slots=True)
class SeenAttachment:
    """An attachment of this stack, or one that its plan uses.

    Attributes:
        id: its id.
        name: what the plan calls it, or called it.
        peer: whether it joins two routers.
        region: its region.
        resource: the VPC that it joins; of one between routers the region at the far end.
    """

    id: str
    name: str
    peer: bool
    region: str
    resource: str


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A table: its entries, and ids of the attachments that read it and that feed it."""

    rows: tuple[SeenRow, ...]
    readers: frozenset[str] = frozenset()
    feeders: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class World:
    """All that was read.

    Attributes:
        routers: regions whose router exists.
        attachments: attachments that exist.
        tables: by the name that the plan has for each; a table of a router that was never made is empty.
        left: VPCs that are still attached although the plan has no such client.
    """

    routers: frozenset[str]
    attachments: tuple[SeenAttachment, ...]
    tables: Mapping[Table, SeenTable]
    left: tuple[VpcNode, ...] = ()
