"""What a stack may take over of data centers: attachments that exist; for the rest, what is to be done by hand.

Gateways, connections, lines and routers of data centers are named by their ids where they exist, so the stack never
owns one that it has not made. Their attachments to transit routers are found by what they attach, like those of VPCs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from acree_infra.discovery.facts import Attachment
from acree_infra.routing.nouns import TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.nouns import (
    CustomerGateway,
    ExpressRouterNode,
    IpsecConnection,
    Peering,
    Premises,
    SiteAttachment,
    VbrNode,
    VpnGatewayNode,
)
from acree_infra.topology.sites.way import RouterWay
from acree_infra.topology.stack_file import StackFile

PUBLISHES = frozenset({"vbr", "vpn"})
"""Attachments to which the program has the router's routes published; of the others the service decides."""

_Edge = CustomerGateway | VpnGatewayNode | IpsecConnection | VbrNode | ExpressRouterNode | Peering
_NOT_LOOKED_FOR = "not looked for: one made by hand is to be taken away first, which breaks its way until it is back"

NOTES = {
    TableKind.VBR: "adopted too where the VBR's table has it, which is read when it is imported",
    TableKind.VPN_GATEWAY: _NOT_LOOKED_FOR,
    TableKind.VPN_CONNECTION: _NOT_LOOKED_FOR,
}
"""What is said of routes that are planned in the tables of gateways, connections and lines."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something of a data center that the stack makes, and what to do where it exists already."""

    region: str
    kind: str
    name: str
    note: str


def named_attachments(stack: StackFile) -> set[str]:
    """Ids of the attachments that ways name: these stay looked up."""
    ways = (way for site in stack.topology.sites for way in site.via)
    return {way.attachment for way in ways if isinstance(way, RouterWay) and way.attachment is not None}


def site_differences(found: Attachment, wanted: SiteAttachment) -> Iterator[str]:
    """In what an attachment is otherwise than the program would make it."""
    if wanted.kind in PUBLISHES and not found.auto_advertise:
        yield "publishes no routes by itself, planned is that it does"


def site_parts(plan: Plan) -> Iterator[Part]:
    """What the plan makes of data centers and peerings beside attachments and routes."""
    premises = plan.premises
    for kind, key, edges in _by_kind(premises):
        for one in edges:
            if one.id is None:
                yield Part(one.region, kind, one.name, f"one that exists is named by its id: `{key}`")
    sessions = (one for one in premises.vbrs if one.id is not None and one.cloud_asn)
    yield from (Part(one.region, "BGP session", one.name, _NOT_LOOKED_FOR) for one in sessions)
    joined = (one for one in premises.express_routers if one.id is not None)
    yield from (Part(one.region, "association", one.name, _NOT_LOOKED_FOR) for one in joined)
    for publication in premises.publications:
        name = f"{publication.destination} in {publication.table.id}"
        yield Part(publication.table.region, "publication", name, _NOT_LOOKED_FOR)


def _by_kind(premises: Premises) -> Iterator[tuple[str, str, tuple[_Edge, ...]]]:
    """Kind, the key that names one that exists, and all of the plan."""
    yield "customer gateway", "tunnels[].customer-gateway", premises.customer_gateways
    yield "VPN gateway", "gateway", premises.vpn_gateways
    yield "IPsec connection", "connection", premises.connections
    yield "VBR", "vbr", premises.vbrs
    yield "Express Connect Router", "router", premises.express_routers
    yield "VPC peering", "clients[].peering", premises.peerings
