"""What a stack file could say, from what an account has and what somebody has chosen already."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from acree_infra.cloud.inventory import Named
from acree_infra.discovery.inventory import Inventory

_NO_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Proposed:
    """A client.

    Attributes:
        name: short name.
        vpc: its VPC.
    """

    name: str
    vpc: Named


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a stack file would say.

    Attributes:
        registry: the instance.
        service_vpc: the VPC that is linked to it, or will be.
        link: vSwitch at which it is linked; None where it is linked already.
        cen: id of the CEN, or `create`.
        clients: VPCs whose hosts pull and push.
        inventory: everything that exists, for the comments.
    """

    registry: Named
    service_vpc: Named
    link: Named | None
    cen: str
    clients: tuple[Proposed, ...]
    inventory: Inventory


def cens_with_routers(inventory: Inventory, regions: Collection[str]) -> tuple[Named, ...]:
    """The CENs, those with a transit router in most of these regions first; `about` tells their routers."""
    described = [
        Named("", cen.id, cen.name, ", ".join(f"{r.region} {r.about}" for r in routers) or "no transit router")
        for cen in inventory.cens
        for routers in [inventory.transit_routers.get(cen.id, ())]
    ]

    def missing(cen: Named) -> int:
        return len(set(regions) - {router.region for router in inventory.transit_routers.get(cen.id, ())})

    return tuple(sorted(described, key=lambda cen: (missing(cen), cen.id)))


def clients_of(vpcs: Sequence[Named]) -> tuple[Proposed, ...]:
    """A client for each VPC, named after it, else after its region; no name comes twice."""
    taken: set[str] = set()
    clients = []
    for vpc in vpcs:
        wanted = _slug(vpc.name) or vpc.region.partition("-")[2] or vpc.region
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted[: _LONGEST - 4]}-{number}", number + 1
        taken.add(name)
        clients.append(Proposed(name, vpc))
    return tuple(clients)


def _slug(text: str) -> str:
    return _NO_NAME.sub("-", text.lower())[:_LONGEST].strip("-")
