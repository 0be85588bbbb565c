"""What IPsec connections learn by BGP, and what of it goes into a VPC's own table.

The data plane reports of each tunnel. Where there is none, a session is taken to be up when both ends agree: the
customer gateway's address is one of a site's device, and its AS number the device's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from acree_sandbox.api.sites.resources import Site
from acree_sandbox.api.vpc.resources import RouteTable
from acree_sandbox.api.vpc.tables import BGP, SYSTEM, Row, teaches
from acree_sandbox.api.vpn.resources import CustomerGateway, TunnelState, VpnConnection, VpnGateway
from acree_sandbox.core.cloud import Cloud


def learned_prefixes(cloud: Cloud, row: VpnConnection) -> Sequence[str]:
    """The prefixes that a connection's tunnels have learned, each once."""
    found: dict[str, None] = {}
    for tunnel, customer_gateway, _ in bgp_tunnels(row):
        state = cloud.get(TunnelState, tunnel)
        prefixes = state.learned if state else _announced(cloud, customer_gateway)
        found |= dict.fromkeys(prefixes)
    return tuple(found)


def as_paths(cloud: Cloud, row: VpnConnection) -> Mapping[str, int]:
    """Length of the shortest AS path of each prefix that a connection's tunnels have learned."""
    found: dict[str, int] = {}
    for tunnel, customer_gateway, _ in bgp_tunnels(row):
        state = cloud.get(TunnelState, tunnel)
        for prefix in state.learned if state else _announced(cloud, customer_gateway):
            length = state.as_paths.get(prefix, 1) if state else 1
            found[prefix] = min(length, found.get(prefix, length))
    return found


@teaches
def propagated(cloud: Cloud, table: RouteTable) -> Iterable[Row]:
    """What the VPN gateways of a VPC that propagate by themselves have learned, for the VPC's own table."""
    if table.type != SYSTEM:
        return
    for gateway in cloud.where(VpnGateway, "vpc", table.vpc):
        for connection in cloud.where(VpnConnection, "gateway", gateway.id) if gateway.auto_propagate else ():
            for prefix in learned_prefixes(cloud, connection):
                yield Row(prefix, "VpnGateway", gateway.id, BGP)


def bgp_tunnels(row: VpnConnection) -> list[tuple[str, str, Mapping[str, object]]]:
    """Id, customer gateway and BGP configuration of each tunnel that speaks BGP."""
    if row.tunnels:
        configured = [
            (str(its["TunnelId"]), str(its["CustomerGatewayId"]), its["TunnelBgpConfig"]) for its in row.tunnels
        ]
    else:
        configured = [(row.id, row.customer_gateway, row.bgp_config)]
    speaks = row.bgp or not row.tunnels
    return [
        (name, peer, config) for name, peer, config in configured if speaks and isinstance(config, Mapping) and config
    ]


def _announced(cloud: Cloud, customer_gateway: str) -> Sequence[str]:
    peer = cloud.get(CustomerGateway, customer_gateway)
    for site in cloud.all(Site):
        if peer is not None and site.asn and site.asn == peer.asn and peer.address in site.addresses:
            return site.cidrs
    return ()
