"""A host inside a VPC: the probe runs there through Cloud Assistant, and its facts come back as JSON."""

from __future__ import annotations

from typing import Protocol

from acree_infra.discovery.surroundings import Surroundings
from acree_infra.doctor.facts import Fact, read_facts
from acree_infra.doctor.job import Job
from acree_infra.doctor.render import NOT_HERE, curl_command, python_command
from acree_infra.doctor.vantage import Emit
from acree_infra.errors import ConfigError

_KIND = "ecs:"


class Runner(Protocol):
    """Runs commands on one instance."""

    instance: str

    def run(self, command: str) -> str:
        """Run a shell script and give what it printed.

        Raises:
            AcreeError: it could not be run, or did not end well.
        """
        ...


class Remote:
    """Implements `Vantage` for an ECS instance.

    The path of this machine's certificates is not handed over: the host trusts what it trusts.
    """

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self.name = f"{_KIND}{runner.instance}"

    def follow(self, job: Job, emit: Emit) -> None:
        """Follow one pull from there; all facts come at its end."""
        for fact in self.facts(job):
            emit(fact)

    def facts(self, job: Job) -> tuple[Fact, ...]:
        """All facts of one pull.

        Raises:
            AcreeError: the probe could not be run, or what it printed cannot be read.
        """
        there = {**job, "ca_file": ""}
        output = self._runner.run(python_command(there))
        if output.strip() == NOT_HERE:
            output = self._runner.run(curl_command(there))
        return read_facts(output, self.name)


def around_there(around: Surroundings) -> Surroundings:
    """What of this machine's surroundings holds on another host: the patience.

    DNS servers and detours lead from here to there; a host in a VPC looks up and connects as its own programs do.
    """
    return Surroundings(timeout=around.timeout)


def parse_from(text: str) -> tuple[str, str]:
    """Region and instance id of `ecs:<instance id>` or `ecs:<region>/<instance id>`; no region where none is named.

    Raises:
        ConfigError: it is something else.
    """
    region, slash, instance = text.removeprefix(_KIND).rpartition("/")
    if not text.startswith(_KIND) or not instance.startswith("i-") or (slash and not region):
        raise ConfigError(
            f"--from: expected ecs:<instance id>, found {text!r}", remedy="write for example ecs:i-uf6demo"
        )
    return region, instance
