"""Rails: what a difference may not do unless somebody says that it is meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from acree_infra.routing.diff import Change, Diff, RouteChange
from acree_infra.routing.nouns import Origin

MOST_CHANGED = 30
"""Percent of the rows before that may be removed or changed in one go."""
FROM_ROUTES = 10
"""In a smaller plan every change is a large part of it: the share says nothing."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A difference that meets a rail.

    Attributes:
        rail: name, and the key of `--accept`.
        number: what was found.
        limit: what is allowed.
        message: both in words, with what they count.
        accepted: the reason why it is meant; empty while it refuses.
    """

    rail: str
    number: int
    limit: int
    message: str
    accepted: str = ""

    @property
    def key(self) -> str:
        """The option that lifts it."""
        return f"--accept {self.rail}=REASON"


def _too_much_change(diff: Diff) -> Refusal | None:
    """Counts what the stack makes or learns; built-in rows cannot be changed."""
    rows = [row for row in diff.routes if row.before is not None and row.before.origin is not Origin.BUILT_IN]
    gone = sum(_gone_or_other(row) for row in rows)
    if len(rows) < FROM_ROUTES or gone * 100 <= MOST_CHANGED * len(rows):
        return None
    share = gone * 100 // len(rows)
    message = (
        f"{gone} of {len(rows)} routes are removed or changed: {share} %, "
        f"expected at most {MOST_CHANGED} % from {FROM_ROUTES} routes on"
    )
    return Refusal("too-much-change", share, MOST_CHANGED, message)


def _gone_or_other(row: RouteChange) -> bool:
    """Whether a row of before is removed, sends elsewhere, or comes from elsewhere; who uses it does not count."""
    if row.before is None or row.after is None:
        return row.after is None
    return (row.before.hop, row.before.origin) != (row.after.hop, row.after.origin)


def _hop_change(diff: Diff) -> Refusal | None:
    changed = diff.count(Change.HOP_CHANGED)
    if not changed:
        return None
    subject = "1 route sends" if changed == 1 else f"{changed} routes send"
    message = f"{subject} elsewhere, expected 0: service is interrupted, each is gone for a moment while it is replaced"
    return Refusal("hop-change", changed, 0, message)


RAILS = {"too-much-change": _too_much_change, "hop-change": _hop_change}
"""Every rail by its name."""


def refusals(diff: Diff, accepted: Mapping[str, str]) -> tuple[Refusal, ...]:
    """The rails that a difference meets.

    Args:
        diff: the difference.
        accepted: the reason by rail, where a person says that it is meant.
    """
    found = (check(diff) for check in RAILS.values())
    return tuple(
        Refusal(r.rail, r.number, r.limit, r.message, accepted.get(r.rail, "")) for r in found if r is not None
    )
