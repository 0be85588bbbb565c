"""VPC routers: the table bound to the vSwitch that a packet comes from decides where it goes.

A packet from a transit router comes in at a vSwitch of the attachment. The answer of a cloud service comes back in at
the vSwitch through which its question came, so connections are marked with that vSwitch. An attachment whose vSwitches
have different tables spreads new connections over them in turn; so does a peering, over all tables of the VPC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from acree_sandbox.api.cbn.learning import in_effect
from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.api.expressconnectrouter.resources import EcrAssociation
from acree_sandbox.api.vpc.resources import RouteTable, Vpc, VSwitch
from acree_sandbox.api.vpc.tables import LOCAL, SERVICE, Row, rows
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.naming import number
from acree_sandbox.network.parts import names
from acree_sandbox.network.parts.doors import doors
from acree_sandbox.network.parts.marking import marking
from acree_sandbox.network.parts.registry_links import running_links
from acree_sandbox.network.values import BLACK_HOLE, Rule

MEMBERS = 100
"""Kernel number of the table with the addresses that the VPC's vSwitches hold: always the longest match (4.4)."""
FORWARDING = {"Available", "Modifying"}
"""Status of custom routes that packets follow."""
_MEMBERS_FIRST, _BY_MARK, _BY_LINK, _LAST = 10, 20, 30, 1000

ECR = "Ecr"
"""Type of a next hop whose interface depends on the VPC too."""

Hop = Callable[[Row], str]
_HOPS: dict[str, Hop] = {
    SERVICE: lambda _row: names.SERVICES,
    "Attachment": lambda row: names.attachment_link(row.hop),
    "Instance": lambda row: names.member_end("", row.hop).link,
    "VpcPeer": lambda row: names.peering_link(row.hop),
    "VpnGateway": lambda row: names.gateway_link(row.hop),
}
"""Interface towards a next hop by its type; a type that is not here drops."""


def add_vpc_routers(cloud: Cloud, draft: Draft) -> None:
    """Add every VPC's router."""
    for vpc in cloud.all(Vpc):
        _add_router(cloud, draft, vpc)


def entrances(cloud: Cloud, vpc: str) -> Mapping[str, Sequence[VSwitch]]:
    """Interfaces of a VPC's router, each with the vSwitches at which packets come in; one of each table."""
    vswitches = {vswitch.id: vswitch for vswitch in cloud.where(VSwitch, "vpc", vpc)}
    found = {
        names.member_end(vpc, member).link: [vswitches[vswitch]]
        for member, vswitch, _ in _members(cloud, vpc)
        if vswitch in vswitches
    }
    for attachment in _attachments(cloud, vpc):
        crossed = [vswitches[zone["VSwitchId"]] for zone in attachment.zones if zone["VSwitchId"] in vswitches]
        by_table = {vswitch.route_table: vswitch for vswitch in reversed(crossed)}
        found[names.attachment_link(attachment.id)] = list(reversed(by_table.values()))
    for link, inside in doors(cloud, vpc):
        if crossed := [vswitches[vswitch] for vswitch in inside if vswitch in vswitches]:
            found[link] = crossed
    return found


def _add_router(cloud: Cloud, draft: Draft, vpc: Vpc) -> None:
    name = draft.namespace(names.vpc(vpc.id), "vpc", vpc.id, forwards=True)
    draft.rule(name, Rule(_MEMBERS_FIRST, MEMBERS))
    draft.rule(name, Rule(_LAST, 0))
    for member, _, address in _members(cloud, vpc.id):
        draft.route(name, MEMBERS, f"{address}/32", names.member_end(vpc.id, member).link)
    ways = entrances(cloud, vpc.id)
    usable = {names.SERVICES, *ways}
    vswitches = cloud.where(VSwitch, "vpc", vpc.id)
    for table in {vswitch.route_table for vswitch in vswitches}:
        _add_table(cloud, draft, name, table, usable)
    for link, crossed in ways.items():
        for rule in _rules(link, crossed):
            draft.rule(name, rule)
    for vswitch in vswitches:
        mark = number(vswitch.id)
        draft.rule(name, Rule(_BY_MARK, number(vswitch.route_table), link=names.SERVICES, mark=mark))
    draft.marking(name, marking(ways))


def _rules(link: str, crossed: Sequence[VSwitch]) -> Iterator[Rule]:
    if crossed:
        yield Rule(_BY_LINK, number(crossed[0].route_table), link=link)
    if len(crossed) > 1:
        for vswitch in crossed:
            yield Rule(_BY_MARK, number(vswitch.route_table), link=link, mark=number(vswitch.id))


def _add_table(cloud: Cloud, draft: Draft, name: str, table_id: str, usable: set[str]) -> None:
    table = cloud.get(RouteTable, table_id)
    for row in rows(cloud, table) if table else ():
        if row.entry is not None and row.entry.status not in FORWARDING:
            continue
        hop = _HOPS.get(row.hop_type)
        link = hop(row) if hop and row.hop_type != LOCAL else BLACK_HOLE
        if row.hop_type == ECR and table:
            link = names.node_link(_express_router(cloud, row.hop), table.vpc)
        draft.route(name, number(table_id), row.destination, link if link in usable else BLACK_HOLE)


def _express_router(cloud: Cloud, hop: str) -> str:
    """The ECR behind a next hop: a custom route names its association, what the ECR wrote by itself names the ECR."""
    association = cloud.get(EcrAssociation, hop)
    return association.ecr if association else hop


def _members(cloud: Cloud, vpc: str) -> Iterator[tuple[str, str, str]]:
    """Id, vSwitch and address of what a VPC delivers to."""
    for host in cloud.where(Host, "vpc", vpc):
        yield host.id, host.vswitch, host.address
    for link in running_links(cloud):
        if link.vpc == vpc:
            yield link.id, link.vswitch, link.address


def _attachments(cloud: Cloud, vpc: str) -> list[Attachment]:
    return [row for row in cloud.where(Attachment, "resource", vpc) if row.resource_type == "VPC" and in_effect(row)]
