"""Things that exist but that the state does not know: named by their ids, and taken into it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from scripts.workplace import Workplace

Resources = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One resource to import.

    Attributes:
        type: type token.
        name: name that the program gives it.
        id: id in the account, as the provider spells it.
        parent: URN of its component.
        provider: URN of the provider of its region.
    """

    type: str
    name: str
    id: str
    parent: str
    provider: str


def import_(place: Workplace, *wanted: Wanted) -> None:
    """Run `pulumi import` on resources of the stack in hand."""
    names = {urn: f"n{number}" for number, urn in enumerate({u for one in wanted for u in (one.parent, one.provider)})}
    rows = [asdict(one) | {"parent": names[one.parent], "provider": names[one.provider]} for one in wanted]
    path = place.folder / "import.json"
    path.write_text(json.dumps({"nameTable": {name: urn for urn, name in names.items()}, "resources": rows}), "utf-8")
    how = ("--yes", "--skip-preview", "--protect=false", "--generate-code=false")
    place.pulumi("import", "--file", str(path), *how)


def component(kind: str, name: str, stack: str = "dev") -> str:
    """URN of a component of the program."""
    return f"urn:pulumi:{stack}::acree::acree:index:{kind}::{name}"


def provider(region: str, stack: str = "dev") -> str:
    """URN of the provider of a region."""
    return f"urn:pulumi:{stack}::acree::pulumi:providers:alicloud::{region}"


def finish_pending(place: Workplace) -> list[str]:
    """Take in what a killed update has begun, as a person does with ids from the console.

    Returns:
        The types of what was pending.
    """
    exported = json.loads(place.pulumi("stack", "export").output)["deployment"]
    pending = [row["resource"] for row in exported.get("pending_operations", [])]
    held = place.resources()
    known = [(row["urn"], found) for row in pending if (found := _id(row["type"], row["inputs"], held))]
    adopted = [
        part for urn, found in known for part in ("--import-pending-creates", urn, "--import-pending-creates", found)
    ]
    place.pulumi("refresh", "--yes", "--skip-preview", *adopted)
    if len(known) < len(pending):
        place.pulumi("refresh", "--yes", "--skip-preview", "--clear-pending-creates")
    return [row["type"].rpartition(":")[2] for row in pending]


def _id(kind: str, wanted: Mapping[str, Any], held: Resources) -> str:
    """The id of what a pending creation has made; empty when it has made nothing."""
    kind = kind.rpartition(":")[2]
    attachments = {row["name"]: row for row in held.get("attachment", ())}
    name = wanted.get("transitRouterVpcAttachmentName") or wanted.get("transitRouterPeerAttachmentName")
    if name in attachments:
        return f"{attachments[name]['cen']}:{attachments[name]['id']}"
    if kind in {"TransitRouterRouteTableAssociation", "TransitRouterRouteTablePropagation"}:
        link = f"{wanted['transitRouterAttachmentId']}:{wanted['transitRouterRouteTableId']}"
        rows = held.get("association" if kind.endswith("Association") else "propagation", ())
        return link if link in {row["id"] for row in rows} else ""
    if kind == "VPCRouteEntry":
        route = f"{wanted['routeTableId']}:{wanted['destinationCidrBlock']}"
        return route if route in {f"{r['route_table']}:{r['destination']}" for r in held.get("route entry", ())} else ""
    if kind == "TransitRouterRouteEntry":
        table = wanted["transitRouterRouteTableId"]
        destination = wanted["transitRouterRouteEntryDestinationCidrBlock"]
        rows = held.get("transit router route entry", ())
        return next((f"{table}:{r['id']}" for r in rows if (r["table"], r["destination"]) == (table, destination)), "")
    return ""
