"""A world as a Mermaid flowchart: VPCs with hosts and registries, transit routers, and what joins them."""

from __future__ import annotations

from collections.abc import Iterator

from acree_sandbox.api.cbn.resources import Attachment, TransitRouter
from acree_sandbox.api.cr.resources import LinkedVpc, RegistryInstance
from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.api.expressconnect.resources import Vbr
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.resources import Resource
from acree_sandbox.network.drawing_sites import edges, nodes, regional_nodes
from acree_sandbox.network.mermaid import label, node, text


def draw(cloud: Cloud) -> str:
    """Return the drawing; ask inside of `Cloud.transaction`."""
    lines = [*_regions(cloud), *nodes(cloud), *_edges(cloud), *edges(cloud)]
    return "\n".join(["flowchart LR", *lines]) + "\n"


def _regions(cloud: Cloud) -> Iterator[str]:
    kinds: tuple[type[Resource], ...] = (Vpc, TransitRouter, Vbr)
    for region in sorted({row.region for kind in kinds for row in cloud.all(kind)}):
        yield f'  subgraph "{text(region)}"'
        for vpc in cloud.all(Vpc, region):
            yield from _vpc(cloud, vpc)
        for router in cloud.all(TransitRouter, region):
            yield f"    {node(router.id)}{{{{{label(router.id, router.edition)}}}}}"
        yield from regional_nodes(cloud, region)
        yield "  end"


def _vpc(cloud: Cloud, vpc: Vpc) -> Iterator[str]:
    yield f"    {node(vpc.id)}[{label(vpc.name or vpc.id, vpc.id if vpc.name else '', vpc.cidr)}]"
    for host in cloud.where(Host, "vpc", vpc.id):
        yield f"    {node(host.id)}([{label(host.name, host.address)}]) --- {node(vpc.id)}"
    for link in cloud.where(LinkedVpc, "vpc", vpc.id):
        instance = cloud.get(RegistryInstance, link.instance)
        title = instance.name if instance else link.instance
        yield f"    {node(link.id)}[({label(title, link.module, link.address)})] --- {node(vpc.id)}"


def _edges(cloud: Cloud) -> Iterator[str]:
    for row in cloud.all(Attachment):
        if row.resource_type == "VPC":
            yield f'  {node(row.resource)} ---|"{text(row.id)}"| {node(row.router)}'
        elif row.peer_router:
            width = f"{row.bandwidth} Mbit/s" if row.bandwidth else ""
            yield f"  {node(row.router)} ===|{label(row.id, width)}| {node(row.peer_router)}"
