"""What is read of CEN and its transit routers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from acree_infra.cloud.routes import RouteRecord

AttachmentKind = Literal["vpc", "peer", "vbr", "vpn", "ecr"]
Tags = tuple[tuple[str, str], ...]
"""Tags as (key, value)."""


@dataclass(frozen=True, slots=True)
class TransitRouterRecord:
    """A transit router.

    Attributes:
        id: transit router id.
        region: its region.
        edition: `Enterprise` or `Basic` as the API's `Type` says; empty when it does not say.
        tags: its tags.
    """

    id: str
    region: str
    edition: str
    tags: Tags = ()


@dataclass(frozen=True, slots=True)
class AttachmentRecord:
    """An attachment as one region sees it.

    Attributes:
        id: attachment id.
        kind: what is attached.
        router: transit router that it is on, seen from the region that was asked.
        resource: id of what is attached: a VPC, a VBR, a VPN connection, an ECR, or the router at the far end.
        peer_region: region of the far end of a peer attachment; empty otherwise.
        vswitches: vSwitches of a VPC attachment.
        auto_publish: route synchronisation of a VPC attachment, auto-advertise of a peer attachment (4.3).
        bandwidth: Mbit/s of a peer attachment; None otherwise.
        bandwidth_type: `DataTransfer` or `BandwidthPackage`; empty otherwise.
        tags: its tags.
        name: its name; empty when it has none.
    """

    id: str
    kind: AttachmentKind
    router: str
    resource: str
    peer_region: str = ""
    vswitches: tuple[str, ...] = ()
    auto_publish: bool = False
    bandwidth: int | None = None
    bandwidth_type: str = ""
    tags: Tags = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class TransitRouterTableRecord:
    """A route table of a transit router.

    Attributes:
        id: route table id.
        type: `System` or `Custom`.
    """

    id: str
    type: str


class CenReader(Protocol):
    """Reads CENs and transit routers (cbn)."""

    def cens_tagged(self, key: str, value: str) -> tuple[str, ...]:
        """Ids of the CENs that carry a tag (`DescribeCens`)."""
        ...

    def transit_routers(self, cen: str, region: str) -> tuple[TransitRouterRecord, ...]:
        """Transit routers of a CEN in a region (`ListTransitRouters`)."""
        ...

    def tables(self, region: str, router: str) -> tuple[TransitRouterTableRecord, ...]:
        """Route tables of an Enterprise Edition router (`ListTransitRouterRouteTables`)."""
        ...

    def attachments(self, cen: str, region: str, kind: AttachmentKind) -> tuple[AttachmentRecord, ...]:
        """Attachments of one kind in a region, those being taken away left out (`ListTransitRouter…Attachments`)."""
        ...

    def associations(self, region: str, table: str) -> tuple[str, ...]:
        """Ids of the attachments whose traffic reads the table (`ListTransitRouterRouteTableAssociations`)."""
        ...

    def propagations(self, region: str, table: str) -> tuple[str, ...]:
        """Ids of the attachments whose routes the table learns (`ListTransitRouterRouteTablePropagations`)."""
        ...

    def static_routes(self, region: str, table: str) -> tuple[RouteRecord, ...]:
        """Static entries of a table (`ListTransitRouterRouteEntries`)."""
        ...

    def zones(self, region: str) -> tuple[str, ...]:
        """Zones in which a transit router takes vSwitches (`ListTransitRouterAvailableResource`)."""
        ...
