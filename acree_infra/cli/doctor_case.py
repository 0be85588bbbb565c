"""What every way of `acree doctor` begins with and ends with: the case, times, the cloud's tables, the report."""

from __future__ import annotations

import argparse
import os
import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from acree_infra.cli.options import put, wanted_stack
from acree_infra.cli.watching import Ends, Progress
from acree_infra.discovery.lock_file import load_lock
from acree_infra.discovery.surroundings import surroundings
from acree_infra.doctor.case import Case, Image, checked_platform, checked_site
from acree_infra.doctor.formats.writers import WRITERS
from acree_infra.doctor.observer import Observer, Silent
from acree_infra.doctor.vantage import Place
from acree_infra.errors import ConfigError
from acree_infra.routing.network import Network
from acree_infra.routing.planner import make_plan

P = TypeVar("P", bound=Place)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from acree_infra.discovery.surroundings import Surroundings
    from acree_infra.doctor.result import DoctorReport
    from acree_infra.doctor.run import Live

    Look = Callable[[P, Live | None, Observer], DoctorReport]
    """One run: from where, what reads the cloud's tables, who watches."""


def case_of(options: argparse.Namespace) -> Case:
    """What is expected, by the stack file, its lock file and the options."""
    case = bare_case(options)
    return asked(case, options.image, options.platform, options.site)


def bare_case(options: argparse.Namespace) -> Case:
    """What is expected whatever is asked."""
    stack = wanted_stack(options)
    lock = load_lock(stack)
    plan = make_plan(stack, lock)
    return Case(stack, lock, plan, Network(plan))


def asked(case: Case, image: str, platform: str, site: str) -> Case:
    """A case with what is asked.

    Raises:
        ConfigError: one of them is none.
    """
    hosts = case.lock.legs.registry.hosts
    return replace(
        case,
        image=Image.parse(image, hosts) if image else None,
        platform=checked_platform(platform),
        site=checked_site(site, case.plan),
    )


def around_here(options: argparse.Namespace, case: Case) -> Surroundings:
    """What surrounds this host, with the patience of the options."""
    timeout = seconds("--timeout", options.timeout)
    if not timeout:
        raise ConfigError("--timeout: expected more than 0 seconds, found 0")
    return replace(surroundings(os.environ, case.stack.topology.options.resolvers), timeout=timeout)


def seconds(option: str, text: str) -> float:
    """A time such as `90`, `120s` or `2m`.

    Raises:
        ConfigError: it is something else.
    """
    match = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)(s|m)?", text, re.ASCII)
    if match is None:
        raise ConfigError(f"{option}: expected a time such as 120s or 2m, found {text!r}")
    return float(match[1]) * (60 if match[2] == "m" else 1)


def reported(
    options: argparse.Namespace, vantages: Sequence[P], look: Look[P], live: Live | None, *, once: bool
) -> int:
    """Look from one host or from several at once, write what was found, and give the exit code.

    Args:
        options: format, file, and whether progress is shown.
        vantages: the hosts.
        look: looks from one of them.
        live: reads the cloud's tables; None where nobody wants to know.
        once: whether each host looks once only; then the tables are read once for all.
    """
    if len(vantages) == 1:
        report = look(vantages[0], live, _observer(Progress(), quiet=options.quiet))
        put(options, WRITERS[options.format](report))
        return report.exit_code
    from acree_infra.doctor.formats.survey_writers import SURVEY_WRITERS  # only where there are several
    from acree_infra.doctor.survey import shared, survey  # as above

    tables = live if live is None or not once else shared(live)
    found = survey(vantages, partial(_each, look, tables, _observer(Ends(), quiet=options.quiet)))
    put(options, SURVEY_WRITERS[options.format](found))
    return found.exit_code


def live_of(options: argparse.Namespace, case: Case, skipped: frozenset[str]) -> Live | None:
    """What reads the cloud's tables and judges every planned route; None when nobody wants to know."""
    if not options.live or "live" in skipped:
        return None
    from acree_infra.cloud.sdk.entries import entry_reader  # the SDK, only where it is wanted
    from acree_infra.cloud.sdk.live import live_account  # as above
    from acree_infra.doctor.live import live_results  # as above

    cen, reader = live_account(os.environ).cen, entry_reader(os.environ)
    return lambda: live_results(case.plan, cen, reader)


def _each(look: Look[P], live: Live | None, observer: Observer, vantage: P) -> DoctorReport:
    return look(vantage, live, observer)


def _observer(shown: Observer, *, quiet: bool) -> Observer:
    return Silent() if quiet else shown
