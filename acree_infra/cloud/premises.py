"""What is read of gateways, leased lines and peerings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class VpnGatewayRecord:
    """A VPN gateway.

    Attributes:
        id: VPN gateway id.
        vpc: the VPC that it stands in.
        vswitches: the vSwitches that it stands in: one, or two for dual tunnels.
    """

    id: str
    vpc: str
    vswitches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConnectionRecord:
    """An IPsec connection.

    Attributes:
        id: connection id.
        name: its name; empty when it has none.
        gateway: the VPN gateway; empty when it is for a transit router.
        tunnels: number, 1 for the active one, and public address of each tunnel's end in the cloud that has one.
    """

    id: str
    name: str
    gateway: str
    tunnels: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class VbrRecord:
    """A virtual border router.

    Attributes:
        id: VBR id.
        vlan: VLAN of the link; 0 for none.
        cloud: its address on the link; empty when it has none.
        device: the device's address on the link; empty when it has none.
        mask: mask of the link, such as `255.255.255.252`; empty when it has none.
        table: its route table; empty when it has none.
    """

    id: str
    vlan: int
    cloud: str
    device: str
    mask: str
    table: str


@dataclass(frozen=True, slots=True)
class ExpressRouterRecord:
    """An Express Connect Router.

    Attributes:
        id: its id.
        asn: its AS number.
        vbrs: VBRs that belong to it.
        vpcs: VPCs that it is joined to.
        transit_routers: transit routers that it is joined to.
    """

    id: str
    asn: int
    vbrs: tuple[str, ...]
    vpcs: tuple[str, ...]
    transit_routers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeeringRecord:
    """A VPC peering.

    Attributes:
        id: its id.
        region: region of the VPC that asked for it.
        vpc: that VPC.
        peer_region: region of the other one.
        peer_vpc: the other one.
        status: `Activated`, or what it waits for.
    """

    id: str
    region: str
    vpc: str
    peer_region: str
    peer_vpc: str
    status: str


class PremisesReader(Protocol):
    """Reads gateways and lines of data centers, and VPC peerings (vpc, vpcpeer, expressconnectrouter)."""

    def vpn_gateway(self, region: str, gateway: str) -> VpnGatewayRecord | None:
        """A VPN gateway (`DescribeVpnGateways`); None when the region has none of this id."""
        ...

    def connections(self, region: str) -> tuple[ConnectionRecord, ...]:
        """All IPsec connections of a region, of gateways and of transit routers (`DescribeVpnConnections`)."""
        ...

    def vbr(self, region: str, vbr: str) -> VbrRecord | None:
        """A VBR (`DescribeVirtualBorderRouters`); None when the region has none of this id."""
        ...

    def express_router(self, region: str, router: str) -> ExpressRouterRecord | None:
        """An Express Connect Router with what it joins (`DescribeExpressConnectRouter…`); None without one.

        Args:
            region: region whose endpoint is asked.
            router: its id.
        """
        ...

    def peering(self, region: str, peering: str) -> PeeringRecord | None:
        """A VPC peering (`ListVpcPeerConnections`); None when the region has none of this id."""
        ...
