"""One way of one site with everything around it, as each kind of way gets it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Protocol, TypeVar

from acree_infra.discovery.model import Lock
from acree_infra.errors import LockError, Where
from acree_infra.routing.nouns import VpcNode
from acree_infra.routing.sites.nouns import SiteNode
from acree_infra.topology.sites.site import AnyWay, Site
from acree_infra.topology.stack_file import StackFile


class Identified(Protocol):
    """A fact of the lock file that has an id."""

    @property
    def id(self) -> str:
        """Its id."""
        ...


Fact = TypeVar("Fact", bound=Identified)


@dataclass(frozen=True, slots=True)
class Case:
    """One way of one site.

    Attributes:
        stack: the stack file.
        lock: what was learned.
        service: the VPC that is linked to the registry.
        clients: clients that go through a transit router.
        site: the site as declared.
        node: the site in the plan.
        way: the way as declared.
        position: places of the site and of the way in their lists.
    """

    stack: StackFile
    lock: Lock
    service: VpcNode
    clients: tuple[VpcNode, ...]
    site: Site
    node: SiteNode
    way: AnyWay
    position: tuple[int, int]

    @property
    def name(self) -> str:
        """Name of the way in the plan."""
        return way_name(self.site, self.way)

    @property
    def where(self) -> Where:
        """Its place in the stack file."""
        return self.stack.where("sites", self.position[0], "via", self.position[1])

    def fact(self, facts: Iterable[Fact], wanted: str) -> Fact:
        """What was learned of a thing that exists.

        Raises:
            LockError: the lock file does not hold it.
        """
        for fact in facts:
            if fact.id == wanted:
                return fact
        raise LockError(
            f"the lock file of stack {self.stack.name} does not hold {wanted}, which the stack file names",
            where=self.where,
            remedy=f"run `acree resolve --stack {self.stack.name}`",
        )

    @property
    def forwarded(self) -> tuple[IPv4Network, ...]:
        """The /32 of the cloud's own resolvers, when the site's DNS asks them (G10); none otherwise."""
        asks = self.site.dns.mode == "forward" and not self.site.dns.forwarders
        return tuple(IPv4Network(address) for address in RESOLVERS) if asks else ()


RESOLVERS = ("100.100.2.136", "100.100.2.138")
"""The resolvers of every VPC (5.3)."""


def way_name(site: Site, way: AnyWay) -> str:
    """Name of a way in the plan and in names of resources: `<site>-<way>`."""
    return f"{site.name}-{way.name or way.kind}"
