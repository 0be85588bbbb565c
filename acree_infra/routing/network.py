"""The plan as tables that can be asked: which row wins, where an attachment leads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from ipaddress import IPv4Network
from typing import TYPE_CHECKING, NamedTuple

from acree_infra.routing.nouns import Hop, HopKind, LegId, LegTarget, Subnet, Table, TableKind, VpcAttachment, VpcNode
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.prefixes import PrefixMap, first_address, last_address
from acree_infra.routing.sites.nouns import Passage, SiteNode
from acree_infra.routing.sites.standby import without_ways
from acree_infra.routing.standing import standing_rows

if TYPE_CHECKING:
    from acree_infra.routing.trace import Walk


class Row(NamedTuple):
    """A row as it wins a look-up."""

    destination: IPv4Network
    hop: Hop


Place = VpcNode | SiteNode
"""Where packets begin and end."""
Crossing = tuple[Table, Place | None, tuple[Subnet, ...]]
"""The next table to read; the VPC or site entered, if one was, and the vSwitches of the attachment crossed."""


class Network:
    """An index over one plan. Building it is linear in the rows; a look-up costs one dictionary access a length.

    Args:
        plan: the plan.
        down: names of ways of sites that carry nothing; the ways after them take over.

    Attributes:
        answers: walks back that were followed already, by place, subnets and source; a walk depends on nothing else.
    """

    def __init__(self, plan: Plan, down: Collection[str] = ()) -> None:
        self.region = plan.region
        self._plan = without_ways(plan, down)
        self._tables: dict[Table, PrefixMap[Row]] = {}
        self._sources: PrefixMap[tuple[Place, Subnet]] = PrefixMap()
        self._service: PrefixMap[bool] = PrefixMap()
        self._nodes = {node.id: node for node in (plan.service, *plan.clients)}
        self._sites = {site.name: site for site in plan.premises.sites}
        places: tuple[Place, ...] = (*self._nodes.values(), *self._sites.values())
        self._subnets = {(node.id, subnet.id): subnet for node in places for subnet in node.subnets}
        self._passages = {(step.kind, step.owner, step.hop): step for step in plan.premises.passages}
        self._associated = {
            (link.table.region, link.attachment): link.table for link in plan.associations if not link.missing
        }
        self._attachments = {a.name: a for a in plan.vpc_attachments}
        self._peers = {p.name: p for p in plan.peer_attachments}
        self._routed = {a.vpc for a in plan.vpc_attachments} | {p.vpc for p in plan.premises.peerings}
        self._crossings: dict[tuple[Table, Hop], Crossing | None] = {}
        self.answers: dict[tuple[str, tuple[str, ...], int], Walk] = {}
        self._fill()

    def _fill(self) -> None:
        for node in self._nodes.values():
            for subnet in node.subnets:
                self._sources.set(subnet.cidr, (node, subnet))
        for site in self._sites.values():
            for subnet in site.subnets:
                self._sources.set(subnet.cidr, (site, subnet))
        for table, rows in standing_rows(self._plan).items():
            filled = self._tables[table] = PrefixMap()
            for destination, hop in rows.items():
                filled.set(destination, Row(destination, hop))
        for target in self._plan.targets:
            if target.leg is not LegId.REGISTRY:
                for prefix in target.prefixes:
                    self._service.set(prefix, True)  # noqa: FBT003  # a set of prefixes, the value says nothing
        self._foreign_starts = sorted({int(f.destination.network_address) for f in self._plan.foreign_routes})

    def vpc_table(self, node: VpcNode, table_id: str) -> Table:
        """The table of a VPC by id."""
        return Table(TableKind.VPC, node.region, node.id, table_id)

    def table_of(self, place: Place, table_id: str) -> Table:
        """The table of a VPC, or of a site's device."""
        return place.table if isinstance(place, SiteNode) else self.vpc_table(place, table_id)

    @property
    def holders(self) -> str:
        """What packets begin in, for messages."""
        return "vSwitch and no site" if self._sites else "vSwitch"

    def locate(self, address: int) -> tuple[Place, Subnet] | None:
        """The VPC and vSwitch, or the site and its CIDR, that hold an address."""
        return self._sources.match(address)

    def subnet(self, node: Place, subnet_id: str) -> Subnet:
        """A vSwitch of a VPC by id, or a CIDR of a site."""
        return self._subnets[node.id, subnet_id]

    def look_up(self, table: Table, address: int) -> Row | None:
        """The row of the longest prefix that holds the address; None when there is none."""
        rows = self._tables.get(table)
        return rows.match(address) if rows is not None else None

    def is_service_prefix(self, address: int) -> bool:
        """Whether the address belongs to the auth or the OSS leg."""
        return self._service.match(address) is not None

    def is_elsewhere(self, address: int, node: Place) -> bool:
        """Whether the address is the registry's, and this place only has the same range as the service VPC."""
        registry = self._plan.registry_address
        return registry is not None and int(registry) == address and node.id != self._plan.service.id

    def cross(self, table: Table, hop: Hop) -> Crossing | None:
        """Follow an attachment from the table's side to the other; None when nothing there reads a table."""
        key = (table, hop)
        if key not in self._crossings:
            self._crossings[key] = self._cross(table, hop)
        return self._crossings[key]

    def _cross(self, table: Table, hop: Hop) -> Crossing | None:
        step = self._passages.get((table.kind, table.owner, hop))
        if step is not None:
            return self._passed(step)
        if hop.kind is HopKind.PEER_ATTACHMENT:
            peer = self._peers.get(hop.name)
            if peer is None:
                return None
            far = peer.peer_region if table.region == peer.region else peer.region
            return self._router_table(far, hop.name)
        attachment = self._attachments.get(hop.name)
        if attachment is None:
            return None
        if table.kind is TableKind.VPC:
            return self._router_table(attachment.region, hop.name)
        return self._into_vpc(attachment)

    def _into_vpc(self, attachment: VpcAttachment) -> Crossing | None:
        """Into the VPC of an attachment; None where the VPC, or every vSwitch of the attachment, is gone."""
        node = self._nodes.get(attachment.vpc)
        if node is None:
            return None
        found = (self._subnets.get((node.id, zone.vswitch)) for zone in attachment.zones)
        entered = tuple(subnet for subnet in found if subnet is not None)
        return (self.vpc_table(node, entered[0].table), node, entered) if entered else None

    def _passed(self, step: Passage) -> Crossing:
        if step.table.kind is TableKind.DEVICE:
            site = self._sites[step.table.owner]
            return step.table, site, site.subnets
        if step.table.kind is not TableKind.VPC:
            return step.table, None, ()
        node = self._nodes[step.table.owner]
        return step.table, node, tuple(self._subnets[node.id, vswitch] for vswitch in step.vswitches)

    def _router_table(self, region: str, attachment: str) -> Crossing | None:
        table = self._associated.get((region, attachment))
        return (table, None, ()) if table is not None else None

    def points(self, client: Place, target: LegTarget) -> Iterator[tuple[IPv4Network, tuple[int, ...]]]:
        """The addresses of a leg to trace for a client: R itself, or the ends of each prefix and of foreign cuts."""
        if target.leg is LegId.REGISTRY:
            address = self._plan.registry_address
            if address is not None and (client.id in self._routed or isinstance(client, SiteNode)):
                yield target.prefixes[0], (int(address),)
            return
        for prefix in target.prefixes:
            ends = {first_address(prefix), last_address(prefix)}
            yield prefix, tuple(sorted(ends | self._cuts(prefix)))

    def sources(self, subnet: Subnet) -> tuple[int, ...]:
        """The addresses of a subnet to trace from: its first, and one inside each foreign route that cuts it."""
        return tuple(sorted({int(subnet.cidr.network_address) + 1} | self._cuts(subnet.cidr)))

    def _cuts(self, prefix: IPv4Network) -> set[int]:
        first, last = int(prefix.network_address), int(prefix.broadcast_address)
        start = bisect_left(self._foreign_starts, first)
        cuts = set()
        for address in self._foreign_starts[start:]:
            if address > last:
                break
            cuts.add(address)
        return cuts
