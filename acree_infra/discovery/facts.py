"""What was learned about the networks that the stack file names: the second half of a lock file.

Nothing that this stack made itself is recorded (tag and name tell it), so that resolving again after an
update changes nothing.
"""

from __future__ import annotations

from typing import Literal

from acree_infra.discovery.site_facts import (
    ConnectionFacts,
    ExpressRouterFacts,
    PeeringFacts,
    VbrFacts,
    VpnGatewayFacts,
)
from acree_infra.topology.values import Cidr, Model, Region, Zone

FREE_ENOUGH = 10
"""Free addresses are counted up to here: the number moves with every machine that starts, and no rule needs more."""


class ExistingRoute(Model):
    """A custom route that exists in a table and was not made by this stack."""

    destination: Cidr
    """Destination of the route."""
    hop_type: str
    """Next hop type as the API spells it: `Attachment`, `VpnGateway`, `BlackHole`, ..."""
    hop: str = ""
    """Id of the next hop; empty for a black hole."""
    name: str = ""
    """Name of the entry, if it has one."""


class VSwitch(Model):
    """A subnet of a VPC."""

    id: str
    """vSwitch id."""
    zone: Zone
    """Zone it lies in."""
    cidr: Cidr
    """Its range."""
    free_addresses: int
    """Addresses still free, counted up to `FREE_ENOUGH` (G30 wants one per attached vSwitch)."""
    route_table: str
    """The table bound to it."""


class VpcTable(Model):
    """A route table of a VPC."""

    id: str
    """Route table id."""
    type: Literal["System", "Custom"]
    """The VPC's own table, or a custom one (never propagated, 4.2)."""
    routes: tuple[ExistingRoute, ...] = ()
    """Foreign custom routes in it."""


class Vpc(Model):
    """A VPC that the stack file names."""

    id: str
    """VPC id."""
    region: Region
    """Its region."""
    owner: str
    """Account id of its owner."""
    cidrs: tuple[Cidr, ...]
    """Primary CIDR first, then secondary ones."""
    vswitches: tuple[VSwitch, ...]
    """All vSwitches, by id."""
    route_tables: tuple[VpcTable, ...]
    """All route tables, by id."""


class Attachment(Model):
    """An attachment on a transit router that exists and was not made by this stack."""

    id: str
    """Bare attachment id, `tr-attach-…`."""
    kind: Literal["vpc", "peer", "vbr", "vpn", "ecr"]
    """What is attached."""
    resource: str
    """Id of what is attached: a VPC, or the peer transit router."""
    peer_region: Region | None = None
    """Region at the far end of a peer attachment."""
    vswitches: tuple[str, ...] = ()
    """vSwitches of a VPC attachment."""
    auto_advertise: bool = False
    """Auto-advertise of a peer attachment; route synchronisation of a VPC attachment."""
    bandwidth: int | None = None
    """Mbit/s of a peer attachment."""
    bandwidth_type: str = ""
    """`DataTransfer`, `BandwidthPackage`, or empty: only a test bandwidth (G37)."""
    association: str = ""
    """The transit router table read for its traffic; empty when none (G29)."""
    propagations: tuple[str, ...] = ()
    """The tables that learn its routes."""


class TransitRouterTable(Model):
    """A route table of a transit router."""

    id: str
    """Route table id."""
    type: Literal["System", "Custom"]
    """The router's own table, or a custom one."""
    routes: tuple[ExistingRoute, ...] = ()
    """Foreign static routes in it."""


class TransitRouterFacts(Model):
    """A transit router that exists."""

    id: str
    """Transit router id, `tr-…`."""
    region: Region
    """Its region."""
    edition: Literal["Enterprise", "Basic"] | None
    """Its edition; None when the account does not say (G5)."""
    tables: tuple[TransitRouterTable, ...] = ()
    """Its tables."""
    attachments: tuple[Attachment, ...] = ()
    """Its foreign attachments."""


class RegionFacts(Model):
    """What a region offers."""

    region: Region
    """Region id."""
    zones: tuple[Zone, ...]
    """Zones in which a transit router takes vSwitches (`ListTransitRouterAvailableResource`)."""


class PrivateZone(Model):
    """A private DNS zone that exists and covers a name of the registry (G41)."""

    id: str
    """Zone id."""
    name: str
    """Zone name."""
    vpcs: tuple[str, ...] = ()
    """VPCs it is bound to."""


class NetworkFacts(Model):
    """Everything learned about networks."""

    account: str
    """Account id of the credentials used."""
    regions: tuple[RegionFacts, ...] = ()
    """Regions of the stack, by id."""
    transit_routers: tuple[TransitRouterFacts, ...] = ()
    """Transit routers of the CEN that the stack names, in the stack's regions."""
    vpcs: tuple[Vpc, ...] = ()
    """VPCs of the stack, by id."""
    private_zones: tuple[PrivateZone, ...] = ()
    """Foreign private zones that cover a name of the registry."""
    vpn_gateways: tuple[VpnGatewayFacts, ...] = ()
    """VPN gateways that the stack names, by id."""
    connections: tuple[ConnectionFacts, ...] = ()
    """IPsec connections that the stack names or made, by id."""
    vbrs: tuple[VbrFacts, ...] = ()
    """Virtual border routers that the stack names, by id."""
    express_routers: tuple[ExpressRouterFacts, ...] = ()
    """Express Connect Routers that the stack names, by id."""
    peerings: tuple[PeeringFacts, ...] = ()
    """VPC peerings that the stack names, by id."""
