"""A world as a Mermaid flowchart: VPCs with hosts and registries, transit routers, and what joins them."""

from __future__ import annotations

from collections.abc import Iterator

from acree_sandbox.api.cbn.resources import Attachment, TransitRouter
from acree_sandbox.api.cr.resources import LinkedVpc, RegistryInstance
from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.resources import Resource


def draw(cloud: Cloud) -> str:
    """Return the drawing; ask inside of `Cloud.transaction`."""
    return "\n".join(["flowchart LR", *_regions(cloud), *_edges(cloud)]) + "\n"


def _regions(cloud: Cloud) -> Iterator[str]:
    kinds: tuple[type[Resource], ...] = (Vpc, TransitRouter)
    for region in sorted({row.region for kind in kinds for row in cloud.all(kind)}):
        yield f'  subgraph "{_text(region)}"'
        for vpc in cloud.all(Vpc, region):
            yield from _vpc(cloud, vpc)
        for router in cloud.all(TransitRouter, region):
            yield f"    {_node(router.id)}{{{{{_label(router.id, router.edition)}}}}}"
        yield "  end"


def _vpc(cloud: Cloud, vpc: Vpc) -> Iterator[str]:
    yield f"    {_node(vpc.id)}[{_label(vpc.name or vpc.id, vpc.id if vpc.name else '', vpc.cidr)}]"
    for host in cloud.where(Host, "vpc", vpc.id):
        yield f"    {_node(host.id)}([{_label(host.name, host.address)}]) --- {_node(vpc.id)}"
    for link in cloud.where(LinkedVpc, "vpc", vpc.id):
        instance = cloud.get(RegistryInstance, link.instance)
        title = instance.name if instance else link.instance
        yield f"    {_node(link.id)}[({_label(title, link.module, link.address)})] --- {_node(vpc.id)}"


def _edges(cloud: Cloud) -> Iterator[str]:
    for row in cloud.all(Attachment):
        if row.resource_type == "VPC":
            yield f'  {_node(row.resource)} ---|"{_text(row.id)}"| {_node(row.router)}'
        elif row.peer_router:
            width = f"{row.bandwidth} Mbit/s" if row.bandwidth else ""
            yield f"  {_node(row.router)} ===|{_label(row.id, width)}| {_node(row.peer_router)}"


def _node(identifier: str) -> str:
    """A name that Mermaid takes; unlike ids give unlike names."""
    return "n_" + "".join(letter if letter.isalnum() else f"_{ord(letter):x}_" for letter in identifier)


def _label(*parts: str) -> str:
    return '"' + "<br/>".join(_text(part) for part in parts if part) + '"'


def _text(text: str) -> str:
    """Text without what Mermaid would read as its own signs."""
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
