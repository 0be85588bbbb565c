"""G9: no service prefix overlaps anything that exists on the client side."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from acree_infra.errors import Where
from acree_infra.routing.nouns import LegId
from acree_infra.rules.context import Context, PlacedClient
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.intervals import Block, block, collisions
from acree_infra.rules.registry import RULES

_Side = tuple[PlacedClient, str]
_KEYS = {"cidrs": "VPC CIDR", "pod-cidrs": "pod CIDR", "other-cidrs": "other CIDR in use"}


@RULES.rule("G9", "service-overlap", Severity.REFUSE)
def service_overlap(context: Context) -> Iterator[Hit]:
    """Refuse a service prefix that overlaps a client's VPC, pods or other ranges.

    What has that address at the client becomes unreachable the moment the route stands (S11). Compared are
    the service VPC's CIDR, every auth address and every OSS range with the client's VPC CIDRs, `pod-cidrs`
    and `other-cidrs`; two VPC CIDRs against each other are G16's.

    To lift: move the client's range, or reach the registry another way (PrivateLink, replication).
    """
    services = [block(prefix, leg) for leg, prefixes in context.prefixes.items() for prefix in prefixes]
    if not context.prefixes[LegId.REGISTRY]:
        services += [block(cidr, LegId.REGISTRY) for cidr in context.plan.service.cidrs]
    for service, used in collisions(services, _in_use(context)):
        client, key = used.owner
        if service.owner is LegId.REGISTRY and (client.linked or key == "cidrs"):
            continue
        yield Hit(
            f"{_KEYS[key]} {used.prefix} of client {client.node.name} overlaps {service.prefix} of the "
            f"{service.owner} leg ({_origin(context, service.owner)}): what has such an address there would become "
            "unreachable",
            context.client_where(client, key),
            f"give {client.node.name} another range, or remove the client from this stack",
        )


def _in_use(context: Context) -> Iterator[Block[_Side]]:
    for client in context.clients:
        for key, cidrs in _ranges(client):
            for cidr in cidrs:
                yield block(cidr, (client, key))


def _ranges(client: PlacedClient) -> Iterator[tuple[str, tuple[IPv4Network, ...]]]:
    yield "cidrs", client.node.cidrs
    yield "pod-cidrs", client.declared.pod_cidrs
    yield "other-cidrs", client.declared.other_cidrs


def _origin(context: Context, leg: LegId) -> Where:
    if leg is LegId.REGISTRY:
        return context.stack.where("network", "service-vpc")
    return context.leg_where(leg)
