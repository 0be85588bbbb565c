"""Which prefixes routes toward a data center may have (5.2): nothing of 100.64.0.0/10, and not everything."""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_sandbox.api.vpc.route_rules import SERVICE_SPACE
from acree_sandbox.api.vpn.resources import VpnConnection, VpnGateway, VpnRoute
from acree_sandbox.api.vpn.service import CONNECTION_BUSY, need_connection, refuse_busy
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota

EVERYWHERE = "0.0.0.0/0"
PER_KIND = 20
QUOTAS = {True: "vpn-policy-routes", False: "vpn-destination-routes"}


def check_destination(destination: str, *, everywhere: bool = False) -> None:
    """Refuse a destination that is, lies in, or contains 100.64.0.0/10.

    Args:
        destination: prefix in the data center.
        everywhere: whether 0.0.0.0/0 is taken all the same.

    Raises:
        ApiError: `IllegalParam.RouteDest`.
    """
    if destination == EVERYWHERE and everywhere:
        return
    if IPv4Network(destination).overlaps(SERVICE_SPACE):
        raise ApiError(
            "IllegalParam.RouteDest",
            f"The destination {destination} must not be {SERVICE_SPACE}, lie inside it or contain it: the tunnel "
            "would fail. Routes lead toward the data center; the cloud's own ranges belong into LocalSubnet.",
        )


def connection_for(cloud: Cloud, gateway: VpnGateway, hop: str) -> VpnConnection:
    """The connection that a route of a gateway leads to; ApiError where it is of another gateway, or changing."""
    row = need_connection(cloud, hop)
    if row.gateway != gateway.id:
        raise ApiError(
            "IllegalParam.NextHop", f"{hop} is a connection of {row.gateway or 'no gateway'}, not {gateway.id}."
        )
    refuse_busy(row, CONNECTION_BUSY)
    return row


def check_beside(cloud: Cloud, wanted: VpnRoute) -> None:
    """Refuse a route that a gateway has already, one that competes with another, and one too many (N14).

    Raises:
        ApiError: `VpnRouteEntry.AlreadyExists`, `VpnRouteEntry.Conflict`, `QuotaExceeded.VpnRouteEntry`.
    """
    routes = cloud.where(VpnRoute, "gateway", wanted.gateway)
    alike = [row for row in routes if bool(row.source) == bool(wanted.source)]
    for row in alike:
        if (row.destination, row.source) != (wanted.destination, wanted.source):
            continue
        if row.hop == wanted.hop:
            raise ApiError(
                "VpnRouteEntry.AlreadyExists", f"{wanted.gateway} sends {row.destination} to {row.hop} already."
            )
        if row.weight == wanted.weight:
            raise ApiError(
                "VpnRouteEntry.Conflict",
                f"{wanted.gateway} sends {row.destination} to {row.hop} with the weight {row.weight} already; "
                "of two routes one has 100 and the other 0.",
            )
    quota = QUOTAS[bool(wanted.source)]
    refuse_over_quota(cloud, quota, len(alike), PER_KIND, "QuotaExceeded.VpnRouteEntry")
