"""`acree doctor` from here, or from the hosts of `--from`."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from acree_infra.cli.doctor_case import around_here, case_of, live_of, reported, seconds
from acree_infra.doctor.case import Login
from acree_infra.doctor.job import Order
from acree_infra.doctor.run import Waiting, examine, parse_wishes
from acree_infra.errors import ConfigError

if TYPE_CHECKING:
    from acree_infra.discovery.surroundings import Surroundings
    from acree_infra.doctor.case import Case
    from acree_infra.doctor.credentials import Credentials
    from acree_infra.doctor.observer import Observer
    from acree_infra.doctor.result import DoctorReport
    from acree_infra.doctor.run import Live
    from acree_infra.doctor.vantage import Vantage


def look(options: argparse.Namespace) -> int:
    """Follow the pull and write what was found."""
    wait = seconds("--wait", options.wait)
    case = case_of(options)
    wishes = parse_wishes(options.only, options.skip, image=case.image is not None)
    vantages, around = _vantages(options, case, around_here(options, case))
    credentials = _credentials(options, case)
    case = replace(case, login=_login(options, credentials))
    order = Order(wishes, around, credentials)

    def seen(vantage: Vantage, live: Live | None, observer: Observer) -> DoctorReport:
        return examine(case, order, vantage, live=live, waiting=Waiting(wait), observer=observer)

    return reported(options, vantages, seen, live_of(options, case, wishes.skipped), once=not wait)


def _vantages(
    options: argparse.Namespace, case: Case, around: Surroundings
) -> tuple[tuple[Vantage, ...], Surroundings]:
    """The hosts to look from, each once, and what surrounds them."""
    if not options.origins:
        from acree_infra.doctor.here import Here  # with dnspython, which other hosts do without

        return (Here(around),), around
    from acree_infra.doctor import remote  # only where there are other hosts
    from acree_infra.doctor.origins import runners  # as above

    home = [*(client.region for client in case.stack.topology.clients), case.plan.region]
    hosts = runners(options.origins, home, os.environ)
    return tuple(remote.Remote(runner) for runner in hosts), remote.around_there(around)


def _credentials(options: argparse.Namespace, case: Case) -> Credentials | None:
    from acree_infra.doctor.credentials import find_credentials  # only where a token is asked for

    if options.origins and not options.send_credentials:
        if options.temporary_password:
            raise ConfigError(
                "--temporary-password with --from: the password would have to be sent there",
                remedy="add --send-credentials if that host may see it, and Cloud Assistant where it is the way there",
            )
        return None
    if options.temporary_password:
        from acree_infra.doctor.passwords import registry_service, temporary_password  # the SDK

        registry = case.lock.legs.registry
        return temporary_password(registry_service(os.environ), case.plan.region, registry.instance)
    return find_credentials(case.lock.legs.registry.hosts, os.environ)


def _login(options: argparse.Namespace, credentials: Credentials | None) -> Login:
    if credentials is not None:
        return Login.SENT
    return Login.WITHHELD if options.origins and not options.send_credentials else Login.ANONYMOUS
