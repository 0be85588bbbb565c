"""The tunnels of a data plane: which there are, between which public addresses, and what both ends must agree on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from acree_sandbox.api.cbn.learning import in_effect
from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.vpn.resources import ESTABLISHED, CustomerGateway, TunnelState, VpnConnection, VpnGateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.parts import names
from acree_sandbox.network.parts.hosts import EVERYWHERE
from acree_sandbox.network.values import End, Rule

INSIDE, OUTSIDE = "inside", "outside"
"""A tunnel's interfaces: to the router behind it, and to the internet."""
FROM_CLOUD, FROM_TUNNEL = 10, 11
"""Kernel numbers of the tables of a tunnel's end."""
DEVICE = "ipsec0"
"""The interface that charon makes for what it encrypts."""
_BY_LINK, _OWN, _MAIN = 30, 50, 32766
_LOCAL_TABLE = 255
"""Kernel number of the table of a namespace's own addresses, which is asked after the rules of what is forwarded."""
SEGMENT = 1360
SEGMENTS = f"""table ip acree {{
  chain segments {{
    type filter hook forward priority mangle; policy accept;
    tcp flags syn tcp option maxseg size set {SEGMENT}
  }}
}}
"""
"""What is encrypted grows: TCP is told to send segments that fit into the 1400 bytes of the tunnel's interface."""


@dataclass(frozen=True, slots=True)
class Tunnel:
    """One tunnel, as the cloud's end has it.

    Attributes:
        id: its id.
        connection: its connection.
        router: namespace of the router behind it.
        address: public address of the cloud's end.
        peer: public address of the device.
        rank: 0 for the master tunnel, 1 for the slave.
        dpd: whether a silent device is noticed.
        ike: its `IkeConfig`.
        ipsec: its `IpsecConfig`.
        bgp: its BGP configuration, empty for none.
    """

    id: str
    connection: VpnConnection
    router: str
    address: str
    peer: str
    rank: int
    dpd: bool
    ike: Mapping[str, object]
    ipsec: Mapping[str, object]
    bgp: Mapping[str, object]

    @property
    def namespace(self) -> str:
        """Its namespace."""
        return names.tunnel(self.id)


def tunnels(cloud: Cloud) -> Iterator[Tunnel]:
    """Every tunnel whose router forwards: of VPN gateways, and of connections that a transit router has."""
    for connection in cloud.all(VpnConnection):
        router = _router(cloud, connection)
        if router:
            yield from _of(cloud, connection, router)


def established(cloud: Cloud, connection: str, found: list[Tunnel]) -> list[Tunnel]:
    """The tunnels of a connection that are up: one whose BGP session is down comes last, else the master first."""
    up = [its for its in found if its.connection.id == connection and _is_up(cloud, its.id)]
    return sorted(up, key=lambda its: (bool(its.bgp) and not _speaks(cloud, its.id), its.rank))


def add_tunnel(draft: Draft, tunnel: Tunnel) -> None:
    """Add the namespace of a tunnel's end: all that comes from the router behind it goes into the tunnel.

    The routes into its own interface are no part of the plan: charon makes that, and who runs charon sets them.
    """
    name = draft.namespace(tunnel.namespace, "tunnel", tunnel.id, forwards=True)
    link = names.tunnel_link(tunnel.id)
    draft.link(End(name, INSIDE), End(tunnel.router, link))
    draft.link(End(name, OUTSIDE), End(names.INTERNET, link))
    draft.address(name, OUTSIDE, tunnel.address)
    draft.route(name, names.MAIN_TABLE, f"{tunnel.peer}/32", OUTSIDE)
    draft.rule(name, Rule(_BY_LINK, FROM_CLOUD, link=INSIDE))
    draft.rule(name, Rule(_BY_LINK, FROM_TUNNEL, link=DEVICE))
    draft.rule(name, Rule(_OWN, _LOCAL_TABLE))
    draft.rule(name, Rule(_MAIN, names.MAIN_TABLE))
    draft.route(name, FROM_TUNNEL, EVERYWHERE, INSIDE)
    draft.marking(name, SEGMENTS)


def _is_up(cloud: Cloud, tunnel: str) -> bool:
    state = cloud.get(TunnelState, tunnel)
    return state is not None and state.status == ESTABLISHED


def _speaks(cloud: Cloud, tunnel: str) -> bool:
    state = cloud.get(TunnelState, tunnel)
    return state is not None and state.bgp


def _router(cloud: Cloud, connection: VpnConnection) -> str:
    if connection.gateway:
        gateway = cloud.get(VpnGateway, connection.gateway)
        return names.vpn_gateway(connection.gateway) if gateway and gateway.status == "active" else ""
    attached = any(in_effect(row) for row in cloud.where(Attachment, "resource", connection.id))
    return names.vpn_connection(connection.id) if attached else ""


def _of(cloud: Cloud, connection: VpnConnection, router: str) -> Iterator[Tunnel]:
    for its in connection.tunnels:
        peer = cloud.get(CustomerGateway, str(its["CustomerGatewayId"]))
        ike, ipsec, bgp = (_part(its[f"Tunnel{name}Config"]) for name in ("Ike", "Ipsec", "Bgp"))
        yield Tunnel(
            id=str(its["TunnelId"]),
            connection=connection,
            router=router,
            address=str(its["InternetIp"]),
            peer=peer.address if peer else "",
            rank=0 if its["Role"] == "master" else 1,
            dpd=bool(its["EnableDpd"]),
            ike=ike,
            ipsec=ipsec,
            bgp=bgp if connection.bgp else {},
        )
    if not connection.tunnels:
        peer = cloud.get(CustomerGateway, connection.customer_gateway)
        gateway = cloud.get(VpnGateway, connection.gateway)
        yield Tunnel(
            id=connection.id,
            connection=connection,
            router=router,
            address=gateway.addresses[0] if gateway else connection.address,
            peer=peer.address if peer else "",
            rank=0,
            dpd=connection.dpd,
            ike=connection.ike,
            ipsec=connection.ipsec,
            bgp=connection.bgp_config,
        )


def _part(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
