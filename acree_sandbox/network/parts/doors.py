"""Where else packets come into a VPC than from its members and transit routers: peerings, gateways, ECRs.

A packet from a gateway comes in at the vSwitch that the gateway is in; one from a peering or an Express Connect Router
is served by the VPC's own table, which a vSwitch stands for that has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from acree_sandbox.api.expressconnectrouter.resources import EcrAssociation
from acree_sandbox.api.vpc.resources import Vpc, VSwitch
from acree_sandbox.api.vpcpeer.resources import VpcPeering
from acree_sandbox.api.vpn.resources import VpnGateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.parts import names

FORWARDING = frozenset({"active"})


def doors(cloud: Cloud, vpc_id: str) -> Iterator[tuple[str, str]]:
    """Interface and vSwitch of each."""
    inside = _with_own_table(cloud, vpc_id)
    for peering in peerings_of(cloud, vpc_id):
        yield names.peering_link(peering.id), inside
    for association in cloud.where(EcrAssociation, "node", vpc_id):
        if association.status == "ACTIVE":
            yield names.node_link(association.ecr, vpc_id), inside
    for gateway in cloud.where(VpnGateway, "vpc", vpc_id):
        if gateway.status in FORWARDING:
            yield names.gateway_link(gateway.id), gateway.vswitches[0]


def peerings_of(cloud: Cloud, vpc: str) -> list[VpcPeering]:
    """The peerings of a VPC that packets pass."""
    rows = [*cloud.where(VpcPeering, "vpc", vpc), *cloud.where(VpcPeering, "accepting_vpc", vpc)]
    return [row for row in rows if row.status in {"Activated", "Updating"}]


def _with_own_table(cloud: Cloud, vpc_id: str) -> str:
    """A vSwitch of a VPC that is bound to its own table; the first one where none is, empty where there is none."""
    vpc, vswitches = cloud.get(Vpc, vpc_id), cloud.where(VSwitch, "vpc", vpc_id)
    own = [row.id for row in vswitches if vpc is not None and row.route_table == vpc.system_table]
    return next(iter([*own, *(row.id for row in vswitches)]), "")
