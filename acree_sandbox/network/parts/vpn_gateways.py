"""VPN gateways: policy-based routes before destination-based ones, each into a tunnel that is up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from acree_sandbox.api.vpn.bgp import learned_prefixes
from acree_sandbox.api.vpn.resources import VpnConnection, VpnGateway, VpnRoute
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.naming import number
from acree_sandbox.network.parts import names
from acree_sandbox.network.parts.hosts import EVERYWHERE
from acree_sandbox.network.parts.tunnels import Tunnel, add_tunnel, established, tunnels
from acree_sandbox.network.values import BLACK_HOLE, End, Rule

_USABLE = {"published", "normal", "publishing", "withdrawing"}
_IN, _POLICY, _BY_DESTINATION, _LAST = 10, 100, 600, 1000


def add_vpn_gateways(cloud: Cloud, draft: Draft) -> None:
    """Add every VPN gateway that works, with the ends of its tunnels."""
    found = list(tunnels(cloud))
    for gateway in cloud.all(VpnGateway):
        if gateway.status == "active":
            _add(cloud, draft, gateway, [its for its in found if its.connection.gateway == gateway.id])


def _add(cloud: Cloud, draft: Draft, gateway: VpnGateway, found: list[Tunnel]) -> None:
    name = draft.namespace(names.vpn_gateway(gateway.id), "vpn-gateway", gateway.id, forwards=True)
    link = names.gateway_link(gateway.id)
    draft.link(End(name, link), End(names.vpc(gateway.vpc), link))
    draft.rule(name, Rule(_LAST, 0))
    inward, outward = number(f"{gateway.id}/vpc"), number(f"{gateway.id}/tunnels")
    draft.route(name, inward, EVERYWHERE, link)
    for tunnel in found:
        draft.rule(name, Rule(_IN, inward, link=names.tunnel_link(tunnel.id)))
        add_tunnel(draft, tunnel)
    for position, (source, routes) in enumerate(_policies(cloud, gateway)):
        table = number(f"{gateway.id}/{source}")
        draft.rule(name, Rule(_POLICY + position, table, link=link, source=source))
        for destination, hop in routes:
            draft.route(name, table, destination, _way(cloud, hop, found))
    draft.rule(name, Rule(_BY_DESTINATION, outward, link=link))
    for destination, hop in _by_destination(cloud, gateway):
        draft.route(name, outward, destination, _way(cloud, hop, found))


def _way(cloud: Cloud, hop: str, found: list[Tunnel]) -> str:
    """The link of the connection's tunnel that is up, the master before the slave; packets are lost without one."""
    up = established(cloud, hop, found)
    return names.tunnel_link(up[0].id) if up else BLACK_HOLE


def _routes(cloud: Cloud, gateway: VpnGateway) -> list[VpnRoute]:
    """Routes in use: the heavier of two first, and one whose connection has a tunnel before one without."""
    rows = [row for row in cloud.where(VpnRoute, "gateway", gateway.id) if row.status in _USABLE]
    found = list(tunnels(cloud))
    return sorted(rows, key=lambda row: (not established(cloud, row.hop, found), -row.weight))


def _policies(cloud: Cloud, gateway: VpnGateway) -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    """Destination and connection of policy-based routes by source, the longest source first."""
    by_source: dict[str, list[tuple[str, str]]] = {}
    for row in _routes(cloud, gateway):
        if row.source:
            by_source.setdefault(row.source, []).append((row.destination, row.hop))
    yield from sorted(by_source.items(), key=lambda pair: (-int(pair[0].rpartition("/")[2]), pair[0]))


def _by_destination(cloud: Cloud, gateway: VpnGateway) -> Iterator[tuple[str, str]]:
    """Destination and connection of the other routes, static ones before learned ones."""
    for row in _routes(cloud, gateway):
        if not row.source:
            yield row.destination, row.hop
    for connection in cloud.where(VpnConnection, "gateway", gateway.id):
        for prefix in learned_prefixes(cloud, connection):
            yield prefix, connection.id
