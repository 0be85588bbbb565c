"""Several hosts at once: each follows the pull for itself, and one that cannot be asked hides none of the others."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from acree_infra.doctor.result import UNSAFE, CheckResult, DoctorReport
from acree_infra.doctor.run import Live
from acree_infra.doctor.vantage import Place
from acree_infra.errors import AcreeError

_AT_ONCE = 64
P = TypeVar("P", bound=Place)


@dataclass(frozen=True, slots=True)
class Unseen:
    """A host from which nothing was seen.

    Attributes:
        vantage: how reports call it.
        error: why.
    """

    vantage: str
    error: AcreeError


@dataclass(frozen=True, slots=True)
class Survey:
    """What was seen from several hosts.

    Attributes:
        reports: one for each host that could be asked, in the order in which they were named.
        unseen: the others.
    """

    reports: tuple[DoctorReport, ...]
    unseen: tuple[Unseen, ...]

    @property
    def exit_code(self) -> int:
        """5 when any was stopped for safety; else that of a host that could not be asked; else the reports' own."""
        codes = [report.exit_code for report in self.reports]
        if UNSAFE in codes:
            return UNSAFE
        return max((failure.error.exit_code for failure in self.unseen), default=max(codes, default=0))


def shared(live: Live) -> Live:
    """What reads the cloud's tables, reading them once however many hosts want to know.

    Args:
        live: reads them; what it raises is raised to each.
    """
    guard = threading.Lock()
    kept: list[tuple[CheckResult, ...]] = []

    def read() -> tuple[CheckResult, ...]:
        with guard:
            if not kept:
                kept.append(tuple(live()))
        return kept[0]

    return read


def survey(vantages: Sequence[P], look: Callable[[P], DoctorReport]) -> Survey:
    """Look from every host at the same time.

    Args:
        vantages: the hosts.
        look: one run of the doctor; what it raises as `AcreeError` is kept beside the reports.
    """

    def seen(vantage: P) -> DoctorReport | Unseen:
        try:
            return look(vantage)
        except AcreeError as error:
            return Unseen(vantage.name, error)

    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="doctor") as pool:
        found = list(pool.map(seen, vantages))
    return Survey(
        tuple(each for each in found if isinstance(each, DoctorReport)),
        tuple(each for each in found if isinstance(each, Unseen)),
    )
