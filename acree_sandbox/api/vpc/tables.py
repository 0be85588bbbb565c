"""The rows of a VPC's route tables, for whoever forwards or shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from acree_sandbox.api.vpc.resources import VROUTER, RouteEntry, RouteTable, VSwitch
from acree_sandbox.api.vpc.transit_routers import synchronised_routes
from acree_sandbox.core.cloud import Cloud

CLOUD_SERVICES = "100.64.0.0/10"
"""The built-in route of every VPC to the cloud services of its own region; nothing propagates it (4.2)."""
LOCAL = "local"
SERVICE = "service"
SYSTEM = "System"
CUSTOM = "Custom"
LEARNED = "CEN"
BGP = "BGP"
ECR = "ECR"


class Row(NamedTuple):
    """A row: destination, hop type and hop as the API spells them, its type, the entry behind it.

    The type is `System`, `Custom`, `CEN` for what a transit router has written into the table, `BGP` and `ECR` for
    what gateways and Express Connect Routers have.
    """

    destination: str
    hop_type: str
    hop: str
    type: str
    entry: RouteEntry | None = None


Teacher = Callable[[Cloud, RouteTable], Iterable[Row]]
_TEACHERS: list[Teacher] = []


def teaches(teacher: Teacher) -> Teacher:
    """Register what other services write into tables by themselves, such as routes that a gateway learned by BGP."""
    _TEACHERS.append(teacher)
    return teacher


def rows(cloud: Cloud, table: RouteTable, *, learned: bool = True) -> list[Row]:
    """Every row of a table, as of the last commit: ask in reading actions or from outside.

    They are the cloud services, one for each vSwitch of the VPC, the custom entries, and what route synchronisation
    of an attachment writes; of that, what has the destination of another row does not come in.

    Args:
        cloud: the state.
        table: the table.
        learned: whether to include what transit routers, gateways and Express Connect Routers write.
    """
    local = [Row(vswitch.cidr, LOCAL, vswitch.id, SYSTEM) for vswitch in cloud.where(VSwitch, "vpc", table.vpc)]
    custom = [
        Row(entry.destination, entry.hop_type, entry.hop, CUSTOM, entry)
        for entry in cloud.where(RouteEntry, "route_table", table.id)
    ]
    services = [Row(CLOUD_SERVICES, SERVICE, "", SYSTEM)] if table.router_type == VROUTER else []
    own = [*services, *local, *custom]
    if not learned:
        return own
    synchronised = synchronised_routes(cloud, table.vpc) if table.receives_routes else ()
    told = [Row(route.destination, "Attachment", route.hop, LEARNED) for route in synchronised]
    told += [row for teacher in _TEACHERS for row in teacher(cloud, table)]
    if not told:
        return own
    first: dict[str, Row] = {}
    for row in (*own, *told):
        first.setdefault(row.destination, row)
    return list(first.values())


def bound_table(cloud: Cloud, vswitch: VSwitch) -> RouteTable | None:
    """The table that decides for packets from a vSwitch."""
    return cloud.get(RouteTable, vswitch.route_table)
