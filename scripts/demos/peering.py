"""The demo of VPCs that are peered with the service VPC, without a CEN."""

from __future__ import annotations

from scripts.account import Account
from scripts.demos.steps import created, destroyed, plan_of, provisioned, pulled, removed, stack_file
from scripts.proof import Proof
from scripts.removals import removals
from scripts.showing import show, summary, timed, title
from scripts.workplace import Workplace

CLIENTS = ("ecs2", "ci-runner")
"""A host of the client in another region, and one of the client in the registry's own."""


def tell(place: Workplace, kind: str) -> list[str]:
    """Everything for the two clients of the example stack; returns the lines of the summary."""
    title("1. A stack file: two VPCs, peered with the registry's; no CEN")
    show(stack_file(place, kind))
    title("2. acree plan: every table on the way")
    plan = plan_of(place, kind)
    proofs = [Proof(place, host, plan) for host in CLIENTS]
    show(place.acree("plan", "--stack", kind).output)
    title("3. pulumi up, and a second preview against the live tables")
    made = provisioned(place, kind, proofs)
    with timed("pulumi preview --refresh"):
        seen = summary(place.pulumi("preview", "--refresh", "--expect-no-changes").output)
    show(seen)
    title(f"4. Real pulls from {' and '.join(CLIENTS)}, through the peerings")
    for proof in proofs:
        show(f"from {proof.host}:")
        pulled(proof)
    title("5. Every created route, taken away and put back")
    right = removed(place, removals(proofs, Account(place.variables)))
    title("6. pulumi destroy")
    gone = destroyed(place, proofs)
    return [
        f"routes          {created(plan)}; the rest is built in",
        f"pulumi up       {made}",
        f"second preview  {seen}",
        "pulls           of both failed before, worked with, failed after",
        f"created routes  {right}, each taken away and put back: what failed meanwhile was what the plan says",
        f"pulumi destroy  {gone}",
        "not shown       whether a VPC of the real service takes routes in 100.64.0.0/10 (G12)",
    ]
