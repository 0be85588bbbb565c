"""What the account holds, read back through the official SDKs, beside what a plan says it should hold."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from acree_infra.cloud.clouds import Clouds
from acree_infra.cloud.sdk.live import live_account
from acree_infra.routing.nouns import SYSTEM_TABLE
from scripts.workplace import Workplace

Row = tuple[str, str, str]
"""Route: table id, destination, id of the next hop."""

Link = tuple[str, str, str]
"""`associations` or `propagations`, table id, attachment id."""

COUNTED = re.compile(r"^ +(?:[-+~]+ ?|\d+ changes\. )?(\d+) ((?:to )?[a-z]+)$", re.MULTILINE)

LOGGED = re.compile(r"\b([A-Z][a-z]+[A-Za-z0-9]*) \d{4}-\d{2}-\d{2} \d{3}\b")
ADOPTED = ("attachment", "association", "propagation", "route entry", "transit router route entry", "zone record")
"""Kinds of what `acree adopt` takes over."""


class Account:
    """The account of one workplace, once its stack is provisioned.

    Args:
        place: the workplace.
        plan: the plan's JSON.
        outputs: the stack's outputs.
    """

    def __init__(self, place: Workplace, plan: dict[str, Any], outputs: dict[str, Any]) -> None:
        self._clouds: Clouds = live_account(place.variables)
        self._plan = plan
        self._routers: dict[str, str] = outputs["transit_routers"]
        self._attachments: dict[str, str] = outputs["attachments"]

    def planned_routes(self) -> set[Row]:
        """Every route that the plan creates, or uses because it is there, with the ids of this account."""
        return {
            (self._table(route["table"]), route["destination"], self._attachment(route["hop"]["name"]))
            for route in self._plan["routes"]
            if route["origin"] == "created"
        }

    def routes(self) -> set[Row]:
        """Every custom route of the VPCs, every static one of the routers: of all tables, not only planned ones."""
        vpcs = {(attachment["region"], attachment["vpc"]) for attachment in self._plan["vpc_attachments"]}
        of_vpcs = {
            (table.id, route.destination, route.hop)
            for region, vpc in vpcs
            for table in self._clouds.vpc.route_tables(region, vpc)
            for route in self._clouds.vpc.custom_routes(region, table.id)
        }
        of_routers = {
            (table, route.destination, route.hop)
            for region, table in self._router_tables()
            for route in self._clouds.cen.static_routes(region, table)
        }
        return of_vpcs | of_routers

    def planned_links(self) -> set[Link]:
        """Every association and propagation of the plan."""
        return {
            (kind, self._table(link["table"]), self._attachment(link["attachment"]))
            for kind in ("associations", "propagations")
            for link in self._plan[kind]
        }

    def links(self) -> set[Link]:
        """Every association and propagation of every table of the routers."""
        found: set[Link] = set()
        for region, table in self._router_tables():
            found |= {("associations", table, name) for name in self._clouds.cen.associations(region, table)}
            found |= {("propagations", table, name) for name in self._clouds.cen.propagations(region, table)}
        return found

    def _router_tables(self) -> list[tuple[str, str]]:
        return [
            (region, table.id)
            for region, router in self._routers.items()
            for table in self._clouds.cen.tables(region, router)
        ]

    def _table(self, table: dict[str, str]) -> str:
        if table["id"] != SYSTEM_TABLE:
            return table["id"]
        region = table["region"]
        tables = self._clouds.cen.tables(region, self._routers[region])
        return next(found.id for found in tables if found.type == "System")

    def _attachment(self, name: str) -> str:
        return self._attachments.get(name, name)


def plan_of(place: Workplace, stack: str) -> dict[str, Any]:
    """The plan's JSON."""
    plan: dict[str, Any] = json.loads(place.acree("plan", "--stack", stack, "--format", "json").output)
    return plan


def state_of(place: Workplace) -> list[dict[str, Any]]:
    """The resources in the state of the stack in hand; the first is the stack itself."""
    exported = json.loads(place.pulumi("stack", "export").output)
    resources: list[dict[str, Any]] = exported["deployment"]["resources"]
    return resources


def account_of(place: Workplace, stack: str) -> Account:
    """The account, once the stack in hand is provisioned."""
    return Account(place, plan_of(place, stack), state_of(place)[0]["outputs"])


def counted(output: str) -> dict[str, int]:
    """What the engine says that it did or would do: `{"created": 2, "unchanged": 42}`, `{"to create": 2}`."""
    _, _, summary = output.rpartition("Resources:\n")
    return {what: int(number) for number, what in COUNTED.findall(summary)}


def kinds(resources: dict[str, list[dict[str, Any]]]) -> Counter[str]:
    """How many resources of each kind the sandbox holds, without what only remembers calls."""
    return Counter({kind: len(rows) for kind, rows in resources.items() if kind != "client-token"})


def called(place: Workplace) -> Counter[str]:
    """How often each action was called so far."""
    log = "".join(path.read_text(encoding="utf-8") for path in sorted((place.folder / "sandbox").glob("*.log")))
    return Counter(LOGGED.findall(log))


def ids(place: Workplace) -> dict[str, set[str]]:
    """The ids of everything that an adoption takes."""
    held = place.resources()
    return {kind: {row["id"] for row in held.get(kind, ())} for kind in ADOPTED}
