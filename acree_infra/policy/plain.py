"""What the resources of a program say without any file of acree: routes and VPCs, in a context that rules can read.

Only rules of `PLAIN` are judged so. The others ask for facts that no resource holds: the edition of a router that
exists, the legs of a registry, the vSwitches and tables of VPCs that the program only names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

from acree_infra.discovery.model import Lock
from acree_infra.errors import Where
from acree_infra.policy.resource import VPC, VPC_ATTACHMENT, Resource
from acree_infra.policy.rows import Row, prefix_of, rows
from acree_infra.routing.nouns import SERVICE_LEGS, Hop, LegId, LegTarget, Route, Table, TableKind, VpcNode
from acree_infra.routing.plan_model import Plan
from acree_infra.rules.context import Context
from acree_infra.topology.client import Client
from acree_infra.topology.model import Topology
from acree_infra.topology.stack_file import StackFile
from acree_infra.topology.values import SERVICE_SPACE

ALONE = ("G10", "G11", "G13")
"""Rules that one route decides."""
TOGETHER = ("G9", "G12", "G16", "G17", "G32")
"""Rules that the routes and VPCs of a program decide together."""
PLAIN = ALONE + TOGETHER

_SOMEWHERE = "cn-hangzhou"
"""Stands for the region where a program names none; no rule of `PLAIN` looks at it."""
_NAME = "program"
_LONG_AGO = {"first-seen": "2000-01-01T00:00:00Z", "last-seen": "2000-01-01T00:00:00Z"}
_STACK = {
    "registry": {"region": _SOMEWHERE, "instance": "cri-unknown"},
    "network": {"cen": "create", "service-vpc": "vpc-unknown"},
}
_LOCK = {
    "stack": _NAME,
    "inputs": "",
    "content": "",
    "legs": {
        "registry": {"instance": "cri-unknown", "name": "unknown", "hosts": [], "source": "declared", **_LONG_AGO},
        "oss": {"hosts": [], "ranges": [], "source": "none", **_LONG_AGO},
    },
    "networks": {"account": "0"},
}
"""The files that a program does not have; no rule of `PLAIN` reads more of them than that they hold nothing."""


@dataclass(frozen=True, slots=True)
class PlainPlaces:
    """Tables and attachments go by their ids, or by the names that the program gives them."""

    def table(self, kind: TableKind, region: str, known: str, made_by: Resource | None) -> Table:
        """The table; its owner is only known by what makes it."""
        owner = made_by.name if made_by is not None else "an owner without a name"
        return Table(kind, region or "the provider's region", owner, known or owner)

    def attachment(self, known: str, made_by: Resource | None) -> Hop | None:
        """Nothing is known of attachments."""
        del known, made_by
        return None


def plain_rows(resources: Iterable[Resource]) -> tuple[Row, ...]:
    """The routes of a program."""
    return tuple(rows(resources, PlainPlaces()))


def one_route(row: Row) -> Context:
    """What rules see of one route alone."""
    return _context((row.route,), (), ())


def whole_program(resources: Sequence[Resource]) -> Context:
    """What rules see of a program: its routes, and the VPCs that it makes and attaches."""
    routes = tuple(row.route for row in plain_rows(resources))
    return _context(routes, tuple(_vpcs(resources)), ())


def service_routes(resources: Sequence[Resource]) -> Context:
    """The same with destinations inside 100.64.0.0/10 as the legs that they must be; for G9."""
    inside = {row.route.destination for row in plain_rows(resources) if row.route.destination.subnet_of(SERVICE_SPACE)}
    legs = (LegTarget(leg, (), prefixes, "the program") for leg, prefixes in _legs(inside) if prefixes)
    return _context((), tuple(_vpcs(resources)), tuple(legs))


def _legs(prefixes: Iterable[IPv4Network]) -> Iterator[tuple[LegId, tuple[IPv4Network, ...]]]:
    """Single addresses are those of the auth service, ranges those of the object storage (3.3, 3.4)."""
    single = tuple(sorted(prefix for prefix in prefixes if prefix.num_addresses == 1))
    yield from zip(SERVICE_LEGS, (single, tuple(sorted(set(prefixes) - set(single)))), strict=True)


def _vpcs(resources: Sequence[Resource]) -> Iterator[VpcNode]:
    """VPCs that the program makes and joins to a transit router; others share nothing."""
    attached = {urn for one in resources if one.type == VPC_ATTACHMENT for urn in one.needs.get("vpcId", ())}
    for one in resources:
        cidr = prefix_of(one.properties.get("cidrBlock", ""))
        if one.type == VPC and one.urn in attached and cidr is not None:
            yield VpcNode(one.name, one.region or _SOMEWHERE, "", one.name, (cidr,), (), ())


@dataclass(frozen=True, slots=True)
class _Spot(Where):
    """A place that is no line of a file."""

    def __str__(self) -> str:
        return self.file


@dataclass(frozen=True, slots=True)
class _Program(StackFile):
    """A program in the place of a stack file: its clients are the VPCs that it attaches."""

    def where(self, *key: str | int) -> Where:
        """The resource that stands for a client; the program for anything else."""
        match key:
            case ("clients", int(number), *_):
                return _Spot(f"resource {self.topology.clients[number].name}", 0)
            case _:
                return _Spot(self.path, 0)


def _context(routes: tuple[Route, ...], vpcs: tuple[VpcNode, ...], targets: tuple[LegTarget, ...]) -> Context:
    plan = Plan(
        stack=_NAME,
        region=_SOMEWHERE,
        cen=None,
        registry_address=None,
        waiting="",
        targets=targets,
        service=VpcNode("", _SOMEWHERE, "", "service", (), (), ()),
        clients=vpcs,
        transit_routers=(),
        vpc_attachments=(),
        peer_attachments=(),
        associations=(),
        propagations=(),
        routes=routes,
        foreign_routes=(),
        links=(),
        records=(),
    )
    return Context(_Program(_NAME, "the program", _topology(vpcs)), Lock.model_validate(_LOCK), plan)


def _topology(vpcs: Sequence[VpcNode]) -> Topology:
    """A stack file's content with a client for each VPC, unchecked: names of resources are no names of clients."""
    topology = Topology.model_validate(_STACK)
    clients = tuple(Client.model_construct(name=node.name, region=node.region, vpc=node.id) for node in vpcs)
    return topology.model_copy(update={"clients": clients})
