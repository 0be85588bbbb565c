"""The demo of a way that acree plans and asks about: what to make by hand, what is rendered, what nobody tried."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent
from typing import Any

from scripts.demos.steps import NotAsPromised, open_facts, plan_of, stack_file
from scripts.showing import show, summary, timed, title
from scripts.sites import SITE
from scripts.workplace import Workplace

RULE = "G4"
REFUSED = 5
"""Exit code of `acree` when rules stop a stack."""
USAGE = 2
_CONFIG = "config:\n"
CONFIRMED = f"""  acree:rules:
    {RULE}: {{severity: warn, reason: "only to show what is rendered: nobody has pulled this way"}}
"""


def tell(place: Workplace, kind: str) -> list[str]:
    """What is truthful of a Smart Access Gateway; returns the lines of the summary."""
    title("1. A stack file: a data center behind a Smart Access Gateway")
    show(stack_file(place, kind))
    title("2. acree resolve and plan: the ways, what to make by hand, what official pages leave open")
    with timed("resolve"):
        place.acree("resolve", "-q", "--stack", kind)
    show(place.acree("plan", "--stack", kind).output.partition("\nFindings\n")[0])
    plan = plan_of(place, kind)
    title("3. acree lint asks, and until it is answered nothing is provisioned or rendered")
    _asks(place, kind)
    title("4. No packet is tried")
    show(_untried(plan))
    title("5. Once somebody has tried it: the rule is lowered, with a reason")
    unmade = _confirmed(place, kind)
    by_hand = len(plan["premises"]["service_entries"])
    return [
        f"asked           {RULE}: lint, preview and onprem stop until the rule is lowered with a reason",
        f"by hand         {by_hand} AnyTunnel entries, to be made in the CEN console; acree makes none of them",
        f"pulumi preview  {unmade}: what the engine keeps of the stack, nothing in the cloud",
        "rendered        what the site must reach, firewall openings, names; no device: the gateway is one",
        f"tried           no packet: what the service does here is not known ({open_facts(plan)})",
    ]


def _asks(place: Workplace, kind: str) -> None:
    """Lint, the engine and the renderer each stop, and name the rule."""
    asked = place.acree("lint", "--stack", kind, expect=REFUSED).output
    show(dedent(asked.partition("\nFindings\n")[2].partition("\n  warn ")[0]))
    rendered = place.acree("onprem", SITE, "--family", "table", "--stack", kind, expect=REFUSED).output
    show(f"acree onprem: {rendered.splitlines()[0].removeprefix('acree: ').rstrip(':')}")
    place.select(kind)
    done = place.pulumi("preview", expect=None)
    if done.code == 0 or f"{RULE} " not in done.output:
        raise NotAsPromised(f"`pulumi preview` should have been stopped by {RULE}")
    show(f"pulumi preview: stopped by {RULE}, before any resource")


def _untried(plan: Mapping[str, Any]) -> str:
    """Why nothing is pulled, from the plan's own notes."""
    notes = [note for way in plan["premises"]["ways"] for note in way["notes"]]
    why = (
        "The sandbox could forward one, but only since its world file says `any-tunnel: accepts`; whether the service",
        "does nobody knows, so a pull would show that assumption and nothing else:",
        *notes,
        "Who has a gateway makes an entry and tries a pull; that alone can show whether this way works.",
        "What follows if it does: make demo SITE=smart-access-gateway-create",
    )
    return "\n".join(why)


def _confirmed(place: Workplace, kind: str) -> str:
    """Lower the rule in the copy of the stack file, show what is rendered; returns what the engine would make."""
    path = place.project / "stacks" / f"Pulumi.{kind}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(_CONFIG, _CONFIG + CONFIRMED, 1), encoding="utf-8")  # the engine has added to its end
    show(dedent(CONFIRMED))
    show(place.acree("lint", "--stack", kind).output.splitlines()[-1])
    with timed("pulumi preview"):
        preview = place.pulumi("preview").output
    if "alicloud:" in preview:
        raise NotAsPromised("nothing of the cloud should be made for this way")
    unmade = summary(preview)
    show(unmade)
    target = place.folder / "rendered"
    for family in ("table", "hosts"):
        place.acree("onprem", SITE, "--family", family, "--stack", kind, "--output", str(target))
        for file in sorted((target / family).iterdir()):
            show(f"{SITE}: {family}/{file.name}")
    show((target / "hosts" / f"{SITE}.hosts").read_text(encoding="utf-8"))
    tunnels = place.acree("onprem", SITE, "--family", "strongswan", "--stack", kind, expect=USAGE).output
    show(f"acree onprem --family strongswan: {tunnels.strip().removeprefix('acree: ')}")
    return unmade
