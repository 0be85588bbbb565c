"""`make demo`: the main job from a stack file to provisioned routes, against the sandbox, told as it happens."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from scripts.account import Account
from scripts.proof import LARGE, Proof
from scripts.workplace import ROOT, CommandFailed, Workplace

FOLDER = ROOT / ".acree-demo"
CLIENT = "ecs2"
UP = ("up", "--yes", "--skip-preview")


def main() -> int:
    """Run everything; the exit code is 0 when each step did what it should."""
    try:
        with Workplace(FOLDER / "dev", ROOT / "stacks" / "worlds" / "dev.yaml", os.environ, network=True) as place:
            _main_job(place)
        with Workplace(FOLDER / "basic", ROOT / "stacks" / "worlds" / "refused-basic.yaml", os.environ) as place:
            _refusal(place)
    except CommandFailed as failed:
        print(f"\nthe demo stopped: {failed}", file=sys.stderr)
        return 1
    print("\nThe demo is over: the sandboxes are down, what they did lies in .acree-demo/.")
    print("Next: README.md, “A first real deployment”.")
    return 0


def _main_job(place: Workplace) -> None:
    plan = _planned(place)
    proof = Proof(place, CLIENT, plan)
    _provisioned(place, proof)
    _proved(place, proof)
    _destroyed(place, proof)


def _planned(place: Workplace) -> dict[str, Any]:
    _title("1. A stack file: who must reach which registry")
    print(_indented((place.project / "stacks" / "Pulumi.dev.yaml").read_text(encoding="utf-8")))

    _title("2. acree resolve: find the three endpoints and the networks")
    place.sandbox("reset")
    with _timed("resolve"):
        place.acree("resolve", "--stack", "dev")
    plan: dict[str, Any] = json.loads(place.acree("plan", "--stack", "dev", "--format", "json").output)
    for leg in plan["legs"]:
        print(f"  {leg['leg']:<9} {', '.join(leg['hosts'])}")
        print(f"  {'':<9} {', '.join(leg['prefixes'])}  ({leg['source']})")

    _title("3. acree plan and lint: every route in every table, there and back")
    print(_indented(place.acree("plan", "--stack", "dev").output))
    print(_indented(place.acree("lint", "--stack", "dev").output.splitlines()[0]))
    return plan


def _provisioned(place: Workplace, proof: Proof) -> None:
    _title("4. pulumi up: the real engine and the real provider")
    print(f"  before: a pull from {CLIENT} {_works(proof.pull())}")
    place.select("dev")
    place.pulumi("destroy", "--yes", "--skip-preview")
    with _timed("pulumi up"):
        made = place.pulumi(*UP).output
    print(_indented(_resources(place)))
    print(f"  {_summary(made)}")

    _title("5. A second preview, against the live tables")
    with _timed("pulumi preview --refresh"):
        seen = place.pulumi("preview", "--refresh", "--expect-no-changes").output
    print(f"  {_summary(seen)}")
    print(_indented(place.acree("trace", "shanghai", "oss", "--stack", "dev").output))


def _proved(place: Workplace, proof: Proof) -> None:
    _title(f"6. A real pull from {CLIENT}, through routes of the Linux kernel")
    print(f"  crane pull of a small image {_works(proof.pull())}, of 50 MB in five layers {_works(proof.pull(LARGE))}")
    print(f"  crane push {_works(proof.push('demo'))}")
    for prefix in proof.ranges():
        proof.move_storage(str(prefix[7]))
        print(f"  object storage moved to {prefix[7]}: a pull {_works(proof.pull(LARGE))}", flush=True)

    _title("7. Every created route, taken away and put back")
    for removal in proof.removals(Account(place.variables)):
        table, legs = removal.route["table"], ", ".join(removal.failed) or "nothing"
        verdict = "as planned" if removal.right else f"PLANNED: {', '.join(removal.route['legs'])}"
        where = f"{table['kind']} {table['owner']}"
        print(f"  {where:<38} {removal.route['destination']:<18} without it fails: {legs:<20} {verdict}", flush=True)
    with _timed("pulumi up --refresh makes again what was deleted by hand"):
        place.pulumi("up", "--refresh", "--yes", "--skip-preview")

    _title("8. acree resolve --check: nothing of ours looks foreign")
    print(_indented(place.acree("resolve", "-q", "--stack", "dev", "--check").output))


def _destroyed(place: Workplace, proof: Proof) -> None:
    _title("9. pulumi destroy")
    with _timed("pulumi destroy"):
        gone = place.pulumi("destroy", "--yes", "--skip-preview").output
    print(f"  {_summary(gone)}")
    print(f"  after: a pull from {CLIENT} {_works(proof.pull())}")


def _refusal(place: Workplace) -> None:
    _title("10. Refused: a Basic Edition transit router between regions")
    place.sandbox("reset")
    place.acree("resolve", "--stack", "refused-basic")
    place.select("refused-basic")
    done = place.pulumi("preview", expect=None)
    if done.code == 0:
        raise CommandFailed(("pulumi", "preview"), done.code, "it should have been refused")
    lines = [line for line in done.output.splitlines() if "G1" in line or "Basic" in line]
    print(_indented("\n".join(lines)))


def _works(done: bool) -> str:  # noqa: FBT001  # it words a truth value
    return "works" if done else "fails"


def _resources(place: Workplace) -> str:
    state = json.loads(place.pulumi("stack", "export").output)
    kinds = Counter(
        resource["type"]
        for resource in state["deployment"]["resources"]
        if resource["type"].startswith("alicloud:") and resource.get("custom")
    )
    return "\n".join(f"{count:4} {kind.rpartition(':')[2]}" for kind, count in sorted(kinds.items()))


def _summary(output: str) -> str:
    """The engine's own count of what it did."""
    found = re.search(r"Resources:\n((?: +.*\n)+)", output)
    return "; ".join(line.strip() for line in found[1].splitlines()) if found else output.strip().splitlines()[-1]


@contextmanager
def _timed(what: str) -> Iterator[None]:
    print(f"  {what} …", end=" ", flush=True)
    start = time.monotonic()
    yield
    print(f"{time.monotonic() - start:.1f} s")


def _title(text: str) -> None:
    print(f"\n== {text}\n", flush=True)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.rstrip().splitlines())


if __name__ == "__main__":
    sys.exit(main())
