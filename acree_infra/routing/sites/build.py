"""All sites of a stack: what they put on transit routers, their rows, and the rest of the plan's premises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from acree_infra.discovery.model import Lock
from acree_infra.routing.mesh import Spoke
from acree_infra.routing.nouns import LegId, Route, VpcNode
from acree_infra.routing.rows import Far, Scene
from acree_infra.routing.sites.all_kinds import KINDS
from acree_infra.routing.sites.case import Case
from acree_infra.routing.sites.device import local_rows
from acree_infra.routing.sites.nouns import Premises, SiteNode, SiteRecord
from acree_infra.topology.sites.site import Site
from acree_infra.topology.stack_file import StackFile


class Sites:
    """The sites of one stack.

    Args:
        stack: the stack file.
        lock: what was learned.
        service: the VPC that is linked to the registry.
        clients: clients that go through a transit router.
    """

    def __init__(self, stack: StackFile, lock: Lock, service: VpcNode, clients: tuple[VpcNode, ...]) -> None:
        self._lock = lock
        self.nodes = tuple(sorted(map(_node, stack.topology.sites), key=lambda node: node.name))
        by_name = {node.name: node for node in self.nodes}
        self._cases = tuple(
            Case(stack, lock, service, clients, site, by_name[site.name], way, (position, number))
            for position, site in enumerate(stack.topology.sites)
            for number, way in enumerate(site.via)
        )

    def spokes(self) -> tuple[Spoke, ...]:
        """What the sites put on transit routers."""
        return tuple(spoke for case in self._cases for spoke in KINDS[case.way.kind].spokes(case))

    def fars(self) -> tuple[Far, ...]:
        """For whom transit routers and the service VPC must find the way back."""
        return tuple(far for case in self._cases for far in KINDS[case.way.kind].fars(case))

    def rows(self, scene: Scene) -> Iterator[Route]:
        """Rows of the sites' own tables."""
        for node in self.nodes:
            yield from local_rows(node)
        for case in self._cases:
            yield from KINDS[case.way.kind].rows(case, scene)

    def premises(self, scene: Scene, beside: Premises) -> Premises:
        """Gateways, lines, connections and records of all sites; and what else there is beside them."""
        whole = together([beside, *(KINDS[case.way.kind].premises(case, scene) for case in self._cases)])
        return replace(
            whole,
            sites=self.nodes,
            attachments=tuple(scene.mesh.sites.values()),
            records=tuple(self._records(scene)),
        )

    def _records(self, scene: Scene) -> Iterator[SiteRecord]:
        """Fixed addresses for sites that do not ask the cloud's resolvers (5.3)."""
        legs = self._lock.legs
        auth = tuple(seen.address for seen in legs.auth.addresses) if legs.auth else ()
        for node in self.nodes:
            if node.dns == "none":
                continue
            for host in sorted(legs.registry.hosts):
                yield SiteRecord(node.name, host, LegId.REGISTRY, (scene.address,), moves=False)
            if node.dns == "hosts" and legs.auth is not None:
                yield SiteRecord(node.name, legs.auth.host, LegId.AUTH, auth, moves=False)
                for host in sorted(legs.oss.hosts):
                    yield SiteRecord(node.name, host, LegId.OSS, legs.oss.checked_addresses, moves=True)


def together(parts: Iterable[Premises]) -> Premises:
    """Several premises as one: equal parts once, each list sorted by name."""
    found = tuple(parts)
    values: dict[str, Any] = {
        field.name: tuple(dict.fromkeys(item for part in found for item in getattr(part, field.name)))
        for field in fields(Premises)
    }
    return Premises(**{name: tuple(sorted(items, key=_key)) for name, items in values.items()})


def _key(item: Any) -> str:  # noqa: ANN401  # any noun of premises
    return str(getattr(item, "name", item))


def _node(site: Site) -> SiteNode:
    return SiteNode(
        name=site.name,
        cidrs=site.cidrs,
        dns=site.dns.mode,
        forwarders=site.dns.forwarders,
        outside=site.ports.outside or "",
        inside=site.ports.inside or "",
    )
