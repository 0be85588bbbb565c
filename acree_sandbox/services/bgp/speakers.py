"""Who of a cloud speaks BGP with data centers, and what it announces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.expressconnect.resources import BgpGroup, BgpNetwork, BgpPeer, Vbr
from acree_sandbox.api.expressconnect.routes import told
from acree_sandbox.api.vpc.resources import RouteTable, Vpc
from acree_sandbox.api.vpc.tables import ECR, LEARNED, rows
from acree_sandbox.api.vpn.resources import CustomerGateway, VpnGateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.parts import names
from acree_sandbox.network.parts.tunnels import Tunnel, tunnels


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The far end of a session.

    Attributes:
        id: under which the session is reported: the peer's, or the tunnel's.
        address: its address.
        asn: its AS number.
        key: key of the session, empty for none.
    """

    id: str
    address: str
    asn: int
    key: str = ""

    def __repr__(self) -> str:
        return f"Neighbour({self.id!r}, {self.address!r}, {self.asn})"


@dataclass(frozen=True, slots=True)
class Speaker:
    """One router that speaks BGP.

    Attributes:
        namespace: where it runs.
        asn: its AS number.
        address: its own address, also the router id.
        neighbours: who it speaks with.
        networks: what it announces.
    """

    namespace: str
    asn: int
    address: str
    neighbours: Sequence[Neighbour]
    networks: frozenset[str]


def speakers(cloud: Cloud) -> Iterator[Speaker]:
    """Every router that speaks BGP; ask inside of `Cloud.transaction`."""
    for vbr in cloud.all(Vbr):
        speaker = _vbr(cloud, vbr)
        if speaker is not None:
            yield speaker
    for tunnel in tunnels(cloud):
        if tunnel.bgp and tunnel.peer:
            yield _tunnel(cloud, tunnel)


def configuration(speaker: Speaker) -> str:
    """`frr.conf` of a speaker, without what it announces; it holds the keys of sessions."""
    lines = [
        f"router bgp {speaker.asn}",
        f" bgp router-id {speaker.address}",
        " no bgp ebgp-requires-policy",
        " no bgp network import-check",
        " timers bgp 1 3",
    ]
    for its in speaker.neighbours:
        lines += [
            f" neighbor {its.address} remote-as {its.asn}",
            f" neighbor {its.address} update-source {speaker.address}",
            f" neighbor {its.address} disable-connected-check",
            f" neighbor {its.address} timers connect 1",
            *([f" neighbor {its.address} password {its.key}"] if its.key else []),
        ]
    lines += [" address-family ipv4 unicast", *(f"  neighbor {its.address} activate" for its in speaker.neighbours)]
    return "\n".join([*lines, " exit-address-family", "exit", ""])


def _vbr(cloud: Cloud, vbr: Vbr) -> Speaker | None:
    """A VBR announces what it was told by the cloud, and the networks that were added by hand."""
    groups = {group.id: group for group in cloud.where(BgpGroup, "router", vbr.id)}
    peers = [peer for peer in cloud.where(BgpPeer, "router", vbr.id) if peer.group in groups]
    table = cloud.get(RouteTable, vbr.table)
    if vbr.status != "active" or not peers or table is None:
        return None
    networks = {row.destination for row in rows(cloud, table) if row.type in {LEARNED, ECR}}
    networks |= {network.destination for network in cloud.where(BgpNetwork, "router", vbr.id)}
    neighbours = [Neighbour(its.id, its.address, groups[its.group].peer_asn, groups[its.group].key) for its in peers]
    asn = groups[peers[0].group].local_asn
    return Speaker(names.vbr(vbr.id), asn, vbr.local, tuple(neighbours), frozenset(networks))


def _tunnel(cloud: Cloud, tunnel: Tunnel) -> Speaker:
    """A tunnel's end announces the VPC of its gateway, or what the transit router tells its connection."""
    bgp, connection = tunnel.bgp, tunnel.connection
    gateway = cloud.get(VpnGateway, connection.gateway)
    vpc = cloud.get(Vpc, gateway.vpc) if gateway else None
    networks = {vpc.cidr, *vpc.secondary_cidrs} if vpc else set()
    for attachment in cloud.where(Attachment, "resource", connection.id):
        networks |= {route.destination for route in told(cloud, attachment)}
    known = (row for row in cloud.all(CustomerGateway) if row.address == tunnel.peer)
    key = next((row.key for row in known if str(row.asn) == bgp["PeerAsn"]), "")
    neighbour = Neighbour(tunnel.id, str(bgp["PeerBgpIp"]), int(str(bgp["PeerAsn"])), key)
    own = str(bgp["LocalBgpIp"])
    return Speaker(tunnel.namespace, int(str(bgp["LocalAsn"])), own, (neighbour,), frozenset(networks))
