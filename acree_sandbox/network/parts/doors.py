"""Where else packets come into a VPC than from its members and transit routers: peerings, gateways, ECRs.

A packet from a gateway comes in at the vSwitch that the gateway is in. No fact tells which table serves one from a
peering or an Express Connect Router, so connections take turns over all of them: what works must not depend on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from acree_sandbox.api.expressconnectrouter.resources import EcrAssociation
from acree_sandbox.api.vpc.resources import Vpc, VSwitch
from acree_sandbox.api.vpcpeer.resources import VpcPeering
from acree_sandbox.api.vpn.resources import VpnGateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.parts import names

FORWARDING = frozenset({"active"})


def doors(cloud: Cloud, vpc_id: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Interface of each, and the vSwitches at which packets come in: one of each table."""
    inside = _one_of_each_table(cloud, vpc_id)
    for peering in peerings_of(cloud, vpc_id):
        yield names.peering_link(peering.id), inside
    for association in cloud.where(EcrAssociation, "node", vpc_id):
        if association.status == "ACTIVE":
            yield names.node_link(association.ecr, vpc_id), inside
    for gateway in cloud.where(VpnGateway, "vpc", vpc_id):
        if gateway.status in FORWARDING:
            yield names.gateway_link(gateway.id), gateway.vswitches[:1]


def peerings_of(cloud: Cloud, vpc: str) -> list[VpcPeering]:
    """The peerings of a VPC that packets pass."""
    rows = [*cloud.where(VpcPeering, "vpc", vpc), *cloud.where(VpcPeering, "accepting_vpc", vpc)]
    return [row for row in rows if row.status in {"Activated", "Updating"}]


def _one_of_each_table(cloud: Cloud, vpc_id: str) -> Sequence[str]:
    """A vSwitch of a VPC for each table in use, that of the VPC's own table first."""
    vpc, vswitches = cloud.get(Vpc, vpc_id), cloud.where(VSwitch, "vpc", vpc_id)
    own = [row for row in vswitches if vpc is not None and row.route_table == vpc.system_table]
    found: dict[str, str] = {}
    for row in (*own, *vswitches):
        found.setdefault(row.route_table, row.id)
    return tuple(found.values())
