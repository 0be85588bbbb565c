"""Stacks whose reports are looked at: the worked example, and what differs from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from acree_infra.discovery.model import Lock
from acree_infra.reports.output import as_text
from acree_infra.reports.plan_text import View, plan_lines
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.planner import make_plan
from acree_infra.rules.all_rules import RULES
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Finding
from acree_infra.topology.stack_file import StackFile
from tests.infra.routing.variations import Data, add_client, add_router, example
from tests.infra.rules import ways
from tests.infra.samples import lock_of, stack_of


@dataclass(frozen=True)
class Case:
    """A stack, its lock, its plan and its findings."""

    stack: StackFile
    lock: Lock
    plan: Plan
    findings: tuple[Finding, ...]

    def text(self, **view: object) -> str:
        """The whole text report."""
        wanted = View(dns_mode=self.stack.topology.dns.mode, **view)  # type: ignore[arg-type]  # the caller's words
        return as_text(plan_lines(self.plan, self.findings, wanted))


def case_of(stack: Data, lock: Data) -> Case:
    """A case from plain data."""
    made_stack, made_lock = stack_of(stack), lock_of(lock)
    plan = make_plan(made_stack, made_lock)
    return Case(made_stack, made_lock, plan, RULES.run(Context(made_stack, made_lock, plan)))


def dev() -> Case:
    """The worked example."""
    return case_of(*example())


def three_regions() -> Case:
    """Clients in three other regions, one of them over a router that exists."""
    stack, lock = example()
    add_client(stack, lock, "shenzhen", "cn-shenzhen", "172.17.0.0/16", **{"pod-cidrs": []})
    add_client(stack, lock, "beijing", "cn-beijing", "172.18.0.0/16", **{"pod-cidrs": []})
    stack["network"]["cen"] = "cen-1"
    add_router(lock, "tr-beijing", "cn-beijing")
    return case_of(stack, lock)


def same_region() -> Case:
    """A client in the registry's own region, and no other."""
    stack, lock = example()
    stack["clients"].clear()
    lock["networks"]["vpcs"].pop()
    add_client(stack, lock, "build", "cn-hangzhou", "172.20.0.0/16", **{"pod-cidrs": []})
    return case_of(stack, lock)


def auto_advertise_off() -> Case:
    """Static routes where nothing is learned from the other region."""
    stack, lock = example()
    stack["options"] = {"auto-advertise": False}
    return case_of(stack, lock)


def hosts() -> Case:
    """The registry's name comes from hosts files."""
    stack, lock = example()
    stack["dns"] = {"mode": "hosts"}
    return case_of(stack, lock)


def refused() -> Case:
    """Pods that lie where the OSS ranges are."""
    stack, lock = example()
    stack["clients"][0]["pod-cidrs"] = ["100.118.0.0/16"]
    return case_of(stack, lock)


def foreign() -> Case:
    """Someone else's routes in the client's table: one that is used, and one that takes a leg away."""
    stack, lock = example()
    lock["networks"]["vpcs"][1]["route-tables"][0]["routes"] = [
        {"destination": "100.118.28.0/25", "hop": "ngw-1", "hop-type": "NatGateway"},
        {"destination": "192.168.0.0/24", "hop": "i-1", "hop-type": "Instance"},
    ]
    return case_of(stack, lock)


def unlinked() -> Case:
    """The registry has no address in its service VPC yet."""
    stack, lock = example()
    lock["legs"]["registry"]["linked-vpcs"] = []
    lock["legs"]["auth"] = None
    stack["registry"]["link"] = "vsw-bp1j"
    return case_of(stack, lock)


def with_site(*ways: Data, clients: bool = False, **more: Any) -> Case:  # noqa: ANN401  # any value of a stack file
    """A data center in place of the client, or beside it."""
    stack, lock = example()
    if not clients:
        stack["clients"].clear()
        lock["networks"]["vpcs"].pop()
    declared = {"name": "tokyo", "cidrs": ["192.168.0.0/16"], "pod-cidrs": [], "other-cidrs": []}
    stack["sites"] = [{**declared, **more, "via": list(ways)}]
    return case_of(stack, lock)


def lines_and_tunnel() -> Case:
    """A line with BGP, and a tunnel that takes over."""
    return with_site({**ways.EXPRESS_CONNECT, **ways.BGP}, {**ways.TRANSIT_VPN, "rank": 1}, dns="forward")


def peering() -> Case:
    """The client is joined by a VPC peering."""
    stack, lock = example()
    stack["network"]["cen"] = "none"
    stack["clients"][0]["via"] = "vpc-peering"
    return case_of(stack, lock)


CASES = {
    "dev": dev,
    "three-regions": three_regions,
    "same-region": same_region,
    "auto-advertise-off": auto_advertise_off,
    "hosts": hosts,
    "refused": refused,
    "foreign": foreign,
    "unlinked": unlinked,
    "site-vpn-gateway": lambda: with_site(ways.VPN_GATEWAY),
    "site-vpn-gateway-of-client": lambda: with_site({**ways.VPN_GATEWAY, "vpc": "vpc-uf6demo"}, clients=True),
    "site-transit-vpn": lambda: with_site({**ways.TRANSIT_VPN, "region": "cn-shanghai"}),
    "site-express-connect": lines_and_tunnel,
    "site-express-connect-router": lambda: with_site({**ways.EXPRESS_ROUTER, "to": "vpc"}),
    "site-smart-access-gateway": lambda: with_site(ways.SMART_GATEWAY),
    "site-smart-access-gateway-create": lambda: with_site(ways.ENTRIES),
    "vpc-peering": peering,
}
