"""How a connection's encryption and tunnels are completed: with what the service fills in where nothing was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from acree_sandbox.api.vpn.parameters import TUNNEL_SPACE
from acree_sandbox.api.vpn.resources import MASTER, SLAVE, CustomerGateway
from acree_sandbox.api.vpn.service import need_customer_gateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.records import Record

TUNNELS = 2
KEY_LENGTH = 16
IKE_DEFAULTS: Mapping[str, object] = {
    "IkeVersion": "ikev2",
    "IkeMode": "main",
    "IkeEncAlg": "aes",
    "IkeAuthAlg": "md5",
    "IkePfs": "group2",
    "IkeLifetime": 86400,
}
IPSEC_DEFAULTS: Mapping[str, object] = {
    "IpsecEncAlg": "aes",
    "IpsecAuthAlg": "md5",
    "IpsecPfs": "group2",
    "IpsecLifetime": 86400,
}
ROLES = (MASTER, SLAVE)
DEFAULT_ASN = 45104


@dataclass(frozen=True, slots=True)
class CloudSide:
    """Where the tunnels of a connection end in the cloud.

    Attributes:
        addresses: public address of each tunnel, that of the first in use first.
        zones: zone of each.
    """

    addresses: Sequence[str]
    zones: Sequence[str]


def ike_config(cloud: Cloud, sent: Mapping[str, object], address: str, peer: CustomerGateway) -> dict[str, object]:
    """`IkeConfig` with defaults; both ends are known by their addresses, and a key is made where none was sent."""
    made = {} if "Psk" in sent else {"Psk": cloud.new_suffix(KEY_LENGTH)}
    return {**IKE_DEFAULTS, "LocalId": address, "RemoteId": peer.address, **made, **_given(sent)}


def ipsec_config(sent: Mapping[str, object]) -> dict[str, object]:
    """`IpsecConfig` with defaults."""
    return {**IPSEC_DEFAULTS, **_given(sent)}


def bgp_config(sent: Mapping[str, object], peer: CustomerGateway) -> dict[str, object]:
    """`TunnelBgpConfig` or `VpnBgpConfig`; empty where no BGP is configured.

    Raises:
        ApiError: the tunnel's prefix is no /30 of 169.254.0.0/16, the address is not in it, or the customer gateway
            has no AS number.
    """
    if not sent.get("TunnelCidr"):
        return {}
    network, own = IPv4Network(str(sent["TunnelCidr"])), str(sent.get("LocalBgpIp", ""))
    hosts = [str(host) for host in network.hosts()]
    if network.prefixlen != 30 or not network.subnet_of(IPv4Network(TUNNEL_SPACE)):  # noqa: PLR2004  # 30 = two hosts
        raise ApiError("IllegalParam.TunnelCidr", f"TunnelCidr is a /30 of {TUNNEL_SPACE}, not {network}.")
    if own and own not in hosts:
        raise ApiError("IllegalParam.LocalBgpIp", f"LocalBgpIp is one of {' and '.join(hosts)}, not {own}.")
    if not peer.asn:
        raise ApiError("IllegalParam.PeerAsn", f"BGP needs the AS number of the customer gateway {peer.id}.")
    own = own or hosts[0]
    return {
        "LocalAsn": str(sent.get("LocalAsn", DEFAULT_ASN)),
        "TunnelCidr": str(network),
        "LocalBgpIp": own,
        "PeerAsn": str(peer.asn),
        "PeerBgpIp": next(host for host in hosts if IPv4Address(host) != IPv4Address(own)),
    }


def new_tunnels(cloud: Cloud, sent: Sequence[Record], side: CloudSide) -> list[dict[str, object]]:
    """Tunnels as a request describes them, in its order.

    Raises:
        ApiError: they are not two, not one of each role, or name no customer gateway.
    """
    if len(sent) != TUNNELS:
        raise ApiError(
            "IllegalParam.TunnelOptionsSpecification", f"A connection has {TUNNELS} tunnels, got {len(sent)}."
        )
    plain = [record.plain() for record in sent]
    places = [_place(its, index) for index, its in enumerate(plain)]
    if len(set(places)) < TUNNELS:
        raise ApiError("IllegalParam.Role", "One tunnel is the master and the other the slave.")
    return [_tunnel(cloud, its, place, side) for its, place in zip(plain, places, strict=True)]


def changed_tunnels(
    cloud: Cloud, tunnels: Sequence[Mapping[str, object]], sent: Sequence[Record]
) -> list[dict[str, object]]:
    """Tunnels with what an update says of them: found by id, else by role or index, else by their order."""
    changed = [dict(its) for its in tunnels]
    for index, record in enumerate(sent):
        new = record.plain()
        place = next((at for at, its in enumerate(tunnels) if its["TunnelId"] == new.get("TunnelId")), -1)
        if place < 0:
            wanted = ROLES[_place(new, index)]
            place = next(at for at, its in enumerate(tunnels) if its["Role"] == wanted)
        changed[place] = _merged(cloud, tunnels[place], new)
    return changed


def _place(sent: Mapping[str, object], index: int) -> int:
    """0 for the master tunnel, 1 for the slave."""
    if sent.get("TunnelIndex"):
        return int(str(sent["TunnelIndex"])) - 1
    return ROLES.index(str(sent["Role"])) if sent.get("Role") else index


def _tunnel(cloud: Cloud, sent: Mapping[str, object], place: int, side: CloudSide) -> dict[str, object]:
    peer = need_customer_gateway(cloud, str(sent.get("CustomerGatewayId", "")))
    address = side.addresses[place]
    return {
        "TunnelId": f"tun-{cloud.new_suffix()}",
        "TunnelIndex": place + 1,
        "Role": ROLES[place],
        "ZoneNo": side.zones[place],
        "InternetIp": address,
        "CustomerGatewayId": peer.id,
        "EnableDpd": sent.get("EnableDpd", True),
        "EnableNatTraversal": sent.get("EnableNatTraversal", True),
        "TunnelIkeConfig": ike_config(cloud, _part(sent, "TunnelIkeConfig"), address, peer),
        "TunnelIpsecConfig": ipsec_config(_part(sent, "TunnelIpsecConfig")),
        "TunnelBgpConfig": bgp_config(_part(sent, "TunnelBgpConfig"), peer),
    }


def _merged(cloud: Cloud, old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, object]:
    peer = need_customer_gateway(cloud, str(new.get("CustomerGatewayId") or old["CustomerGatewayId"]))
    parts = {
        name: {**_part(old, name), **_given(_part(new, name))} for name in ("TunnelIkeConfig", "TunnelIpsecConfig")
    }
    bgp = bgp_config({**_part(old, "TunnelBgpConfig"), **_given(_part(new, "TunnelBgpConfig"))}, peer)
    flags = {name: new[name] for name in ("EnableDpd", "EnableNatTraversal") if name in new}
    return {**old, **flags, **parts, "TunnelBgpConfig": bgp, "CustomerGatewayId": peer.id}


def _part(whole: Mapping[str, object], name: str) -> dict[str, object]:
    part = whole.get(name)
    return dict(part) if isinstance(part, Mapping) else {}


def _given(sent: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in sent.items() if value != ""}
