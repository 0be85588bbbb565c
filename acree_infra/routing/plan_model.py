"""The plan: everything that must exist for every client to reach all three legs, there and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from ipaddress import IPv4Address

from acree_infra.routing.nouns import (
    DnsRecord,
    ForeignRoute,
    LegTarget,
    PeerAttachment,
    RegistryLink,
    Route,
    TableLink,
    TransitRouterNode,
    VpcAttachment,
    VpcNode,
)
from acree_infra.routing.sites.nouns import NO_PREMISES, Premises


@dataclass(frozen=True, slots=True)
class Plan:
    """A pure value of a stack file and its lock file; every tuple is sorted.

    Attributes:
        stack: name of the stack.
        region: the service region.
        cen: id of the CEN, or None when it is to be created.
        registry_address: the service VPC's address of the registry (R); None before the link runs.
        waiting: why the plan stops at the registry's link, or empty. Then there are no routes yet: link
            first, resolve again (2.5).
        targets: the legs and their prefixes.
        service: the VPC that is linked to the registry.
        clients: the clients' VPCs, by name.
        transit_routers: by region.
        vpc_attachments: by name.
        peer_attachments: by name.
        associations: attachment to the table read for its traffic.
        propagations: attachment to a table that learns its routes.
        routes: every row that a pull uses: created, learned, built in.
        foreign_routes: rows that exist and that this stack did not make.
        links: VPCs to be linked to the instance.
        records: DNS records for clients.
        premises: data centers and VPC peerings, and all that belongs to them.
    """

    stack: str
    region: str
    cen: str | None
    registry_address: IPv4Address | None
    waiting: str
    targets: tuple[LegTarget, ...]
    service: VpcNode
    clients: tuple[VpcNode, ...]
    transit_routers: tuple[TransitRouterNode, ...]
    vpc_attachments: tuple[VpcAttachment, ...]
    peer_attachments: tuple[PeerAttachment, ...]
    associations: tuple[TableLink, ...]
    propagations: tuple[TableLink, ...]
    routes: tuple[Route, ...]
    foreign_routes: tuple[ForeignRoute, ...]
    links: tuple[RegistryLink, ...]
    records: tuple[DnsRecord, ...]
    premises: Premises = NO_PREMISES

    @property
    def digest(self) -> str:
        """`sha256:…` of the canonical JSON of the plan: the same two files give the same digest anywhere."""
        text = json.dumps(to_data(self), sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def to_data(value: object) -> object:
    """A plan, or a part of one, as plain lists, mappings, strings and numbers.

    What has its default is left out, so that a new field changes no digest of a plan that does not use it.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        return [to_data(item) for item in value]
    told = _told(type(value))  # type: ignore[arg-type]  # every type can be a key, whatever its values are
    if told is None:
        return str(value)
    return {name: to_data(found) for name, default in told if (found := getattr(value, name)) != default}


@cache
def _told(kind: Hashable) -> tuple[tuple[str, object], ...] | None:
    """The fields of a noun, each with the value at which it is left out; None for what is no noun.

    No value equals `MISSING`. Asked once for a type: a large plan has a hundred thousand values.
    """
    if not isinstance(kind, type) or not is_dataclass(kind):
        return None
    return tuple((field.name, MISSING if field.name in _ALWAYS else field.default) for field in fields(kind))


_ALWAYS = frozenset({"missing"})
"""Fields that are told even where they have their default."""
