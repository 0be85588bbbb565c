"""`acree doctor`: the pull, leg by leg, from here or from a host in the VPC."""

from __future__ import annotations

import argparse
import os
import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from acree_infra.cli.options import add_output, add_stack, put, wanted_stack
from acree_infra.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from acree_infra.discovery.surroundings import Surroundings
    from acree_infra.doctor.case import Case, Login
    from acree_infra.doctor.credentials import Credentials
    from acree_infra.doctor.observer import Observer
    from acree_infra.doctor.result import DoctorReport
    from acree_infra.doctor.run import Live
    from acree_infra.doctor.vantage import Vantage
    from acree_infra.routing.plan_model import Plan


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_stack(parser)
    add_output(parser, "text", "json", "markdown", "junit")
    parser.add_argument("--image", default="", metavar="REPO[:TAG|@DIGEST]", help="follow this image to its layers")
    parser.add_argument("--platform", default="linux/amd64", help="for an image of several (default: %(default)s)")
    parser.add_argument(
        "--from",
        dest="origins",
        action="append",
        default=[],
        metavar="ecs:ID",
        help="run on this host in a VPC; repeatable, all at once",
    )
    parser.add_argument("--only", action="append", default=[], metavar="LEG", help="registry, auth or oss; repeatable")
    parser.add_argument("--skip", action="append", default=[], metavar="LEG|CHECK", help="leave it out; repeatable")
    parser.add_argument("--live", action="store_true", help="read each planned route's state in the cloud too")
    parser.add_argument("--wait", default="0", metavar="TIME", help="repeat until it passes, such as 120s")
    parser.add_argument("--timeout", default="5", metavar="TIME", help="for each phase (default: %(default)s s)")
    parser.add_argument("--temporary-password", action="store_true", help="ask the registry's API for a password")
    parser.add_argument("--send-credentials", action="store_true", help="hand them to the host of --from too")
    parser.add_argument("-q", "--quiet", action="store_true", help="show no progress")
    parser.epilog = (
        "Changes nothing. Credentials: ACREE_REGISTRY_USERNAME and ACREE_REGISTRY_PASSWORD, else docker's own; "
        "a host of --from gets none unless told so, since Cloud Assistant keeps commands. Ends with 4 when a check "
        "failed, 5 when it stopped for safety. examples: acree doctor -s dev --image team/app:1.2 --wait 120s;  "
        "acree doctor -s dev --from ecs:i-uf6abc --from ecs:i-bp1abc"
    )


def run(options: argparse.Namespace) -> int:
    """Follow the pull and write what was found."""
    from acree_infra.cli.debug import hush_libraries  # light, but `--help` does without
    from acree_infra.discovery.surroundings import surroundings  # 0.2 s that `--help` does without
    from acree_infra.doctor.formats.writers import WRITERS  # as above
    from acree_infra.doctor.job import Order  # as above
    from acree_infra.doctor.run import Waiting, examine, parse_wishes  # as above

    hush_libraries()
    wait, timeout = seconds("--wait", options.wait), seconds("--timeout", options.timeout)
    if not timeout:
        raise ConfigError("--timeout: expected more than 0 seconds, found 0")
    case = _case(options)
    wishes = parse_wishes(options.only, options.skip, image=case.image is not None)
    around = replace(surroundings(os.environ, case.stack.topology.options.resolvers), timeout=timeout)
    vantages, around = _vantages(options, case, around)
    credentials = _credentials(options, case)
    case = replace(case, login=_login(options, credentials))
    order = Order(wishes, around, credentials)
    live = _live(case.plan) if options.live and "live" not in wishes.skipped else None

    def look(vantage: Vantage, live: Live | None = live) -> DoctorReport:
        observer = _observer(quiet=options.quiet, several=len(vantages) > 1)
        return examine(case, order, vantage, live=live, waiting=Waiting(wait), observer=observer)

    if len(vantages) > 1:
        return _several(options, vantages, look, None if wait else live)
    report = look(vantages[0])
    put(options, WRITERS[options.format](report))
    return report.exit_code


