"""What random worlds have between their VPCs before the stack comes: a CEN, routers, attachments, connections."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.e2e.network.worlds.addresses import HOME
from tests.e2e.network.worlds.given import Data


@dataclass
class Existing:
    """What exists.

    Attributes:
        cen: what the stack file says of the CEN.
        cens: section of the world file.
        choices: routers of the stack file.
        statics: routes of others: table, destination, attachment.
        propagations: further tables that learn from attachments.
        loose: links that are gone.
        tables: tables of each router.
        attachments: existing VPC attachments by VPC id.
        connections: existing connections by region.
    """

    cen: str = "create"
    cens: list[Data] = field(default_factory=list)
    choices: Data = field(default_factory=dict)
    statics: list[list[str]] = field(default_factory=list)
    propagations: list[list[str]] = field(default_factory=list)
    loose: list[list[str]] = field(default_factory=list)
    tables: dict[str, list[str]] = field(default_factory=dict)
    attachments: dict[str, str] = field(default_factory=dict)
    connections: dict[str, str] = field(default_factory=dict)
    routers: dict[str, Data] = field(default_factory=dict)


@st.composite
def existing(draw: st.DrawFn, vpcs: list[Data]) -> Existing:
    """Nothing, or a CEN with some of the routers, attachments and connections that the stack needs."""
    found = Existing()
    if draw(st.booleans()):
        return found
    found.cen = "cen-own"
    for region in sorted({HOME, *(vpc["region"] for vpc in vpcs)}):
        if draw(st.integers(0, 3)):
            _router(draw, found, region)
    for vpc in vpcs:
        if vpc["region"] in found.routers and draw(st.booleans()):
            _attachment(draw, found, vpc)
    connections = [
        _connection(draw, found, region)
        for region in sorted(set(found.routers) - {HOME})
        if HOME in found.routers and draw(st.booleans())
    ]
    routers = list(found.routers.values())
    found.cens = [{"id": "cen-own", "transit-routers": routers, "connections": connections}]
    return found


def _router(draw: st.DrawFn, found: Existing, region: str) -> None:
    short = region.removeprefix("cn-")
    tables = [f"vtb-tr{short}", *(f"vtb-tr{short}{n}" for n in range(draw(st.integers(0, 1))))]
    found.tables[region] = tables
    found.routers[region] = {
        "id": f"tr-{short}",
        "region": region,
        "system-table": tables[0],
        "tables": tables[1:],
        "attachments": [],
    }
    if draw(st.integers(0, 3)) == 0:
        found.choices[region] = {"table": draw(st.sampled_from(tables))}


def _attachment(draw: st.DrawFn, found: Existing, vpc: Data) -> None:
    region, name = vpc["region"], f"tr-attach-{vpc['id'].removeprefix('vpc-')}"
    chosen = {vswitch["zone"]: vswitch["id"] for vswitch in vpc["vswitches"]}
    found.attachments[vpc["id"]] = name
    table = _table(draw, found, region, name)
    found.routers[region]["attachments"].append(
        {"id": name, "vpc": vpc["id"], "vswitches": sorted(chosen.values()), "table": table}
    )


def _connection(draw: st.DrawFn, found: Existing, region: str) -> Data:
    name = f"tr-attach-p{region.removeprefix('cn-')}"
    found.connections[region] = name
    return {
        "id": name,
        "from": found.routers[HOME]["id"],
        "to": found.routers[region]["id"],
        "mbps": 100,
        "auto-advertise": draw(st.integers(0, 3)) > 0,
        "from-table": _table(draw, found, HOME, name),
        "to-table": _table(draw, found, region, name),
    }


def _table(draw: st.DrawFn, found: Existing, region: str, name: str) -> str:
    """The table that an attachment reads and feeds; mostly it feeds the others too."""
    table = str(draw(st.sampled_from(found.tables[region])))
    for other in found.tables[region]:
        if other != table and draw(st.integers(0, 5)):
            found.propagations.append([name, other])
    if draw(st.integers(0, 4)) == 0:
        found.loose.append([draw(st.sampled_from(("association", "propagation"))), name, table])
    return table
