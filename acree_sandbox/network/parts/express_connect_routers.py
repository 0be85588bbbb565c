"""Express Connect Routers: from VBRs to VPCs and transit routers, and back."""

from __future__ import annotations

from acree_sandbox.api.cbn.learning import in_effect
from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.expressconnect.data_center import data_center_prefixes
from acree_sandbox.api.expressconnect.resources import Vbr
from acree_sandbox.api.expressconnectrouter.resources import EcrAssociation, EcrChild, ExpressConnectRouter
from acree_sandbox.api.expressconnectrouter.routes import announced, carrier
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.naming import number
from acree_sandbox.network.parts import names
from acree_sandbox.network.values import BLACK_HOLE, End, Rule

ACTIVE = "ACTIVE"
_BY_LINK, _LAST = 30, 1000


def add_express_connect_routers(cloud: Cloud, draft: Draft) -> None:
    """Add every ECR with its links; what comes from the cloud goes to data centers only, and the other way round."""
    for row in cloud.all(ExpressConnectRouter):
        name = draft.namespace(names.express_connect_router(row.id), "ecr", row.id, forwards=True)
        draft.rule(name, Rule(_LAST, 0))
        up, down = number(f"{row.id}/cloud"), number(f"{row.id}/data centers")
        ways = _node_links(cloud, draft, name, row.id)
        for link in ways.values():
            draft.rule(name, Rule(_BY_LINK, down, link=link))
        for prefix in announced(cloud, row.id):
            draft.route(name, up, prefix, ways.get(carrier(cloud, row.id, prefix), BLACK_HOLE))
        for child in cloud.where(EcrChild, "ecr", row.id):
            vbr = cloud.get(Vbr, child.instance)
            if child.status != ACTIVE or vbr is None or vbr.status != "active":
                continue
            link = names.node_link(row.id, vbr.id)
            draft.link(End(name, link), End(names.vbr(vbr.id), link))
            draft.rule(name, Rule(_BY_LINK, up, link=link))
            for prefix in data_center_prefixes(cloud, vbr):
                draft.route(name, down, prefix, link)


def _node_links(cloud: Cloud, draft: Draft, name: str, ecr: str) -> dict[str, str]:
    """Link by the id of what an ECR is associated with; a transit router has one while the ECR is attached to it."""
    found: dict[str, str] = {}
    for association in cloud.where(EcrAssociation, "ecr", ecr):
        if association.status == ACTIVE and association.type == "VPC":
            link = names.node_link(ecr, association.node)
            draft.link(End(name, link), End(names.vpc(association.node), link))
            found[association.node] = link
    for attachment in cloud.where(Attachment, "resource", ecr):
        if in_effect(attachment):  # the transit router's part adds the link itself
            found[attachment.router] = names.attachment_link(attachment.id)
    return found
