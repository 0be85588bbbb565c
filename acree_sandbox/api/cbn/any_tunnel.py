"""Where AnyTunnel entries lead: what a Basic Edition router and the Cloud Connect Networks on it forward by (4.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from acree_sandbox.api.cbn.learning import in_effect, table_routes
from acree_sandbox.api.cbn.learning_rule import ACTIVE
from acree_sandbox.api.cbn.resources import (
    Association,
    Attachment,
    CloudConnectNetwork,
    RouteService,
    TransitRouter,
)
from acree_sandbox.core.cloud import Cloud

ACCEPTS, REFUSES, FAILS = "accepts", "refuses", "fails"
ANSWERS = (ACCEPTS, REFUSES, FAILS)
"""What the service does with a CCN's region as access region; no page tells which (K11, N13)."""


def answer_to(cloud: Cloud, cen: str, access_region: str) -> str:
    """What a world lets the service do with an access region: what its CCN says, and `accepts` where it has none."""
    for attachment in cloud.where(Attachment, "cen", cen):
        network = cloud.get(CloudConnectNetwork, attachment.resource)
        if network is not None and network.region == access_region:
            return network.any_tunnel
    return ACCEPTS


def service_routes(cloud: Cloud, router: TransitRouter) -> Mapping[str, str]:
    """Attachment of the VPC through which services are reached, by the prefix of an entry in effect."""
    attachments = {row.resource: row.id for row in cloud.where(Attachment, "router", router.id) if in_effect(row)}
    return {entry.routed: attachments[entry.vpc] for entry in _entries(cloud, router) if entry.vpc in attachments}


def network_prefixes(cloud: Cloud, attachment: Attachment) -> Iterator[str]:
    """What a CCN is told through its attachment: the CEN's networks, and the services that are taken to its region."""
    for link in cloud.where(Association, "attachment", attachment.id):
        for route in table_routes(cloud, link.table) if link.status == ACTIVE else ():
            if route.status == ACTIVE and route.hop not in {"", attachment.id}:
                yield route.destination
    router = cloud.get(TransitRouter, attachment.router)
    for entry in _entries(cloud, router) if router else ():
        if entry.access_region == attachment.resource_region:
            yield entry.routed


def _entries(cloud: Cloud, router: TransitRouter) -> list[RouteService]:
    rows = cloud.where(RouteService, "cen", router.cen)
    return [row for row in rows if row.status == ACTIVE and row.region == router.region]
