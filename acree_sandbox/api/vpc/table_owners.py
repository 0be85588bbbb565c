"""Whose a route table is: a VPC's router's, or one of another kind that its service registers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from acree_sandbox.api.vpc.resources import VROUTER, RouteTable, Vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.resources import Resource


class TableOwner(NamedTuple):
    """What answers tell of the router that has a table.

    Attributes:
        router: id of the router.
        vpc: id of the VPC, empty where it is not in one.
        resource_group: id of the group.
        account: account id.
        row: the resource whose status must rest while routes are made.
        quota: name of the quota for custom routes.
    """

    router: str
    vpc: str
    resource_group: str
    account: str
    row: Resource
    quota: str = "vpc-routes"


Find = Callable[[Cloud, RouteTable], TableOwner]
_FINDERS: dict[str, Find] = {}


def owns_tables(router_type: str) -> Callable[[Find], Find]:
    """Register who finds the owner of tables of a router type; ValueError when the type is taken."""

    def register(find: Find) -> Find:
        if router_type in _FINDERS:
            raise ValueError(f"tables of a {router_type} are found already")
        _FINDERS[router_type] = find
        return find

    return register


def owner_of(cloud: Cloud, table: RouteTable) -> TableOwner:
    """The owner of a table."""
    return _FINDERS[table.router_type](cloud, table)


@owns_tables(VROUTER)
def vpc_owner(cloud: Cloud, table: RouteTable) -> TableOwner:
    """The VPC of a table."""
    vpc = cloud.need(Vpc, table.vpc, "InvalidVpcID.NotFound")
    return TableOwner(vpc.router, vpc.id, vpc.resource_group, vpc.owner, vpc)


def asked_router(asked: Mapping[str, str], table: RouteTable, owner: TableOwner) -> bool:
    """Whether a table is of the router that a request asks for; one that names neither type nor table means VPCs.

    Args:
        asked: RouterType, RouterId, VRouterId and RouteTableId of the request, empty where not sent.
        table: the table.
        owner: its owner.
    """
    wanted = asked["RouterType"] or ("" if asked["RouteTableId"] or asked["RouterId"] else VROUTER)
    return wanted in {"", table.router_type} and all(
        asked.get(name, "") in {"", owner.router} for name in ("RouterId", "VRouterId")
    )
