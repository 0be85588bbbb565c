"""Loads the SDK's resource packages ahead of their first use, which is the larger part of the program's start-up."""

from __future__ import annotations

import pulumi
from pulumi_alicloud import cen, cr, expressconnect, pvtz, vpc, vpn

from acree_infra.routing.plan_model import Plan


def load(plan: Plan) -> tuple[type[pulumi.CustomResource], ...]:
    """Load the packages that a plan needs.

    A package of the SDK is read from disk when one of its classes is first named: up to 0.4 s for `vpc`. Naming
    one on a thread lets the engine start the providers meanwhile.

    Returns:
        A class of each loaded package.
    """
    links: tuple[type[pulumi.CustomResource], ...] = (cr.VpcEndpointLinkedVpc,) if plan.links else ()
    if plan.waiting:
        return links
    network = (cen.Instance, vpc.VPCRouteEntry) if plan.transit_routers else ()
    zones = (pvtz.Zone,) if plan.records else ()
    return (*links, *network, *_edges(plan), *zones)


def _edges(plan: Plan) -> tuple[type[pulumi.CustomResource], ...]:
    premises = plan.premises
    tunnels = (vpn.Connection,) if premises.connections else ()
    lines = (expressconnect.VirtualBorderRouter, vpc.RouteEntry) if premises.vbrs else ()
    entries = (cen.RouteService,) if any(entry.created for entry in premises.service_entries) else ()
    return (*tunnels, *lines, *entries, *((vpc.PeerConnection,) if premises.peerings else ()))
