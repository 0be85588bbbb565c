"""Cloud Assistant's agents on the hosts of a cloud: there are some as long as somebody runs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from acree_sandbox.core.cloud import Cloud


@dataclass(frozen=True, slots=True)
class Order:
    """A command that an agent is to run.

    Attributes:
        result: id of the `CommandResult` that takes what becomes of it.
        instance: id of the host.
        content: the shell script; never shown, since it may hold a password.
        seconds: time it may take.
    """

    result: str
    instance: str
    content: str = field(repr=False)
    seconds: float


class Agents(Protocol):
    """Runs commands on hosts."""

    def start(self, order: Order) -> None:
        """Begin a command and return at once; it is run only if its result is there after the present call."""
        ...


_AGENTS: WeakKeyDictionary[Cloud, Agents] = WeakKeyDictionary()


def agents_of(cloud: Cloud) -> Agents | None:
    """The agents on the hosts of a cloud; None where no host has one that runs."""
    return _AGENTS.get(cloud)


def run_agents(cloud: Cloud, agents: Agents) -> None:
    """Let these be the agents on the hosts of a cloud."""
    _AGENTS[cloud] = agents


def end_agents(cloud: Cloud) -> None:
    """Let no host of a cloud have an agent any more."""
    _AGENTS.pop(cloud, None)