def _several(
    options: argparse.Namespace, vantages: Sequence[Vantage], look: Callable[..., DoctorReport], live: Live | None
) -> int:
    """Look from several hosts at once; the cloud's tables, where each looks once only, are read once for all."""
    from acree_infra.doctor.formats.survey_writers import SURVEY_WRITERS  # only where there are several
    from acree_infra.doctor.survey import shared, survey  # as above

    found = survey(vantages, look if live is None else partial(look, live=shared(live)))
    put(options, SURVEY_WRITERS[options.format](found))
    return found.exit_code


def seconds(option: str, text: str) -> float:
    """A time such as `90`, `120s` or `2m`.

    Raises:
        ConfigError: it is something else.
    """
    match = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)(s|m)?", text, re.ASCII)
    if match is None:
        raise ConfigError(f"{option}: expected a time such as 120s or 2m, found {text!r}")
    return float(match[1]) * (60 if match[2] == "m" else 1)


def _case(options: argparse.Namespace) -> Case:
    from acree_infra.discovery.lock_file import load_lock  # 0.2 s that `--help` does without
    from acree_infra.doctor.case import Case, Image, checked_platform  # as above
    from acree_infra.routing.network import Network  # as above
    from acree_infra.routing.planner import make_plan  # as above

    stack = wanted_stack(options)
    lock = load_lock(stack)
    plan = make_plan(stack, lock)
    image = Image.parse(options.image, lock.legs.registry.hosts) if options.image else None
    return Case(stack, lock, plan, Network(plan), image, checked_platform(options.platform))


def _observer(*, quiet: bool, several: bool) -> Observer:
    from acree_infra.cli.watching import Ends, Progress  # light, but `--help` does without
    from acree_infra.doctor.observer import Silent  # as above

    if quiet:
        return Silent()
    return Ends() if several else Progress()


def _vantages(
    options: argparse.Namespace, case: Case, around: Surroundings
) -> tuple[tuple[Vantage, ...], Surroundings]:
    """The hosts to look from, each once, and what surrounds them."""
    if not options.origins:
        from acree_infra.doctor.here import Here  # with dnspython, which `--help` does without

        return (Here(around),), around
    from acree_infra.doctor import remote  # as above
    from acree_infra.doctor.assistant import Assistant, ecs_service  # the SDK, only where it is wanted
    from acree_infra.doctor.crowd import Crowd  # as above

    service = ecs_service(os.environ)
    home = [*(client.region for client in case.stack.topology.clients), case.plan.region]
    wanted = dict.fromkeys(remote.parse_from(origin) for origin in options.origins)
    hosts = [Assistant(service, instance, [region] if region else home) for region, instance in wanted]
    runners = Crowd(hosts).members if len(hosts) > 1 else hosts
    return tuple(remote.Remote(runner) for runner in runners), remote.around_there(around)


def _credentials(options: argparse.Namespace, case: Case) -> Credentials | None:
    from acree_infra.doctor.credentials import find_credentials  # 0.1 s that `--help` does without

    if options.origins and not options.send_credentials:
        if options.temporary_password:
            raise ConfigError(
                "--temporary-password with --from: the password would have to be sent there",
                remedy="add --send-credentials if Cloud Assistant may see it",
            )
        return None
    if options.temporary_password:
        from acree_infra.doctor.passwords import registry_service, temporary_password  # the SDK

        registry = case.lock.legs.registry
        return temporary_password(registry_service(os.environ), case.plan.region, registry.instance)
    return find_credentials(case.lock.legs.registry.hosts, os.environ)


def _login(options: argparse.Namespace, credentials: Credentials | None) -> Login:
    from acree_infra.doctor.case import Login  # loaded already

    if credentials is not None:
        return Login.SENT
    return Login.WITHHELD if options.origins and not options.send_credentials else Login.ANONYMOUS


def _live(plan: Plan) -> Live:
    from acree_infra.cloud.sdk.entries import entry_reader  # as above
    from acree_infra.cloud.sdk.live import live_account  # the SDK, only where it is wanted
    from acree_infra.doctor.live import live_results  # as above

    cen, reader = live_account(os.environ).cen, entry_reader(os.environ)
    return lambda: live_results(plan, cen, reader)
