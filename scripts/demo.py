"""`make demo`: the main job from a stack file to a real pull, against the sandbox, told as it happens."""

from __future__ import annotations

import sys
from typing import Any

from scripts.account import Account
from scripts.demos.steps import (
    NotAsPromised,
    created,
    destroyed,
    place_of,
    plan_of,
    provisioned,
    pulled,
    removed,
    stack_file,
    works,
)
from scripts.proof import LARGE, Proof
from scripts.showing import show, summary, timed, title
from scripts.workplace import CommandFailed, Workplace

CLIENT = "ecs2"


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


def _main_job(place: Workplace) -> list[str]:
    """The lines of the summary."""
    plan = _planned(place)
    proof = Proof(place, CLIENT, plan)
    title("4. pulumi up: the real engine and the real provider")
    made = provisioned(place, "dev", [proof])
    seen = _previewed(place)
    _pulled(proof)
    right = _proved(place, proof)
    title("9. pulumi destroy")
    gone = destroyed(place, [proof])
    hosts = sum(len(leg["hosts"]) for leg in plan["legs"])
    return [
        f"found           {hosts} hosts on {sum(len(leg['prefixes']) for leg in plan['legs'])} prefixes, by asking",
        f"routes          {created(plan)}; the rest is learned or built in",
        f"pulumi up       {made}",
        f"second preview  {seen}",
        f"pulls           failed before, worked with, failed after; {right} routes taken away one by one, as planned",
        f"pulumi destroy  {gone}",
        "Basic Edition   refused before anything was made",
    ]


def _planned(place: Workplace) -> dict[str, Any]:
    title("1. A stack file: who must reach which registry")
    show(stack_file(place, "dev"))

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


def _previewed(place: Workplace) -> str:
    title("5. A second preview, against the live tables")
    with timed("pulumi preview --refresh"):
        seen = summary(place.pulumi("preview", "--refresh", "--expect-no-changes").output)
    show(seen)
    show(place.acree("trace", "shanghai", "oss", "--stack", "dev").output)
    return seen


def _pulled(proof: Proof) -> None:
    title(f"6. A real pull from {CLIENT}, through routes of the Linux kernel")
    pulled(proof)
    for prefix in proof.ranges():
        proof.move_storage(str(prefix[7]))
        show(f"object storage moved to {prefix[7]}: a pull {works(proof.pull(LARGE))}")


def _proved(place: Workplace, proof: Proof) -> int:
    """How many routes were taken away, each breaking just what the plan says."""
    title("7. Every created route, taken away and put back")
    right = removed(place, proof.removals(Account(place.variables)))
    title("8. acree resolve --check: nothing of ours looks foreign")
    show(place.acree("resolve", "-q", "--stack", "dev", "--check").output)
    return right


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


if __name__ == "__main__":
    sys.exit(main())
