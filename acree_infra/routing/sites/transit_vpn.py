"""An IPsec connection on a transit router (5.1)."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.mesh import Spoke
from acree_infra.routing.nouns import ALL_LEGS, LegId, Origin, Route, Table, TableKind
from acree_infra.routing.rows import Far, Scene
from acree_infra.routing.sites import attached, ipsec
from acree_infra.routing.sites.case import Case
from acree_infra.routing.sites.device import device_rows
from acree_infra.routing.sites.kinds import KINDS, Kind
from acree_infra.routing.sites.nouns import ROUTES, Premises, WayNode
from acree_infra.topology.sites.transit_vpn import TransitVpnWay

NOTES = (
    "N14: the limit of CIDRs per connection is from 2021; options.quotas.vpn-selectors changes it",
    "only some regions take IPsec connections on a transit router (5.2): an update says so when yours does not",
)


def _way(case: Case) -> TransitVpnWay:
    if not isinstance(case.way, TransitVpnWay):
        raise TypeError(f"{case.name} is no way over IPsec on a transit router")
    return case.way


def _table(case: Case) -> Table:
    way = _way(case)
    region = attached.region_of(case, way)
    return Table(TableKind.VPN_CONNECTION, region, ipsec.connection_name(case, way), ROUTES)


def spokes(case: Case) -> tuple[Spoke, ...]:
    """The connection's attachment."""
    way = _way(case)
    return (attached.spoke(case, way, "vpn", ipsec.connection_name(case, way)),)


def fars(case: Case) -> tuple[Far, ...]:
    """The router learns the site from the connection: its routes and what BGP tells are published (5.1)."""
    way = _way(case)
    known = "BGP of the device" if way.routes == "bgp" else "the connection's routes"
    return (attached.far(case, way, f"propagation of the VPN attachment, which publishes {known}"),)


def premises(case: Case, scene: Scene) -> Premises:
    """The connection, and the way through it."""
    way, table = _way(case), _table(case)
    passages = attached.attachment_passages(case, way, scene, (TableKind.IPSEC, table.owner), table)
    passages += ipsec.tunnel_passages(case, way, table)
    return Premises(
        ways=(WayNode(case.name, case.site.name, way.kind, way.rank, NOTES),),
        customer_gateways=ipsec.customer_gateways(case, way, table.region),
        connections=(ipsec.connection(case, way, table.region, "", ipsec.wanted_prefixes(case, scene)),),
        passages=passages,
    )


def rows(case: Case, scene: Scene) -> Iterator[Route]:
    """Device, selectors, and the connection's own routes to the site."""
    way, table = _way(case), _table(case)
    bgp = way.routes == "bgp"
    learned = frozenset(LegId) if bgp else frozenset[LegId]()
    yield from device_rows(case, scene, ipsec.tunnel_hop(case, way), learned)
    yield from ipsec.selector_rows(case, way, scene, table.region, attached.attachment_hop(case))
    for cidr in case.node.cidrs:
        reason = f"way back to {case.site.name}: " + ("BGP of the device" if bgp else "route of the connection")
        origin = Origin.LEARNED if bgp else Origin.CREATED
        yield Route(table, cidr, ipsec.tunnel_hop(case, way), ALL_LEGS, origin, reason, case.name, way.rank)


KINDS["transit-vpn"] = Kind(spokes, fars, premises, rows)
