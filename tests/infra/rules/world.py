"""The worked example as plain data to change, and what one rule says about the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from acree_infra.discovery.model import Lock
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.planner import make_plan
from acree_infra.rules.all_rules import RULES
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Finding
from acree_infra.topology.fault import Key
from acree_infra.topology.model import Topology
from acree_infra.topology.stack_file import StackFile
from tests.infra.routing import variations
from tests.infra.samples import lock_data, stack_data

FILE = "stacks/Pulumi.dev.yaml"
Data = dict[str, Any]


def keys_of(value: object, above: Key = ()) -> Iterator[Key]:
    """Every key of nested data, in the order of a file that holds one key a line."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in items:
        yield (*above, key)
        yield from keys_of(below, (*above, key))


class World:
    """Stack and lock of the worked example, to be changed before a rule looks at them."""

    def __init__(self) -> None:
        self.stack: Data = stack_data()
        self.lock: Data = lock_data()
        self.alter: Callable[[Plan], Plan] = lambda plan: plan

    @property
    def client(self) -> Data:
        """The first client as the stack file has it."""
        found: Data = self.stack["clients"][0]
        return found

    @property
    def service_vpc(self) -> Data:
        """The service VPC as the lock file has it."""
        found: Data = self.lock["networks"]["vpcs"][0]
        return found

    @property
    def client_vpc(self) -> Data:
        """The first client's VPC as the lock file has it."""
        found: Data = self.lock["networks"]["vpcs"][1]
        return found

    @property
    def registry(self) -> Data:
        """The registry leg of the lock file."""
        found: Data = self.lock["legs"]["registry"]
        return found

    @property
    def auth(self) -> Data:
        """The auth leg of the lock file."""
        found: Data = self.lock["legs"]["auth"]
        return found

    @property
    def oss(self) -> Data:
        """The OSS leg of the lock file."""
        found: Data = self.lock["legs"]["oss"]
        return found

    def add_client(self, name: str, region: str, cidr: str, **extra: object) -> Data:
        """Add a client VPC with two zones; returns what the lock file holds of it."""
        variations.add_client(self.stack, self.lock, name, region, cidr, **extra)
        found: Data = self.lock["networks"]["vpcs"][-1]
        return found

    def add_site(self, *ways: Data, **extra: Any) -> Data:  # noqa: ANN401  # any value
        """Add a site with everything declared that rules ask for; returns what the stack file has of it."""
        declared = {"cidrs": ["192.168.0.0/16"], "pod-cidrs": [], "other-cidrs": []}
        found: Data = {"name": "tokyo", **declared, "via": [dict(way) for way in ways], **extra}
        self.stack.setdefault("sites", []).append(found)
        return found

    def add_router(self, router: str, region: str, **extra: object) -> Data:
        """Add a transit router that exists; returns its facts."""
        return variations.add_router(self.lock, router, region, **extra)

    def unlink(self) -> None:
        """Go back to before the registry's link: no address, no auth service."""
        self.registry["linked-vpcs"] = []
        self.lock["legs"]["auth"] = None

    def declare_ranges(self, *ranges: str) -> None:
        """Declare OSS ranges in the stack file; the lock file follows, as discovery makes it."""
        self.stack.setdefault("legs", {})["oss"] = {"ranges": list(ranges)}
        self.oss.update({"ranges": list(ranges), "source": "declared"})

    def move(self, region: str, *ranges: str) -> None:
        """Move the registry and its VPC to another region with these OSS ranges."""
        self.stack["registry"]["region"] = self.service_vpc["region"] = region
        for vswitch, zone in zip(self.service_vpc["vswitches"], ("a", "b"), strict=True):
            vswitch["zone"] = f"{region}-{zone}"
        self.lock["networks"]["regions"][0] = {"region": region, "zones": [f"{region}-a", f"{region}-b"]}
        self.oss["ranges"] = list(ranges)
        self.auth.update(
            {
                "host": f"dockerauth-vpc.{region}.aliyuncs.com",
                "realm": f"https://dockerauth-vpc.{region}.aliyuncs.com/auth",
            }
        )
        self.registry["hosts"] = [f"acr-demo-registry-vpc.{region}.cr.aliyuncs.com"]

    def stack_file(self) -> StackFile:
        """The stack file, with a line for every key."""
        lines = {key: number for number, key in enumerate(keys_of(self.stack), start=2)}
        return StackFile("dev", FILE, Topology.model_validate(self.stack), lines)

    def context(self) -> Context:
        """What rules see."""
        stack, lock = self.stack_file(), Lock.model_validate(self.lock)
        return Context(stack, lock, self.alter(make_plan(stack, lock)))

    def findings(self, rule: str = "") -> list[Finding]:
        """What one rule says, or all of them."""
        return [finding for finding in RULES.run(self.context()) if rule in {"", finding.rule}]

    def only(self, rule: str) -> Finding:
        """The one finding of a rule."""
        found = self.findings(rule)
        assert len(found) == 1, found
        return found[0]

    def place(self, *key: str | int) -> str:
        """`file:line` of a key."""
        return str(self.stack_file().where(*key))

    def stops(self) -> list[str]:
        """Rules that stop this plan."""
        return sorted({finding.rule for finding in self.findings() if finding.severity.stops})


def without_routes(prefix: str, kind: str = "") -> Callable[[Plan], Plan]:
    """A change of a plan: leave out the rows with a destination, in tables of a kind."""

    def alter(plan: Plan) -> Plan:
        kept = tuple(r for r in plan.routes if str(r.destination) != prefix or kind not in {"", r.table.kind.value})
        return replace(plan, routes=kept)

    return alter
