"""One run of the doctor: follow the pull, judge what was seen, say what was not done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from acree_infra.doctor.case import Case
from acree_infra.doctor.checks import NAMES
from acree_infra.doctor.facts import Fact
from acree_infra.doctor.job import Order, make_job
from acree_infra.doctor.judge.judges import judged
from acree_infra.doctor.observer import Observer, Silent
from acree_infra.doctor.result import UNSAFE, CheckResult, DoctorReport, LegResult, Outcome
from acree_infra.doctor.skips import Wishes, skips
from acree_infra.doctor.vantage import Vantage
from acree_infra.errors import ConfigError
from acree_infra.routing.nouns import ALL_LEGS
from acree_infra.topology.found import nearest

_PAUSE = 2.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a run is repeated until it passes.

    Attributes:
        seconds: 0 for one run only.
        pause: seconds between two runs.
        clock: a clock that never goes back, in seconds.
        sleep: waits that many seconds.
    """

    seconds: float = 0.0
    pause: float = _PAUSE
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


Live = Callable[[], Iterable[CheckResult]]
"""Reads the cloud's tables and judges every planned route."""


def examine(
    case: Case,
    order: Order,
    vantage: Vantage,
    *,
    live: Live | None = None,
    waiting: Waiting | None = None,
    observer: Observer | None = None,
) -> DoctorReport:
    """Follow the pull until it passes or the time is up; the last run counts.

    A run that was stopped for safety is not repeated.

    Raises:
        AcreeError: the probe could not be run at its vantage.
    """
    waiting, watcher = waiting or Waiting(), observer or Silent()
    deadline, attempt = waiting.clock() + waiting.seconds, 0
    while True:
        attempt += 1
        watcher.begin(vantage.name, attempt)
        report = _once(case, order, vantage, live, watcher)
        left = deadline - waiting.clock()
        if report.exit_code in {0, UNSAFE} or left <= 0:
            watcher.end(report)
            return report
        waiting.sleep(min(waiting.pause, left))


def _once(case: Case, order: Order, vantage: Vantage, live: Live | None, observer: Observer) -> DoctorReport:
    started = time.perf_counter()
    results: list[CheckResult] = []

    def keep(found: Iterable[CheckResult]) -> None:
        for result in found:
            shown = _as_wished(result, order.wishes)
            known = shown.outcome is not Outcome.OK and shown in results  # two blobs may meet the same trouble
            if shown.leg in order.wishes.legs and not known:
                results.append(shown)
                observer.checked(shown)

    def take(fact: Fact) -> None:
        keep(judged(case, fact))

    vantage.follow(make_job(case, order), take)
    if live is not None:
        keep(live())
    keep(skips(list(results), order.wishes))
    took = round((time.perf_counter() - started) * 1000, 1)
    image = str(case.image) if case.image else ""
    return DoctorReport(case.stack.name, vantage.name, image, _legs(results, order.wishes), took)


def _as_wished(result: CheckResult, wishes: Wishes) -> CheckResult:
    if result.check not in wishes.skipped or result.outcome is Outcome.SKIP:
        return result
    return replace(result, outcome=Outcome.SKIP, code="", cause="skipped: left out by --skip", remedy="")


def _legs(results: Sequence[CheckResult], wishes: Wishes) -> tuple[LegResult, ...]:
    def order(result: CheckResult) -> tuple[int, str, str]:
        return NAMES.index(result.check), result.host, result.address

    return tuple(
        LegResult(leg, tuple(sorted((result for result in results if result.leg is leg), key=order)))
        for leg in wishes.legs
    )


def parse_wishes(only: Sequence[str], skip: Sequence[str], *, image: bool) -> Wishes:
    """What is wanted, from `--only LEG` and `--skip LEG|CHECK`.

    Raises:
        ConfigError: a name is neither a leg nor a check, or nothing is left.
    """
    legs = {str(leg) for leg in ALL_LEGS}
    for option, given, known in (("--only", only, legs), ("--skip", skip, {*legs, *NAMES})):
        for name in given:
            if name not in known:
                expected = ", ".join(sorted(known))
                close = nearest(name, sorted(known))
                meant = f"did you mean {close!r}?" if close else ""
                raise ConfigError(f"{option}: expected one of {expected}, found {name!r}", remedy=meant)
    wanted = tuple(leg for leg in ALL_LEGS if (not only or leg in only) and leg not in skip)
    if not wanted:
        raise ConfigError("--only and --skip leave no leg", remedy="leave one of them out")
    return Wishes(wanted, frozenset(name for name in skip if name not in legs), image)
