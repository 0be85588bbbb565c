"""What Express Connect Routers carry between data centers, VPCs and transit routers (5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from ipaddress import IPv4Network

from acree_sandbox.api.cbn.learning import in_effect, measures, offers, table_routes
from acree_sandbox.api.cbn.resources import Association, Attachment
from acree_sandbox.api.expressconnect.data_center import as_paths, data_center_prefixes
from acree_sandbox.api.expressconnect.resources import Vbr
from acree_sandbox.api.expressconnectrouter.resources import EcrAssociation, EcrChild
from acree_sandbox.api.expressconnectrouter.service import ACTIVE
from acree_sandbox.api.vpc.next_hops import next_hop
from acree_sandbox.api.vpc.resources import VBR, VROUTER, RouteTable, Vpc
from acree_sandbox.api.vpc.tables import ECR, SYSTEM, Row, teaches
from acree_sandbox.api.vpc.transit_routers import attachments_of
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError

HOP_TYPE = "Ecr"


@offers("ECR")
def ecr_prefixes(cloud: Cloud, attachment: Attachment) -> Sequence[str]:
    """What an attached ECR offers to a transit router: the data centers of its VBRs."""
    return tuple(data_centers(cloud, attachment.resource))


@measures("ECR")
def ecr_as_paths(cloud: Cloud, attachment: Attachment) -> Mapping[str, int]:
    """AS paths of what the VBRs of an attached ECR learned by BGP, of each prefix the shortest."""
    found: dict[str, int] = {}
    for child in cloud.where(EcrChild, "ecr", attachment.resource):
        vbr = cloud.get(Vbr, child.instance)
        for prefix, length in as_paths(cloud, vbr).items() if vbr is not None else ():
            found[prefix] = min(length, found.get(prefix, length))
    return found


@teaches
def vpc_rows(cloud: Cloud, table: RouteTable) -> Iterable[Row]:
    """What an ECR writes into the own table of an associated VPC; not beside route synchronisation (4.3)."""
    if (table.router_type, table.type) != (VROUTER, SYSTEM):
        return
    synchronised = any(row.auto_publish and in_effect(row) for row in attachments_of(cloud, table.vpc))
    for association in cloud.where(EcrAssociation, "node", table.vpc):
        if association.status == ACTIVE and not synchronised:
            for prefix in data_centers(cloud, association.ecr):
                yield Row(prefix, HOP_TYPE, association.ecr, ECR)


@teaches
def vbr_rows(cloud: Cloud, table: RouteTable) -> Iterable[Row]:
    """What an ECR tells a VBR: the VPCs and transit routers that it is associated with."""
    if table.router_type == VBR:
        for child in cloud.where(EcrChild, "instance", table.vpc):
            for prefix in announced(cloud, child.ecr) if child.status == ACTIVE else ():
                yield Row(prefix, HOP_TYPE, child.ecr, ECR)


@next_hop(HOP_TYPE)
def check_association(cloud: Cloud, table: RouteTable, hop: str) -> None:
    """Take the association of an ECR with the table's VPC: its id is the next hop, not the ECR's (CreateRouteEntry)."""
    row = cloud.get(EcrAssociation, hop)
    if row is None or row.node != table.vpc:
        raise ApiError(
            "InvalidNextHopId.NotFound",
            f"A route to an ECR takes the AssociationId of {table.vpc} as its NextHopId, not {hop!r} (NotFound).",
            404,
        )
    if row.status != ACTIVE:
        raise ApiError("IncorrectStatus.Association", f"{hop} is {row.status}; wait until it is {ACTIVE}.")


def data_centers(cloud: Cloud, ecr: str) -> Iterator[str]:
    """The prefixes of the data centers behind the VBRs of an ECR, each once."""
    found: dict[str, None] = {}
    for child in cloud.where(EcrChild, "ecr", ecr):
        vbr = cloud.get(Vbr, child.instance)
        if child.status == ACTIVE and vbr is not None and vbr.status == "active":
            found |= dict.fromkeys(data_center_prefixes(cloud, vbr))
    yield from found


def announced(cloud: Cloud, ecr: str) -> Iterator[str]:
    """The prefixes that an ECR tells its VBRs, each once.

    Of a VPC those are what was allowed, or else its CIDRs; of a transit router the routes of the table that serves the
    ECR's attachment, only those inside of what was allowed where something was.
    """
    found: dict[str, None] = {}
    for association in cloud.where(EcrAssociation, "ecr", ecr):
        if association.status == ACTIVE:
            found |= dict.fromkeys(_of(cloud, association))
    yield from found


def carrier(cloud: Cloud, ecr: str, prefix: str) -> str:
    """Id of the VPC or transit router to which an ECR sends packets for a prefix that it announces; empty for none."""
    for association in cloud.where(EcrAssociation, "ecr", ecr):
        if association.status == ACTIVE and prefix in set(_of(cloud, association)):
            return association.node
    return ""


def _of(cloud: Cloud, association: EcrAssociation) -> Iterator[str]:
    if association.type == "VPC":
        vpc = cloud.get(Vpc, association.node)
        yield from association.allowed or ((vpc.cidr, *vpc.secondary_cidrs) if vpc else ())
        return
    for attachment in cloud.where(Attachment, "resource", association.ecr):
        if attachment.router == association.node and in_effect(attachment):
            yield from (its for its in _served(cloud, attachment) if _allowed(association, its))


def _served(cloud: Cloud, attachment: Attachment) -> Iterator[str]:
    for link in cloud.where(Association, "attachment", attachment.id):
        for route in table_routes(cloud, link.table) if link.status == "Active" else ():
            if route.status == "Active" and route.hop not in {"", attachment.id}:
                yield route.destination


def _allowed(association: EcrAssociation, prefix: str) -> bool:
    network = IPv4Network(prefix)
    return not association.allowed or any(network.subnet_of(IPv4Network(its)) for its in association.allowed)
