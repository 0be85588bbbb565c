"""The demo of a data center whose device is loaded with what is rendered for it."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from scripts.account import Account
from scripts.demos.steps import (
    NotAsPromised,
    created,
    destroyed,
    open_facts,
    plan_of,
    provisioned,
    pulled,
    removed,
    stack_file,
    works,
)
from scripts.showing import show, timed, title
from scripts.site_proof import SiteProof
from scripts.sites import DEVICES, HOST, SITE, configured, ends, loaded
from scripts.workplace import Workplace

_WRITTEN = {".log", ".pid"}


def tell(place: Workplace, kind: str) -> list[str]:
    """Everything for one kind, which `DEVICES` of `scripts.sites` has; returns the lines of the summary."""
    title("1. A stack file: a data center, and how it is connected")
    show(stack_file(place, kind))
    title("2. acree plan: every table on the way, the device's own too")
    show(place.acree("plan", "--stack", kind).output)
    title("3. pulumi up: the cloud's end")
    if configured(place, kind):
        show(f"pulumi config set --secret: {', '.join(DEVICES[kind].keys)}; keys of the tunnels, which no output shows")
    made = provisioned(place, kind, [SiteProof(place, plan_of(place, kind))])
    with timed("acree resolve learns the cloud's addresses"):
        place.acree("resolve", "-q", "--stack", kind)
    title("4. acree onprem: the device's end")
    with loaded(place, kind) as (folder, names):
        plan = plan_of(place, kind)
        proof = SiteProof(place, plan, folder, names)
        files = _files(folder)
        show("\n".join(f"{SITE}: {path}" for path in files))
        show(f"loaded: every leg answers: {works(proof.ready())}")
        title(f"5. A real pull from {HOST}, behind the device")
        pulled(proof)
        show(f"acree doctor on {HOST}: {_healthy(proof, kind)}")
        title("6. Every created route, taken away and put back")
        right = removed(place, proof.removals(Account(place.variables)))
        cut = _cut(place, proof, kind) if DEVICES[kind].tunnels else []
        title(f"{8 if cut else 7}. pulumi destroy")
        gone = destroyed(place, [proof])
    return [
        f"routes          {created(plan)}; the rest is learned or built in",
        f"pulumi up       {made}",
        f"the data center loaded with what acree rendered and nothing else; files: {len(files)}",
        "pulls           failed before, worked with, failed after",
        f"created routes  {right}, each taken away and put back: what failed meanwhile was what the plan says",
        *cut,
        f"pulumi destroy  {gone}",
        f"not known       {open_facts(plan)} (the plan has the texts): the sandbox assumes that it works",
    ]


def _files(folder: Path) -> list[Path]:
    """What is rendered, below a folder for each family; charon writes some of its own beside it."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.suffix not in _WRITTEN)
    return sorted(path for path in files if len(path.parts) > 1)


def _healthy(proof: SiteProof, stack: str) -> str:
    """What the doctor says of each leg; NotAsPromised when one is not well."""
    found = proof.doctor(stack)
    told = ", ".join(f"{leg} {outcome}" for leg, outcome in found.items())
    if set(found.values()) != {"ok"}:
        raise NotAsPromised(f"every leg should be well, and the doctor says: {told}")
    return told


def _cut(place: Workplace, proof: SiteProof, kind: str) -> list[str]:
    """Cut the way that is used, then all of them; returns lines of the summary."""
    line, both = DEVICES[kind].line, ends(place)
    first = f"the line at {line}" if line else "the first tunnel"
    title(f"7. {first.capitalize()} is cut, then every way")
    with proof.cut_line(line) if line else proof.cut(both[0]):
        seconds = proof.failover()
        if seconds is None:
            raise NotAsPromised(f"pulls should go on when {first} is cut")
        show(f"{first} cut: every leg answers again after {seconds:.1f} s; a pull {works(proof.pull())}")
    show(f"{first} mended: every leg answers: {works(proof.ready())}")
    with proof.cut_line(line) if line else nullcontext(), proof.cut(*both):
        if proof.leaks().clear:
            raise NotAsPromised("packets for the registry left in clear text")
        show("every way cut: nothing for the registry leaves the device in clear text")
    return [
        f"one way cut     {first}: pulls go on over another one after {seconds:.1f} s",
        "all ways cut    nothing for the registry left the device in clear text",
    ]
