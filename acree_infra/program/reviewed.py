"""The gate of a reviewed plan: an update goes on only with the very plan that somebody has read."""

from __future__ import annotations

import re

from acree_infra.errors import ConfigError, PolicyError
from acree_infra.routing.plan_model import Plan

VARIABLE = "ACREE_PLAN_SHA256"
"""Environment variable in which the program is told the reviewed digest: it plans anew, and the files may have
changed since the gate was passed."""

_DIGEST = re.compile(r"(sha256:)?([0-9a-f]{64})")


def digest_of(text: str) -> str:
    """A digest as a plan writes it, from what somebody gave.

    Raises:
        ConfigError: it is none.
    """
    found = _DIGEST.fullmatch(text.strip().lower())
    if found is None:
        raise ConfigError(
            f"expected the SHA-256 digest of a plan, 64 digits of base 16, found {text!r}",
            remedy="`acree plan -f json` tells it under `digest`",
        )
    return f"sha256:{found[2]}"


def refuse_other_plan(plan: Plan, reviewed: str) -> None:
    """Let only the reviewed plan pass.

    Args:
        plan: the plan in hand.
        reviewed: digest of the one that was reviewed; empty lets every plan pass.

    Raises:
        ConfigError: that is no digest.
        PolicyError: it is another plan.
    """
    if reviewed and plan.digest != digest_of(reviewed):
        raise PolicyError(
            f"the plan of stack {plan.stack} is not the reviewed one: expected {digest_of(reviewed)}, "
            f"found {plan.digest}",
            remedy="stack file, lock file or acree itself changed since; have it reviewed again: "
            f"acree diff -s {plan.stack}",
        )
