"""This host: the probe runs in this process, with dnspython and the full reader of challenges."""

from __future__ import annotations

import threading
from typing import Any

from acree_infra.discovery.challenge import MalformedChallenge, parse_challenges
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.doctor.facts import Fact
from acree_infra.doctor.job import Job
from acree_infra.doctor.probe.names import machine_names, name_answer
from acree_infra.doctor.probe.pull import Pull
from acree_infra.doctor.vantage import Emit
from acree_infra.errors import DiscoveryError


class Here:
    """Implements `Vantage` for this host.

    With DNS servers of the stack file or of `ACREE_RESOLVERS`, these are asked; otherwise names are looked up as
    docker does it on this machine, its hosts file included.
    """

    name = "here"

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def follow(self, job: Job, emit: Emit) -> None:
        """Follow one pull from here."""
        guard = threading.Lock()

        def tell(told: dict[str, Any]) -> None:
            fact = Fact.of(told)
            with guard:
                emit(fact)

        Pull(dict(job), tell, self._look_up, bearer).run()

    def _look_up(self, leg: str, host: str) -> dict[str, Any]:
        if not self._around.resolvers:
            return machine_names(host)
        from acree_infra.discovery.names import look_up  # noqa: PLC0415  # 0.1 s of dnspython, only where it asks

        try:
            found = look_up(f"{leg} leg", host, self._around)
        except DiscoveryError as error:
            return name_answer([], [], "", error.problems[0].message)
        return name_answer([str(address) for address in found.addresses], list(found.aliases), found.resolver)


def bearer(headers: list[str]) -> dict[str, str]:
    """Parameters of the first Bearer challenge with a realm; empty when there is none, or the header is broken."""
    try:
        challenges = parse_challenges(headers)
    except MalformedChallenge:
        return {}
    for challenge in challenges:
        if challenge.scheme == "bearer" and challenge.parameters.get("realm"):
            return dict(challenge.parameters)
    return {}
