"""What was not done, and why: only what truly depends on a check that did not pass is skipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from acree_infra.doctor.checks import STEPS, Check
from acree_infra.doctor.result import CheckResult, Outcome
from acree_infra.routing.nouns import LegId

_LINES = ("tcp", "tls")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user left out.

    Attributes:
        legs: the legs that are wanted.
        skipped: names of checks that are not wanted.
        image: whether an image was named.
    """

    legs: tuple[LegId, ...]
    skipped: frozenset[str]
    image: bool


def skips(results: Iterable[CheckResult], wishes: Wishes) -> tuple[CheckResult, ...]:
    """A SKIP for everything that gave no result."""
    done = list(results)
    return (*_lines(done), *_steps(done, wishes))


def _lines(done: list[CheckResult]) -> Iterator[CheckResult]:
    """Phases behind a phase that failed, for the same host and address."""
    for result in done:
        if result.outcome is not Outcome.FAIL:
            continue
        if result.check == "dns":
            for check in ("address", *_LINES):
                yield _skip(check, result.leg, f"dns of {result.host} failed", host=result.host)
        elif result.check == "tcp":
            reason = f"tcp to {result.address} failed"
            yield _skip("tls", result.leg, reason, host=result.host, address=result.address)


def _steps(done: list[CheckResult], wishes: Wishes) -> Iterator[CheckResult]:
    """Steps of the pull that were not reached."""
    outcomes: dict[tuple[LegId, str], str] = {}
    for step in STEPS:
        found = [result for result in done if (result.leg, result.check) == (step.leg, step.name)]
        passed = any(result.passed for result in found)
        why = "" if passed else f"{step.name} of the {step.leg} leg did not pass"
        if not found:
            why = _why(step, outcomes, done, wishes)
            if step.leg in wishes.legs:
                yield _skip(step.name, step.leg, why)
        outcomes[step.leg, step.name] = why


def _why(step: Check, outcomes: dict[tuple[LegId, str], str], done: list[CheckResult], wishes: Wishes) -> str:
    if step.leg not in wishes.legs:
        return f"the {step.leg} leg is left out"
    if step.name in wishes.skipped:
        return f"{step.name} is left out by --skip"
    for leg, name in step.needs:
        if (leg, name) in outcomes:
            if outcomes[leg, name]:
                return outcomes[leg, name]
        elif not any(result.passed for result in done if (result.leg, result.check) == (leg, name)):
            return f"no {name} of the {leg} leg passed"
    if step.name == "manifest" and not wishes.image:
        return "no image was named: --image REPOSITORY[:TAG|@DIGEST]"
    return _SETTLED.get(step.name, "nothing came that it could check")


_SETTLED = {
    "realm": "the registry asks for no token",
    "token": "the registry asks for no token",
    "redirect": "the registry sent the layer itself",
    "storage": "the registry sent the layer itself",
}
"""What settles a step without a result although all that it needs has passed."""


def _skip(check: str, leg: LegId, why: str, *, host: str = "", address: str = "") -> CheckResult:
    return CheckResult(check, leg, host, address, Outcome.SKIP, cause=f"skipped: {why}")
