"""G9: no service prefix overlaps anything that exists on the client side."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from acree_infra.errors import Where
from acree_infra.routing.nouns import LegId
from acree_infra.rules.context import Context, Placed
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.intervals import Block, block, collisions
from acree_infra.rules.registry import RULES

_Side = tuple[Placed, str]
_KEYS = {"cidrs": "CIDR", "pod-cidrs": "pod CIDR", "other-cidrs": "other CIDR in use"}


@RULES.rule("G9", "service-overlap", Severity.REFUSE)
def service_overlap(context: Context) -> Iterator[Hit]:
    """Refuse a service prefix that overlaps what a client or a site uses: its own ranges, pods or others.

    What has that address there becomes unreachable the moment the route stands (S11). Compared are
    the service VPC's CIDR, every auth address and every OSS range with the CIDRs, `pod-cidrs` and `other-cidrs`
    of each client and site; two VPC CIDRs against each other are G16's.

    To lift: move the range, or reach the registry another way (PrivateLink, replication).
    """
    services = [block(prefix, leg) for leg, prefixes in context.prefixes.items() for prefix in prefixes]
    if not context.prefixes[LegId.REGISTRY]:
        services += [block(cidr, LegId.REGISTRY) for cidr in context.plan.service.cidrs]
    for service, used in collisions(services, _in_use(context)):
        client, key = used.owner
        if service.owner is LegId.REGISTRY and (client.linked or (key == "cidrs" and client.noun == "client")):
            continue
        kind = "VPC CIDR" if key == "cidrs" and client.noun == "client" else _KEYS[key]
        yield Hit(
            f"{kind} {used.prefix} of {client.title} overlaps {service.prefix} of the "
            f"{service.owner} leg ({_origin(context, service.owner)}): what has such an address there would become "
            "unreachable",
            context.place_where(client, key),
            f"give {client.node.name} another range, or remove the {client.noun} from this stack",
        )


def _in_use(context: Context) -> Iterator[Block[_Side]]:
    for client in context.everyone:
        for key, cidrs in _ranges(client):
            for cidr in cidrs:
                yield block(cidr, (client, key))


def _ranges(client: Placed) -> Iterator[tuple[str, tuple[IPv4Network, ...]]]:
    yield "cidrs", client.node.cidrs
    yield "pod-cidrs", client.declared.pod_cidrs
    yield "other-cidrs", client.declared.other_cidrs


def _origin(context: Context, leg: LegId) -> Where:
    if leg is LegId.REGISTRY:
        return context.stack.where("network", "service-vpc")
    return context.leg_where(leg)
