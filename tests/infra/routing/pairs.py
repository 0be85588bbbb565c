"""Pairs of plans: the worked example before and after some change, and random worlds for properties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st

from acree_infra.routing.nouns import ForeignRoute, Hop, HopKind, Route
from acree_infra.routing.plan_model import Plan
from tests.infra.routing.variations import Data, add_client, example, plan_of
from tests.infra.samples import HANGZHOU_OSS

Edit = Callable[[Data, Data], object]
CLIENTS = (
    ("shenzhen", "cn-shenzhen", "172.17.0.0/16"),
    ("beijing", "cn-beijing", "172.18.0.0/16"),
    ("osaka", "ap-northeast-1", "172.19.0.0/16"),
    ("build", "cn-hangzhou", "172.20.0.0/16"),
)
EXTRA_RANGES = ("100.115.0.0/24", "100.118.28.0/25", "100.118.0.0/16")


def plan_with(*edits: Edit) -> Plan:
    """The plan of the worked example after edits."""
    stack, lock = example()
    for edit in edits:
        edit(stack, lock)
    return plan_of(stack, lock)


def with_client(name: str) -> Edit:
    """Adds one of `CLIENTS`."""
    region, cidr = next((region, cidr) for known, region, cidr in CLIENTS if known == name)

    def edit(stack: Data, lock: Data) -> None:
        add_client(stack, lock, name, region, cidr, **{"pod-cidrs": []})

    return edit


def with_ranges(*ranges: str) -> Edit:
    """Sets the ranges of the OSS leg."""

    def edit(_: Data, lock: Data) -> None:
        lock["legs"]["oss"]["ranges"] = list(ranges)

    return edit


def with_auth(*addresses: str) -> Edit:
    """Sets the addresses of the auth leg."""

    def edit(_: Data, lock: Data) -> None:
        seen = lock["legs"]["auth"]["addresses"][0]
        lock["legs"]["auth"]["addresses"] = [{**seen, "address": address} for address in addresses]

    return edit


def with_foreign(destination: str, vpc: int = 1, hop: str = "ngw-1") -> Edit:
    """Adds a custom route of somebody else to a table of a VPC."""

    def edit(_: Data, lock: Data) -> None:
        routes = lock["networks"]["vpcs"][vpc]["route-tables"][0]["routes"]
        routes.append({"destination": destination, "hop": hop, "hop-type": "NatGateway"})

    return edit


@st.composite
def worlds(draw: st.DrawFn) -> Plan:
    """Plans of random clients, ranges, addresses, options and foreign routes, some of them damaged afterwards."""
    edits: list[Edit] = [with_client(name) for name, _, _ in CLIENTS if draw(st.booleans())]
    ranges = draw(st.lists(st.sampled_from((*HANGZHOU_OSS, *EXTRA_RANGES)), min_size=1, max_size=4, unique=True))
    edits.append(with_ranges(*ranges))
    addresses = st.sampled_from(("100.103.9.188", "100.103.7.181", "100.118.28.5"))
    edits.append(with_auth(*draw(st.lists(addresses, min_size=1, max_size=2, unique=True))))
    foreign = st.sampled_from(("100.118.28.0/26", "100.103.9.188/32", "172.16.0.0/25", "10.0.0.16/28", "0.0.0.0/0"))
    edits += [with_foreign(prefix, vpc) for prefix in draw(st.sets(foreign, max_size=2)) for vpc in (0, 1)]
    plan = plan_with(*edits)
    return draw(st.sampled_from((plan, draw(damaged(plan)))))


@st.composite
def damaged(draw: st.DrawFn, plan: Plan) -> Plan:
    """The plan without some rows, with some sent elsewhere, and with an association less."""
    rows: list[Route] = []
    for row in plan.routes:
        fate = draw(st.integers(0, 19))
        if fate != 0:
            rows.append(replace(row, hop=Hop(HopKind.FOREIGN, "elsewhere")) if fate == 1 else row)
    foreign = plan.foreign_routes
    if draw(st.booleans()) and plan.routes:
        table = draw(st.sampled_from(plan.routes)).table
        foreign = (*foreign, ForeignRoute(table, plan.routes[-1].destination, Hop(HopKind.FOREIGN, "theirs")))
    cut = draw(st.integers(0, 3 * len(plan.associations)))
    kept = tuple(link for place, link in enumerate(plan.associations) if place != cut)
    return replace(plan, routes=tuple(rows), foreign_routes=foreign, associations=kept)
