"""Where a custom route may lead: one check for each next hop type whose resources the sandbox has.

Another service adds a type with ``@next_hop("VpcPeer")`` on a function that refuses what is no such thing in the
table's VPC.
"""

from __future__ import annotations

from collections.abc import Callable

from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.api.vpc.resources import RouteTable
from acree_sandbox.api.vpc.transit_routers import vpc_attachment
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError

Check = Callable[[Cloud, RouteTable, str], None]
_CHECKS: dict[str, Check] = {}
BLACK_HOLE = "BlackHole"


def next_hop(hop_type: str) -> Callable[[Check], Check]:
    """Register what refuses a next hop of a type that is wrong for a table; ValueError when the type is taken."""

    def register(check: Check) -> Check:
        if hop_type in _CHECKS:
            raise ValueError(f"the next hop type {hop_type} is checked already")
        _CHECKS[hop_type] = check
        return check

    return register


def check_hop(cloud: Cloud, table: RouteTable, hop_type: str, hop: str) -> None:
    """Refuse a next hop that does not exist or lies outside the table's VPC (4.4).

    Raises:
        ApiError: as the check of its type says; `InvalidNextHopType` for one that the sandbox has nothing of;
            `MissingParameter.NextHopId`.
    """
    check = _CHECKS.get(hop_type)
    if check is None:
        raise ApiError(
            "InvalidNextHopType",
            f"NextHopType is one of {', '.join(sorted(_CHECKS))} in the sandbox, not {hop_type!r}.",
        )
    if not hop and hop_type != BLACK_HOLE:
        raise ApiError("MissingParameter.NextHopId", f"A route to a next hop of type {hop_type} needs its NextHopId.")
    check(cloud, table, hop)


@next_hop("Attachment")
def check_attachment(cloud: Cloud, table: RouteTable, hop: str) -> None:
    """Take an attachment of the table's VPC that carries packets."""
    row = vpc_attachment(cloud, hop)
    if row is None:
        raise ApiError("InvalidAttachment.NotFound", f"There is no VPC attachment {hop!r} (NotFound).", 404)
    if row.resource != table.vpc:
        raise ApiError(
            "ResourceNotAssociated.Cen", f"{hop} attaches {row.resource}, but {table.id} belongs to {table.vpc}."
        )
    if row.status not in {"Attached", "Modifying"}:
        raise ApiError("IncorrectStatus.CenRelation", f"{hop} is {row.status}; wait until it is Attached.")


@next_hop("Instance")
def check_instance(cloud: Cloud, table: RouteTable, hop: str) -> None:
    """Take a host of the table's VPC."""
    host = cloud.get(Host, hop)
    if host is None or host.vpc != table.vpc:
        raise ApiError("InvalidInstanceId.NotFound", f"There is no instance {hop!r} in {table.vpc} (NotFound).", 404)


@next_hop(BLACK_HOLE)
def check_black_hole(_cloud: Cloud, _table: RouteTable, hop: str) -> None:
    """Take no id: packets are dropped."""
    if hop:
        raise ApiError("InvalidParameter.NextHopId", f"A black hole has no NextHopId, got {hop!r}.")
