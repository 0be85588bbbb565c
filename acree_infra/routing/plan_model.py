"""The plan: everything that must exist for every client to reach all three legs, there and back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
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
    if isinstance(value, tuple):
        return [to_data(item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    if is_dataclass(value):
        return {
            field.name: to_data(found)
            for field in fields(value)
            if (found := getattr(value, field.name)) != field.default or field.name in _ALWAYS
        }
    return str(value)


_ALWAYS = frozenset({"missing"})
"""Fields that are told even where they have their default."""
