"""What was learned about gateways, lines and peerings that a stack file names; see `facts`.

Of what the stack makes itself only the public addresses of tunnels are recorded: devices cannot be written without.
"""

from __future__ import annotations

from acree_infra.topology.values import Address, Cidr, Model, Region


class VpnGatewayFacts(Model):
    """A VPN gateway that exists."""

    id: str
    """VPN gateway id, `vpn-…`."""
    region: Region
    """Its region."""
    vpc: str
    """The VPC that it stands in."""
    vswitches: tuple[str, ...]
    """The vSwitches that it stands in: one, or two for dual tunnels."""


class TunnelFacts(Model):
    """One tunnel of a connection."""

    number: int
    """1 is the active one, 2 the standby."""
    address: Address
    """Public address of the cloud's end."""


class ConnectionFacts(Model):
    """An IPsec connection that exists, or one that this stack made."""

    id: str
    """Connection id, `vco-…`."""
    region: Region
    """Its region."""
    name: str = ""
    """Its name, if it has one."""
    gateway: str = ""
    """The VPN gateway; empty when it is for a transit router."""
    tunnels: tuple[TunnelFacts, ...] = ()
    """Its tunnels, by number; none when the cloud gave no address yet."""


class VbrFacts(Model):
    """A virtual border router that exists."""

    id: str
    """VBR id, `vbr-…`."""
    region: Region
    """Its region."""
    vlan: int = 0
    """VLAN of the link, 0 for none."""
    link: Cidr | None = None
    """The link; None when the VBR has no addresses."""
    cloud: Address | None = None
    """The VBR's address on the link."""
    device: Address | None = None
    """The device's address on the link."""
    routes: int = 0
    """Custom routes that exist in its table (K5)."""


class ExpressRouterFacts(Model):
    """An Express Connect Router that exists."""

    id: str
    """Id, `ecr-…`."""
    asn: int
    """Its AS number."""
    vbrs: tuple[str, ...] = ()
    """The VBRs that belong to it."""
    vpcs: tuple[str, ...] = ()
    """VPCs that it is joined to."""
    transit_routers: tuple[str, ...] = ()
    """Transit routers that it is joined to."""


class PeeringFacts(Model):
    """A VPC peering that exists."""

    id: str
    """Id, `pcc-…`."""
    region: Region
    """Region of the VPC that asked for it."""
    vpc: str
    """The VPC that asked for it."""
    peer_region: Region
    """Region of the other VPC."""
    peer_vpc: str
    """The other VPC."""
    status: str
    """`Activated`, or what it waits for."""
