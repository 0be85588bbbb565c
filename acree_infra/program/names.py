"""Names of resources, by content: a new neighbour or another order never renames, so never replaces, anything."""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_infra.routing.nouns import SYSTEM_TABLE, Table
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.case import RESOLVERS
from acree_infra.routing.sites.nouns import ROUTES as ONLY_TABLE

RETURN = "return"
"""Purpose of a route that leads back to a client."""
DNS = "dns"
"""Purpose of a route to the cloud's resolvers, for a data center that asks them."""


def component(kind: str) -> str:
    """Type token of a component, for example `acree:index:Mesh`."""
    return f"acree:index:{kind}"


def table_name(table: Table) -> str:
    """A table's own id; a system table that is not known yet goes by its region, an only table by its owner."""
    if table.id == ONLY_TABLE:
        return table.owner
    return f"{table.region}-{SYSTEM_TABLE}" if table.id == SYSTEM_TABLE else table.id


def route_name(table: Table, purpose: str, destination: IPv4Network) -> str:
    """`vtb-uf6main-oss-100.118.28.0-24`: the table, what the route is for, the prefix."""
    return f"{table_name(table)}-{purpose}-{str(destination).replace('/', '-')}"


def association_name(router: str, vpc: str) -> str:
    """The association of an Express Connect Router with a VPC: its id is the next hop of that VPC's own rows."""
    return f"{router}-{vpc}"


class Purposes:
    """What each destination of a plan is for: the leg whose prefix it is, else the way back.

    It depends on nothing but the prefix, so it stays the same while clients come and go.
    """

    def __init__(self, plan: Plan) -> None:
        self._legs = {prefix: str(target.leg) for target in plan.targets for prefix in target.prefixes}

    def of(self, destination: IPv4Network) -> str:
        """`registry`, `auth`, `oss`, `dns` or `return`."""
        return self._legs.get(destination, DNS if str(destination.network_address) in RESOLVERS else RETURN)
