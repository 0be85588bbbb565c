"""Steps of every demo: a stack is provisioned, pulled through, taken apart route by route, and destroyed."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from scripts.proof import LARGE, Proof
from scripts.removals import Removal, removable
from scripts.showing import show, summary, timed, watched
from scripts.workplace import ROOT, Workplace

FOLDER = ROOT / ".acree-demo"
UP = ("up", "--yes", "--skip-preview")
DOWN = ("destroy", "--yes", "--skip-preview")
RESOLVERS = ("100.100.2.136/32", "100.100.2.138/32")
"""Where the cloud answers for names (G10); each of the two is enough."""
_ID = re.compile(r"[A-Z]-?[A-Z0-9]+(?=:)")
"""The id of a fact, at the beginning of a note."""


class NotAsPromised(Exception):
    """Something in a demo went otherwise than the plan promises."""


def place_of(name: str, *, network: bool = False, folder: Path = FOLDER) -> Workplace:
    """A workplace for an example stack, without what an earlier run left."""
    place = Workplace(folder / name, ROOT / "stacks" / "worlds" / f"{name}.yaml", os.environ, network=network)
    place.forget()
    return place


def stack_file(place: Workplace, stack: str) -> str:
    """The text of a stack file, without the line for editors."""
    text = (place.project / "stacks" / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("# yaml-language-server:"))


def plan_of(place: Workplace, stack: str) -> dict[str, Any]:
    """The plan's JSON."""
    plan: dict[str, Any] = json.loads(place.acree("plan", "--stack", stack, "--format", "json").output)
    return plan


def created(plan: Mapping[str, Any]) -> str:
    """How many routes a plan creates, and whose tables they stand in."""
    owners = Counter(str(route["table"]["owner"]) for route in plan["routes"] if removable(route))
    return ", ".join(f"{count} in {owner}" for owner, count in sorted(owners.items()))


def open_facts(plan: Mapping[str, Any]) -> str:
    """Ids of what only a real account can show of the ways of data centers; the plan has the texts."""
    found = (_ID.match(note) for way in plan["premises"]["ways"] for note in way["notes"])
    return ", ".join(sorted({match[0] for match in found if match}))


def provisioned(place: Workplace, stack: str, before: Sequence[Proof]) -> str:
    """Show that nothing is pulled before, provision, and return the engine's count."""
    for proof in before:
        show(f"before: a pull from {proof.host} {fails(proof.pull())}")
    place.select(stack)
    with timed("pulumi up, resources made:"):
        made = summary(watched(place, *UP))
    show(_resources(place))
    show(made)
    return made


def pulled(proof: Proof) -> None:
    """Pull a small image and a large one, and push."""
    show(f"crane pull of a small image {works(proof.pull())}")
    show(f"crane pull of 50 MB in five layers {works(proof.pull(LARGE))}")
    show(f"crane push {works(proof.push('demo'))}")


def removed(place: Workplace, found: Iterable[Removal]) -> int:
    """Show what each route's loss breaks, let the engine make the routes again, and return how many there were."""
    count = 0
    for removal in found:
        count += 1
        show(loss(removal))
        if not removal.right:
            planned = ", ".join(removal.route["legs"])
            raise NotAsPromised(f"the plan says that {planned} fails, and heals once the route is back")
    with timed("pulumi up --refresh makes again what was deleted by hand"):
        place.pulumi("up", "--refresh", "--yes", "--skip-preview")
    return count


def loss(removal: Removal) -> str:
    """One row: a route, and what fails without it; for whom, where several hosts were asked."""
    table, destination = removal.route["table"], removal.route["destination"]
    legs = ", ".join(removal.failed) or (
        "nothing: the other resolver answers" if destination in RESOLVERS else "nothing"
    )
    whose = f" of {', '.join(sorted(removal.users))}" if len(removal.by_host) > 1 else ""
    where = f"{table['kind']} {table['owner']}"
    return f"{where:<50} {destination:<18} without it fails: {legs}{whose}"


def destroyed(place: Workplace, after: Sequence[Proof]) -> str:
    """Destroy, show that nothing is pulled any more, and return the engine's count."""
    with timed("pulumi destroy, resources deleted:"):
        gone = summary(watched(place, *DOWN))
    show(gone)
    for proof in after:
        show(f"after: a pull from {proof.host} {fails(proof.pull_within(10))}")
    return gone


def works(done: bool) -> str:  # noqa: FBT001  # it words a truth value
    """A word for what should have worked; NotAsPromised when it did not."""
    if not done:
        raise NotAsPromised("it should work, and it fails: see sandbox/sandbox.log below the demo's folder")
    return "works"


def fails(done: bool) -> str:  # noqa: FBT001  # same
    """A word for what should have failed; NotAsPromised when it did not."""
    if done:
        raise NotAsPromised("it should fail without routes, and it works")
    return "fails"


def _resources(place: Workplace) -> str:
    """What the engine's state has of the cloud, counted by kind."""
    state = json.loads(place.pulumi("stack", "export").output)
    kinds = Counter(
        resource["type"]
        for resource in state["deployment"]["resources"]
        if resource["type"].startswith("alicloud:") and resource.get("custom")
    )
    return "\n".join(f"{count:2} {kind.rpartition(':')[2]}" for kind, count in sorted(kinds.items()))
