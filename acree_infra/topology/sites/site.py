"""What a stack file says about a data center: its ranges, its names, its ways into the cloud."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from acree_infra.topology.shorthand import ShorthandModel
from acree_infra.topology.sites.express_connect import ExpressConnectWay
from acree_infra.topology.sites.express_connect_router import ExpressConnectRouterWay
from acree_infra.topology.sites.smart_access_gateway import SmartAccessGatewayWay
from acree_infra.topology.sites.transit_vpn import TransitVpnWay
from acree_infra.topology.sites.vpn_gateway import VpnGatewayWay
from acree_infra.topology.values import Address, Cidr, Model, Name, Port

AnyWay = Annotated[
    VpnGatewayWay | TransitVpnWay | ExpressConnectWay | ExpressConnectRouterWay | SmartAccessGatewayWay,
    Field(discriminator="kind"),
]
"""Every kind of way; a new one is one file, and one name here."""


class SiteDns(ShorthandModel):
    """How the hosts of a site resolve the registry's names (5.3)."""

    shorthand: ClassVar[str] = "mode"

    mode: Literal["hosts", "forward", "none"] = "hosts"
    """`hosts` fixes every address, OSS too (G42); `forward` asks resolvers in the cloud; `none` leaves it to you."""
    forwarders: tuple[Address, ...] = ()
    """Resolvers for `forward`: inbound endpoints in the VPC. The VPC's resolvers, with routes, when absent (G10)."""


class Ports(Model):
    """Names of the device's interfaces."""

    outside: Port | None = None
    """Toward the internet."""
    inside: Port | None = None
    """Toward the site's hosts."""


class Site(Model):
    """A data center whose hosts must reach the registry."""

    name: Name
    """Short name, unique among sites and clients; part of resource names."""
    cidrs: tuple[Cidr, ...] = Field(min_length=1)
    """Its own CIDRs, from which hosts pull and push: the cloud answers to them."""
    pod_cidrs: tuple[Cidr, ...] = ()
    """Pod ranges of clusters there (G45)."""
    other_cidrs: tuple[Cidr, ...] = ()
    """Other ranges in use there: carrier NAT, synthetic ranges, other clouds (G46)."""
    device_routes: tuple[Cidr, ...] = ()
    """Routes toward the cloud that its device has already, such as 100.0.0.0/8 (G48)."""
    dns: SiteDns = SiteDns()
    """How its hosts resolve the registry's names."""
    ports: Ports = Ports()
    """Names of its device's interfaces."""
    via: tuple[AnyWay, ...] = Field(min_length=1)
    """Its ways into the cloud, each of one kind."""
