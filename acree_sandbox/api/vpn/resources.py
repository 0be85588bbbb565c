"""Customer gateways, VPN gateways, IPsec connections and their routes as the sandbox keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from acree_sandbox.api.vpc.resources import release_addresses
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.resources import GONE, Resource, resource

MASTER, SLAVE = "master", "slave"
NOT_ESTABLISHED = "ike_sa_not_established"
ESTABLISHED = "ipsec_sa_established"


@resource("customer gateway", prefix="cgw", indexes=("address",))
@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerGateway(Resource):
    """What the cloud knows of a device in a data center.

    Attributes:
        address: public address of the device.
        asn: its BGP AS number, 0 where none was given.
        key: key of its BGP sessions.
    """

    name: str = ""
    description: str = ""
    address: str = ""
    asn: int = 0
    key: str = ""
    resource_group: str = ""


@resource("vpn gateway", prefix="vpn", indexes=("vpc",))
@dataclass(frozen=True, slots=True, kw_only=True)
class VpnGateway(Resource):
    """A VPN gateway of a VPC.

    Attributes:
        vpc: id of its VPC.
        vswitches: one, or for dual-tunnel connections two ids of vSwitches that it has an address in.
        addresses: public addresses, one for each vSwitch.
        bandwidth: Mbit/s.
        network_type: `public`; private ones are not done.
        charge_type: `POSTPAY` or `PREPAY`.
        ssl: number of SSL clients, 0 for none.
        auto_propagate: whether routes learned by BGP go into the VPC's own table.
        owner: account id.
    """

    name: str = ""
    description: str = ""
    vpc: str = ""
    vswitches: Sequence[str] = ()
    addresses: Sequence[str] = ()
    bandwidth: int = 0
    network_type: str = "public"
    charge_type: str = "POSTPAY"
    ssl: int = 0
    auto_propagate: bool = False
    owner: str = ""
    resource_group: str = ""

    def settled(self, cloud: Cloud) -> None:
        """Give its addresses in vSwitches back when it is gone."""
        if self.status == GONE:
            release_addresses(cloud, self.id)


@resource("vpn connection", prefix="vco", indexes=("gateway",))
@dataclass(frozen=True, slots=True, kw_only=True)
class VpnConnection(Resource):
    """An IPsec connection: of a VPN gateway, or of none and then to be attached to a transit router.

    Configurations are kept as they are answered.

    Attributes:
        gateway: id of the VPN gateway, empty for a connection of a transit router.
        customer_gateway: of a connection with one tunnel, id of its customer gateway.
        local_subnets: prefixes on the cloud's side.
        remote_subnets: prefixes on the data center's side.
        tunnels: of a connection with two tunnels, `TunnelOptions` each, in the order in which they were sent.
        bgp: whether its tunnels speak BGP.
        ike: of one tunnel, `IkeConfig`.
        ipsec: of one tunnel, `IpsecConfig`.
        bgp_config: of one tunnel, `VpnBgpConfig`.
        health: `VcoHealthCheck`.
        address: of one tunnel of a transit router, the public address of the cloud's side.
        bandwidth: of a connection of a transit router, `standard` or `large`.
    """

    name: str = ""
    gateway: str = ""
    customer_gateway: str = ""
    local_subnets: Sequence[str] = ()
    remote_subnets: Sequence[str] = ()
    effective_at_once: bool = False
    dpd: bool = True
    nat_traversal: bool = True
    tunnels: Sequence[Mapping[str, object]] = ()
    bgp: bool = False
    ike: Mapping[str, object] = field(default_factory=dict)
    ipsec: Mapping[str, object] = field(default_factory=dict)
    bgp_config: Mapping[str, object] = field(default_factory=dict)
    health: Mapping[str, object] = field(default_factory=dict)
    address: str = ""
    bandwidth: str = "standard"
    auto_routes: bool = False
    resource_group: str = ""


@resource("vpn route", indexes=("gateway", "hop"))
@dataclass(frozen=True, slots=True, kw_only=True)
class VpnRoute(Resource):
    """A route of a VPN gateway toward a data center; its status is `published` or `normal`.

    Attributes:
        gateway: id of the VPN gateway.
        hop: id of the connection.
        destination: prefix in the data center.
        source: of a policy-based route, the prefix that packets come from; empty for a destination-based one.
        weight: 100 for the route in use, 0 for the one that stands by.
        published: whether the VPC's own table has it.
        priority: of a policy-based route.
    """

    gateway: str = ""
    hop: str = ""
    destination: str = ""
    source: str = ""
    weight: int = 100
    published: bool = False
    priority: int = 0
    description: str = ""


@resource("vco route", indexes=("hop",))
@dataclass(frozen=True, slots=True, kw_only=True)
class VcoRoute(Resource):
    """A static route of a transit router's IPsec connection toward a data center.

    Attributes:
        hop: id of the connection.
        destination: prefix in the data center.
        weight: 100 or 0.
    """

    hop: str = ""
    destination: str = ""
    weight: int = 100
    description: str = ""


@resource("tunnel state")
@dataclass(frozen=True, slots=True, kw_only=True)
class TunnelState(Resource):
    """What the data plane reports of a tunnel, by the tunnel's id; its status is `ipsec_sa_established` and so on.

    Attributes:
        bgp: whether its BGP session is up.
        learned: prefixes that the data center's device announces.
        as_paths: length of the AS path of each.
    """

    bgp: bool = False
    learned: Sequence[str] = ()
    as_paths: Mapping[str, int] = field(default_factory=dict)
