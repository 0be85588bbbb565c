"""`make demo`: the main job from a stack file to a real pull, against the sandbox, told as it happens."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from typing import Any

from scripts.account import Account
from scripts.proof import LARGE, Proof
from scripts.showing import show, summary, timed, title, watched
from scripts.workplace import ROOT, CommandFailed, Workplace

FOLDER = ROOT / ".acree-demo"
CLIENT = "ecs2"
UP = ("up", "--yes", "--skip-preview")


class NotAsPromised(Exception):
    """Something in the demo went otherwise than the plan promises."""


def main() -> int:
    """Run everything; the exit code is 0 when each step did what it should."""
    try:
        with place_of("dev", network=True) as place:
            told = _main_job(place)
        with place_of("refused-basic") as place:
            _refusal(place)
    except (CommandFailed, NotAsPromised) as failed:
        print(f"\nthe demo stopped: {failed}", file=sys.stderr)
        return 1
    title("In short")
    show("\n".join(told))
    print("\nThe sandboxes are down; what they did lies in .acree-demo/. Next: README.md, “A first real deployment”.")
    return 0


def place_of(name: str, *, network: bool = False) -> Workplace:
    """A workplace for an example stack, without what an earlier run left."""
    place = Workplace(FOLDER / name, ROOT / "stacks" / "worlds" / f"{name}.yaml", os.environ, network=network)
    place.forget()
    return place


def _main_job(place: Workplace) -> list[str]:
    """The lines of the summary."""
    plan = _planned(place)
    proof = Proof(place, CLIENT, plan)
    made = _provisioned(place, proof)
    seen = _previewed(place)
    _pulled(proof)
    right = _proved(place, proof)
    gone = _destroyed(place, proof)
    hosts = sum(len(leg["hosts"]) for leg in plan["legs"])
    created = Counter(str(r["table"]["owner"]) for r in plan["routes"] if r["origin"] == "created")
    where = ", ".join(f"{count} in {owner}" for owner, count in sorted(created.items()))
    return [
        f"found           {hosts} hosts on {sum(len(leg['prefixes']) for leg in plan['legs'])} prefixes, by asking",
        f"routes          {where}; the rest is learned or built in",
        f"pulumi up       {made}",
        f"second preview  {seen}",
        f"pulls           failed before, worked with, failed after; {right} routes taken away one by one, as planned",
        f"pulumi destroy  {gone}",
        "Basic Edition   refused before anything was made",
    ]


def _planned(place: Workplace) -> dict[str, Any]:
    title("1. A stack file: who must reach which registry")
    show((place.project / "stacks" / "Pulumi.dev.yaml").read_text(encoding="utf-8"))

    title("2. acree resolve: find the three endpoints and the networks")
    with timed("resolve"):
        place.acree("resolve", "--stack", "dev")
    plan = plan_of(place, "dev")
    for leg in plan["legs"]:
        show(f"{leg['leg']:<9} {', '.join(leg['hosts'])}")
        show(f"{'':<9} {', '.join(leg['prefixes'])}  ({leg['source']})")

    title("3. acree plan and lint: every route in every table, there and back")
    show(place.acree("plan", "--stack", "dev").output)
    show(place.acree("lint", "--stack", "dev").output.splitlines()[0])
    return plan


def _provisioned(place: Workplace, proof: Proof) -> str:
    title("4. pulumi up: the real engine and the real provider")
    show(f"before: a pull from {CLIENT} {fails(proof.pull())}")
    place.select("dev")
    with timed("pulumi up, resources made:"):
        made = summary(watched(place, *UP))
    show(_resources(place))
    show(made)
    return made


def _previewed(place: Workplace) -> str:
    title("5. A second preview, against the live tables")
    with timed("pulumi preview --refresh"):
        seen = summary(place.pulumi("preview", "--refresh", "--expect-no-changes").output)
    show(seen)
    show(place.acree("trace", "shanghai", "oss", "--stack", "dev").output)
    return seen


def _pulled(proof: Proof) -> None:
    title(f"6. A real pull from {CLIENT}, through routes of the Linux kernel")
    show(f"crane pull of a small image {works(proof.pull())}")
    show(f"crane pull of 50 MB in five layers {works(proof.pull(LARGE))}")
    show(f"crane push {works(proof.push('demo'))}")
    for prefix in proof.ranges():
        proof.move_storage(str(prefix[7]))
        show(f"object storage moved to {prefix[7]}: a pull {works(proof.pull(LARGE))}")


def _proved(place: Workplace, proof: Proof) -> int:
    """How many routes were taken away, each breaking just what the plan says."""
    title("7. Every created route, taken away and put back")
    removed = 0
    for removal in proof.removals(Account(place.variables)):
        removed += 1
        table, legs = removal.route["table"], ", ".join(removal.failed) or "nothing"
        where = f"{table['kind']} {table['owner']}"
        show(f"{where:<38} {removal.route['destination']:<18} without it fails: {legs}")
        if not removal.right:
            planned = ", ".join(removal.route["legs"])
            raise NotAsPromised(f"the plan says that {planned} fails, and heals once the route is back")
    with timed("pulumi up --refresh makes again what was deleted by hand"):
        place.pulumi("up", "--refresh", "--yes", "--skip-preview")

    title("8. acree resolve --check: nothing of ours looks foreign")
    show(place.acree("resolve", "-q", "--stack", "dev", "--check").output)
    return removed


def _destroyed(place: Workplace, proof: Proof) -> str:
    title("9. pulumi destroy")
    with timed("pulumi destroy, resources deleted:"):
        gone = summary(watched(place, "destroy", "--yes", "--skip-preview"))
    show(gone)
    show(f"after: a pull from {CLIENT} {fails(proof.pull())}")
    return gone


def _refusal(place: Workplace) -> None:
    title("10. Refused: a Basic Edition transit router between regions")
    place.acree("resolve", "--stack", "refused-basic")
    place.select("refused-basic")
    done = place.pulumi("preview", expect=None)
    if done.code == 0:
        raise NotAsPromised("`pulumi preview` of refused-basic should have been refused")
    lines = [line.strip() for line in done.output.splitlines()]
    first = next(number for number, line in enumerate(lines) if line.startswith("G1 "))
    show("\n".join(lines[first : first + 2]))


def plan_of(place: Workplace, stack: str) -> dict[str, Any]:
    """The plan's JSON."""
    plan: dict[str, Any] = json.loads(place.acree("plan", "--stack", stack, "--format", "json").output)
    return plan


def works(done: bool) -> str:  # noqa: FBT001  # it words a truth value
    """A word for what should have worked; NotAsPromised when it did not."""
    if not done:
        raise NotAsPromised("it should work, and it fails: see sandbox/sandbox.log below .acree-demo")
    return "works"


def fails(done: bool) -> str:  # noqa: FBT001  # same
    """A word for what should have failed; NotAsPromised when it did not."""
    if done:
        raise NotAsPromised("it should fail without routes, and it works")
    return "fails"


def _resources(place: Workplace) -> str:
    state = json.loads(place.pulumi("stack", "export").output)
    kinds = Counter(
        resource["type"]
        for resource in state["deployment"]["resources"]
        if resource["type"].startswith("alicloud:") and resource.get("custom")
    )
    return "\n".join(f"{count:2} {kind.rpartition(':')[2]}" for kind, count in sorted(kinds.items()))


if __name__ == "__main__":
    sys.exit(main())
