"""Things that exist but that the state does not know: named by their ids, and taken into it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from scripts.workplace import Workplace
from tests.e2e.account import state_of

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


def adopt(place: Workplace) -> list[str]:
    """Import whatever the next update would make although it exists, as a person does with ids from the console.

    Returns:
        Type and name of what was imported, in the order in which it was found.
    """
    adopted: list[str] = []
    while found := list(_existing(place)):
        import_(place, *found)
        adopted += [f"{one.type.rpartition(':')[2]} {one.name}" for one in found]
    return adopted


def _existing(place: Workplace) -> Iterator[Wanted]:
    said = place.pulumi("preview", "--json").output
    steps = json.loads(said[said.index("{") :])["steps"]
    kept, held = {row["urn"] for row in state_of(place)}, place.resources()
    for step in steps:
        new = step.get("newState", {})
        if step["op"] == "create" and new.get("parent") in kept:
            found = _id(new["type"], new.get("inputs", {}), held)
            if found:
                provider, _, _ = new["provider"].rpartition("::")
                yield Wanted(new["type"], new["urn"].rpartition("::")[2], found, new["parent"], provider)


def _id(kind: str, wanted: Mapping[str, Any], held: Resources) -> str:
    """The id of what has these inputs; empty when there is nothing of the kind."""
    kind = kind.rpartition(":")[2]
    attachments = {row["name"]: row for row in held.get("attachment", ())}
    name = wanted.get("transitRouterVpcAttachmentName") or wanted.get("transitRouterPeerAttachmentName")
    if name in attachments:
        return f"{attachments[name]['cen']}:{attachments[name]['id']}"
    if kind in {"TransitRouterRouteTableAssociation", "TransitRouterRouteTablePropagation"}:
        link = f"{wanted['transitRouterAttachmentId']}:{wanted['transitRouterRouteTableId']}"
        rows = held.get("association" if kind.endswith("Association") else "propagation", ())
        return link if link in {f"{row['attachment']}:{row['table']}" for row in rows} else ""
    if kind == "ZoneRecord":
        sought = (wanted["zoneId"], wanted["rr"], wanted["value"])
        rows = held.get("zone record", ())
        return next((f"{r['id']}:{r['zone']}" for r in rows if (r["zone"], r["name"], r["value"]) == sought), "")
    if kind == "VPCRouteEntry":
        route = f"{wanted['routeTableId']}:{wanted['destinationCidrBlock']}"
        return route if route in {f"{r['route_table']}:{r['destination']}" for r in held.get("route entry", ())} else ""
    if kind == "TransitRouterRouteEntry":
        table = wanted["transitRouterRouteTableId"]
        destination = wanted["transitRouterRouteEntryDestinationCidrBlock"]
        rows = held.get("transit router route entry", ())
        return next((f"{table}:{r['id']}" for r in rows if (r["table"], r["destination"]) == (table, destination)), "")
    return ""
