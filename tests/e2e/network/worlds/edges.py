"""Express Connect Routers of a plan, as the program makes them: with their VBRs, and joined to a VPC or a router."""

from __future__ import annotations

from acree_infra.routing.nouns import TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.nouns import ExpressRouterNode, SiteAttachment
from acree_sandbox.api.expressconnectrouter.resources import EcrChild, ExpressConnectRouter
from acree_sandbox.core.cloud import Cloud
from tests.e2e.network.worlds.account import Account

CODE = "EXPRESSCONNECTROUTER"


def make(account: Account, plan: Plan, node: ExpressRouterNode) -> str:
    """Make an Express Connect Router with its VBR, unless it exists; returns its id."""
    if node.id is not None:
        return node.id
    made = account.call(CODE, "CreateExpressConnectRouter", node.region, AlibabaSideAsn=node.asn).needed("EcrId")
    vbr = next(its for its in plan.premises.vbrs if its.name == node.vbr)
    child = {"ChildInstanceId": vbr.id, "ChildInstanceType": "VBR", "ChildInstanceRegionId": vbr.region}
    account.call(CODE, "AttachExpressConnectRouterChildInstance", node.region, EcrId=made, **child)
    return made


def join(account: Account, plan: Plan, node: ExpressRouterNode, ecr: str, router: str, cen: str) -> str:
    """Associate it with the service VPC or its transit router; returns the id of the association.

    Of a VPC it tells what the plan's rows of its table say: a row that is left out is told to nobody.
    """
    where: dict[str, object] = {"EcrId": ecr, "AssociationRegionId": node.region}
    if node.vpc:
        rows = {its.destination for its in plan.routes if _is_of(its.table.kind, its.table.owner, node)}
        where |= {"VpcId": node.vpc, "AllowedPrefixes": [str(prefix) for prefix in node.allowed if prefix in rows]}
    else:
        where |= {"TransitRouterId": router, "CenId": cen}
    return account.call(CODE, "CreateExpressConnectRouterAssociation", node.region, **where).needed("AssociationId")


def attach(account: Account, attachment: SiteAttachment, ecr: str, router: str, cen: str) -> str:
    """Attach it to the transit router that it is associated with; returns the id of the attachment."""
    made = account.call(
        "CBN",
        "CreateTransitRouterEcrAttachment",
        attachment.region,
        CenId=cen,
        TransitRouterId=router,
        EcrId=ecr,
    )
    return made.needed("TransitRouterAttachmentId")


def put_existing(cloud: Cloud, ecr: str, vbr: str, region: str) -> None:
    """An Express Connect Router that holds a VBR already and is joined to nothing."""
    owner = cloud.account
    cloud.put(ExpressConnectRouter(id=ecr, status="ACTIVE", asn=45104, owner=owner))
    cloud.put(EcrChild(id=f"ecrc-{ecr}", region=region, status="ACTIVE", ecr=ecr, instance=vbr, owner=owner))


def _is_of(kind: TableKind, owner: str, node: ExpressRouterNode) -> bool:
    return (kind, owner) == (TableKind.EXPRESS_ROUTER, node.name)
