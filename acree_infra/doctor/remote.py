"""Another host: the probe runs there, and its facts come back as JSON."""

from __future__ import annotations

from typing import Protocol

from acree_infra.discovery.surroundings import Surroundings
from acree_infra.doctor.facts import Fact, check_complete, read_facts
from acree_infra.doctor.job import Job
from acree_infra.doctor.render import NOT_HERE, curl_command, python_command
from acree_infra.doctor.secrecy import Secrecy
from acree_infra.doctor.vantage import Emit
from acree_infra.errors import DiscoveryError


class Runner(Protocol):
    """Runs commands on one host."""

    @property
    def name(self) -> str:
        """How reports call the host: `ecs:i-…`, `ssh:…`."""
        ...

    def run(self, command: str) -> str:
        """Run a shell script and give what it printed.

        Raises:
            AcreeError: it could not be run, or did not end well.
        """
        ...


class Remote:
    """Implements `Vantage` for a host that commands can be sent to."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self.name = runner.name

    def follow(self, job: Job, emit: Emit) -> None:
        """Follow one pull from there; all facts come at its end."""
        for fact in self.facts(job):
            emit(fact)

    def facts(self, job: Job) -> tuple[Fact, ...]:
        """All facts of one pull.

        The path of this machine's certificates is not handed over: the host trusts what it trusts. Credentials that
        were handed over are in nothing that is given back, whatever the host prints.

        Raises:
            AcreeError: the probe could not be run, or what it printed cannot be read or is not the whole answer.
        """
        there, secrecy = {**job, "ca_file": ""}, Secrecy(job)
        output = self._run(python_command(there), secrecy)
        if output.strip() == NOT_HERE:
            output = self._run(curl_command(there), secrecy)
        facts = read_facts(output, self.name, shown=not secrecy)
        check_complete(facts, job["legs"], self.name)
        return tuple(secrecy.hidden(fact) for fact in facts)

    def _run(self, command: str, secrecy: Secrecy) -> str:
        try:
            return self._runner.run(command)
        except DiscoveryError as error:
            raise secrecy.of_error(error) from None


def around_there(around: Surroundings) -> Surroundings:
    """What of this machine's surroundings holds on another host: the patience.

    DNS servers and detours lead from here to there; another host looks up and connects as its own programs do.
    """
    return Surroundings(timeout=around.timeout)
