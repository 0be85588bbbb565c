"""What a person calls a table, and in which order tables are read."""

from __future__ import annotations

from acree_infra.routing.nouns import Table, TableKind

_OWNERS = {
    TableKind.TRANSIT_ROUTER: "transit router",
    TableKind.DEVICE: "device of site",
    TableKind.IPSEC: "selectors of connection",
    TableKind.VPN_GATEWAY: "VPN gateway",
    TableKind.VPN_CONNECTION: "routes of connection",
    TableKind.VBR: "virtual border router",
    TableKind.EXPRESS_ROUTER: "Express Connect Router",
    TableKind.CLOUD_NETWORK: "Cloud Connect Network",
    TableKind.BASIC_ROUTER: "Basic Edition transit router",
}
_EDGES = (
    TableKind.DEVICE,
    TableKind.IPSEC,
    TableKind.VPN_GATEWAY,
    TableKind.VPN_CONNECTION,
    TableKind.VBR,
    TableKind.EXPRESS_ROUTER,
    TableKind.CLOUD_NETWORK,
    TableKind.BASIC_ROUTER,
)
"""Tables of sites, as a packet from there meets them."""


def owner_title(table: Table, name: str) -> str:
    """What a table belongs to: `VPC shanghai (vpc-1)`, `transit router tr-1`, `device of site tokyo`.

    Args:
        table: the table.
        name: name of the VPC in the stack; not used for other tables.
    """
    return f"VPC {name} ({table.owner})" if table.kind is TableKind.VPC else f"{_OWNERS[table.kind]} {table.owner}"


def table_title(table: Table, name: str) -> str:
    """A table with its region and id."""
    return f"{owner_title(table, name)}, {table.region}, table {table.id}"


def short_title(table: Table, name: str) -> str:
    """A table in few words: a router by its region, a VPC by its name in the stack."""
    if table.kind is TableKind.VPC:
        return f"VPC {name}"
    return f"Transit router {table.region}" if table.kind is TableKind.TRANSIT_ROUTER else owner_title(table, name)


def walk_order(table: Table, region: str, service: str) -> tuple[int, str, int, str, str]:
    """Where a table stands when tables are shown as a packet meets them: sites, client regions, the service side.

    Args:
        table: the table.
        region: the service region.
        service: id of the service VPC.
    """
    if table.kind in _EDGES:
        return -1, "", _EDGES.index(table.kind), table.owner, table.id
    in_vpc = table.kind is TableKind.VPC
    at_service = table.owner == service if in_vpc else table.region == region
    return at_service, table.region, in_vpc == at_service, table.owner, table.id
