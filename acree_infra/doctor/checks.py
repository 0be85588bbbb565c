"""The checks of each leg in the order of a pull, and what each one truly needs."""

from __future__ import annotations

from dataclasses import dataclass

from acree_infra.routing.nouns import LegId

REGISTRY, AUTH, OSS = LegId.REGISTRY, LegId.AUTH, LegId.OSS
COMMON = ("dns", "address", "tcp", "tls")
"""Checks of every host of every leg."""
ROUTES = ("plan", "live")
"""Checks of routes: of the plan, and of the cloud's tables."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check that a leg has once.

    Attributes:
        name: its name.
        leg: its leg.
        needs: what must have passed, as (leg, check); one that passed at any address is enough.
    """

    name: str
    leg: LegId
    needs: tuple[tuple[LegId, str], ...]


STEPS = (
    Check("challenge", REGISTRY, ((REGISTRY, "tls"),)),
    Check("realm", AUTH, ((REGISTRY, "challenge"),)),
    Check("token", AUTH, ((AUTH, "realm"), (AUTH, "tls"))),
    Check("manifest", REGISTRY, ((REGISTRY, "challenge"), (AUTH, "token"))),
    Check("blob", REGISTRY, ((REGISTRY, "manifest"),)),
    Check("redirect", OSS, ((REGISTRY, "blob"),)),
    Check("storage", OSS, ((OSS, "redirect"), (OSS, "tls"))),
    Check("digest", OSS, ((OSS, "storage"),)),
)
"""The steps of a pull, in its order."""

NAMES = (*COMMON, *ROUTES, *(step.name for step in STEPS))
"""Every name that `--skip` knows beside the legs."""
