"""`acree doctor --script` and `--answers`: the way to a host that nobody can reach from here, and back."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from acree_infra.cli.doctor_case import around_here, asked, bare_case, case_of, live_of, reported
from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import put
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.doctor.answers import Answers, AnswersFile
from acree_infra.doctor.job import Order
from acree_infra.doctor.remote import around_there
from acree_infra.doctor.run import examine, parse_wishes
from acree_infra.doctor.script import script, wanted_digest
from acree_infra.errors import ConfigError

if TYPE_CHECKING:
    from acree_infra.doctor.case import Case
    from acree_infra.doctor.observer import Observer
    from acree_infra.doctor.result import DoctorReport
    from acree_infra.doctor.run import Live


def write_script(options: argparse.Namespace) -> int:
    """Write the script; it ends there as any shell script does, so nothing has to be installed."""
    case = case_of(options)
    wishes = parse_wishes(options.only, options.skip, image=case.image is not None)
    order = Order(wishes, around_there(around_here(options, case)))
    put(options, script(case, order, options.only, options.skip))
    return ExitCode.DONE


def judge_answers(options: argparse.Namespace) -> int:
    """Judge what the script printed, on one host or on several."""
    case = bare_case(options)

    def seen(file: AnswersFile, live: Live | None, observer: Observer) -> DoctorReport:
        return _judged(case, file.read(), live, observer)

    files = [AnswersFile(path) for path in dict.fromkeys(options.answers)]
    return reported(options, files, seen, live_of(options, case, frozenset()), once=True)


def _judged(case: Case, answers: Answers, live: Live | None, observer: Observer) -> DoctorReport:
    """One report.

    Raises:
        ConfigError: the answers are those of another stack, or of another state of this one.
    """
    carried = answers.carried
    if carried.stack != case.stack.name:
        raise ConfigError(
            f"{answers.name}: expected answers for stack {case.stack.name}, found those for {carried.stack}",
            remedy=f"judge them with --stack {carried.stack}",
        )
    case = replace(asked(case, carried.image, carried.platform, carried.site), login=answers.login)
    wishes = parse_wishes(carried.only, carried.skip, image=case.image is not None)
    if wanted_digest(case, wishes) != carried.wanted:
        raise ConfigError(
            f"{answers.name}: the stack or its lock file is another one than when the script was made",
            remedy="make the script anew, or judge with the files of then",
        )
    return examine(case, Order(wishes, Surroundings()), answers, live=live, observer=observer)
