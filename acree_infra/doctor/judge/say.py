"""How a judge says something: fine, or one of the named outcomes; never in words of its own."""

from __future__ import annotations

from acree_infra.doctor.case import Case
from acree_infra.doctor.catalogue import CATALOGUE
from acree_infra.doctor.facts import Fact
from acree_infra.doctor.result import CheckResult, Outcome
from acree_infra.routing.nouns import LegId


def fine(case: Case, fact: Fact, check: str, note: str = "", leg: LegId | None = None) -> CheckResult:
    """A check that passed; a slow one is told.

    Args:
        case: holds the limit.
        fact: what was seen.
        check: name of the check.
        note: what a person may want to know.
        leg: leg of the check, when it is not that of the fact.
    """
    limit = case.limits.phase_milliseconds
    if fact.milliseconds is not None and fact.milliseconds > limit:
        return named(fact, check, "slow", leg=leg, phase=check, milliseconds=fact.milliseconds, limit=limit)
    return CheckResult(
        check,
        leg or fact.leg,
        fact.host,
        fact.address,
        Outcome.OK,
        cause=one_line(note),
        milliseconds=fact.milliseconds,
    )


def named(fact: Fact, check: str, code: str, leg: LegId | None = None, **fields: object) -> CheckResult:
    """A named outcome; host and address of the fact fill its text, with whatever else it needs."""
    outcome = CATALOGUE[code]
    told = {"host": fact.host, "address": fact.address, **fields}
    return CheckResult(
        check,
        leg or fact.leg,
        fact.host,
        fact.address,
        outcome.outcome,
        code,
        one_line(outcome.cause.format(**told)),
        one_line(outcome.remedy.format(**told)),
        fact.milliseconds,
    )


def one_line(text: str) -> str:
    """A text that others had a hand in: on one line, without control characters, of a length that can be shown."""
    clean = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(clean.split())[:400]
