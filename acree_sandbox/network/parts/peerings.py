"""VPC peerings: a link between the routers of two VPCs, whatever regions they are in."""

from __future__ import annotations

from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.parts import names
from acree_sandbox.network.parts.doors import peerings_of
from acree_sandbox.network.values import End


def add_peerings(cloud: Cloud, draft: Draft) -> None:
    """Add the link of every peering in use."""
    for vpc in cloud.all(Vpc):
        for peering in peerings_of(cloud, vpc.id):
            link = names.peering_link(peering.id)
            draft.link(End(names.vpc(peering.vpc), link), End(names.vpc(peering.accepting_vpc), link))
