"""`make demo SITE=<kind>`: a data center's way from a stack file to a real pull through its device."""

from __future__ import annotations

import os
import sys

from scripts.account import Account
from scripts.demo import FOLDER, UP, NotAsPromised, fails, place_of, plan_of, works
from scripts.proof import LARGE
from scripts.showing import show, summary, timed, title, watched
from scripts.site_proof import SiteProof
from scripts.sites import DEVICES, HOST, SITE, ends, loaded
from scripts.workplace import CommandFailed, Workplace


def main(kind: str) -> int:
    """Run everything for one kind; the exit code is 0 when each step did what it should."""
    if kind not in DEVICES:
        print(f"wanted SITE to be one of {', '.join(DEVICES)}, found {kind}", file=sys.stderr)
        return 2
    try:
        with place_of(kind, network=True) as place:
            _story(place, kind)
    except (CommandFailed, NotAsPromised) as failed:
        print(f"\nthe demo stopped: {failed}", file=sys.stderr)
        return 1
    print(f"\nThe sandbox is down; what it did lies in {FOLDER.name}/{kind}. Next: docs/how-to/{kind}.md.")
    return 0


def _story(place: Workplace, kind: str) -> None:
    title("1. A stack file: a data center, and how it is connected")
    show((place.project / "stacks" / f"Pulumi.{kind}.yaml").read_text(encoding="utf-8"))
    title("2. acree plan: every table on the way, the device's own too")
    show(place.acree("plan", "--stack", kind).output)
    title("3. pulumi up: the cloud's end")
    before = SiteProof(place, plan_of(place, kind))
    show(f"before: a pull from {HOST} {fails(before.pull())}")
    place.select(kind)
    with timed("pulumi up, resources made:"):
        made = summary(watched(place, *UP))
    show(made)
    with timed("acree resolve learns the cloud's addresses"):
        place.acree("resolve", "-q", "--stack", kind)
    title("4. acree onprem: the device's end")
    with loaded(place, kind) as (folder, names):
        proof = SiteProof(place, plan_of(place, kind), folder, names)
        files = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
        show("\n".join(f"{SITE}: {path}" for path in files if len(path.parts) > 1))
        show(f"every leg answers: {works(proof.ready())}")
        _pulled(proof)
        _removed(place, proof)
        if DEVICES[kind].tunnels:
            _cut(proof, ends(place))
        title("8. pulumi destroy")
        with timed("pulumi destroy, resources deleted:"):
            gone = summary(watched(place, "destroy", "--yes", "--skip-preview"))
        show(gone)
        show(f"after: a pull from {HOST} {fails(proof.pull_within(10))}")


def _pulled(proof: SiteProof) -> None:
    title(f"5. A real pull from {HOST}, behind the device")
    show(f"crane pull of a small image {works(proof.pull())}")
    show(f"crane pull of 50 MB in five layers {works(proof.pull(LARGE))}")
    show(f"crane push {works(proof.push('demo'))}")


def _removed(place: Workplace, proof: SiteProof) -> None:
    title("6. Every created route, taken away and put back")
    for removal in proof.removals(Account(place.variables)):
        show(removal.line())
        if not removal.right:
            raise NotAsPromised("a route's loss breaks something else than the plan says")
    with timed("pulumi up --refresh makes again what was deleted by hand"):
        place.pulumi("up", "--refresh", "--yes", "--skip-preview")


def _cut(proof: SiteProof, both: list[str]) -> None:
    title("7. The first tunnel is cut, then both")
    with proof.cut(both[0]):
        seconds = proof.failover()
        if seconds is None:
            raise NotAsPromised("the second tunnel should take over")
        show(f"every leg answers again after {seconds:.1f} s; a pull {works(proof.pull())}")
    show(f"the first one is back: {works(proof.ready())}")
    with proof.cut(*both):
        if proof.leaks().clear:
            raise NotAsPromised("packets for the registry left in clear text")
        show("both cut: nothing for the registry leaves the device in clear text")


if __name__ == "__main__":
    sys.exit(main(os.environ.get("SITE", "")))
