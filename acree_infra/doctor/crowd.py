"""Several instances that are to run the same command: one call begins it on all of them, one call asks for all.

Fifty hosts would otherwise ask fifty times as often, and the service limits how often it may be asked.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import Future

from acree_infra.cloud.errors import ApiError
from acree_infra.cloud.sdk.answer import Answer
from acree_infra.doctor.assistant import MOST_INSTANCES, Assistant
from acree_infra.errors import AcreeError


class Crowd:
    """Instances whose first command is run on all of them together; any further one on each by itself.

    Args:
        assistants: Cloud Assistant on each of them; those with the same regions are asked together.
    """

    def __init__(self, assistants: Iterable[Assistant]) -> None:
        self._guard = threading.Lock()
        self._begun: set[int] = set()
        self._groups = _grouped(assistants)
        self.members = tuple(
            _Member(self, number, assistant) for number, group in enumerate(self._groups) for assistant in group
        )
        self._results: Mapping[str, Future[Answer | None]] = {each.instance: Future() for each in self.members}

    def result(self, group: int, command: str, instance: str) -> Answer | None:
        """What became of the first command on one instance; None when it is to be run there by itself.

        Raises:
            AcreeError: the service refused.
        """
        with self._guard:
            is_first = group not in self._begun
            self._begun.add(group)
        if is_first:
            self._run(self._groups[group], command)
        return self._results[instance].result()

    def _run(self, group: list[Assistant], command: str) -> None:
        """Run a command on a group; every member gets its result as soon as it is there."""
        names, region = [each.instance for each in group], group[0].regions[0]
        commands = group[0].commands
        try:
            invocation = commands.start(region, names, command)
            for each in group:
                each.regions = [region]
            for instance, result in commands.ended(region, invocation, names):
                self._results[instance].set_result(result)
        except AcreeError as error:
            absent = isinstance(error, ApiError) and error.absent
            for name in names:
                if not self._results[name].done():
                    self._results[name].set_result(None) if absent else self._results[name].set_exception(error)
        for name in names:
            if not self._results[name].done():
                self._results[name].set_result(_LATE)


class _Member:
    """One of them; implements `Runner`."""

    def __init__(self, crowd: Crowd, group: int, assistant: Assistant) -> None:
        self.instance = assistant.instance
        self.name = assistant.name
        self._crowd = crowd
        self._group = group
        self._assistant = assistant
        self._came = False

    def run(self, command: str) -> str:
        """Run a shell script and give what it printed; raises as `Assistant.run` does."""
        if self._came:
            return self._assistant.run(command)
        self._came = True
        result = self._crowd.result(self._group, command, self.instance)
        if result is None:
            return self._assistant.run(command)
        return self._assistant.commands.output(self.instance, None if result is _LATE else result)


_LATE = Answer("ecs:DescribeInvocationResults", "", {})
"""Stands for the result of an instance where the command did not end in time."""


def _grouped(assistants: Iterable[Assistant]) -> list[list[Assistant]]:
    by_regions: dict[tuple[str, ...], list[Assistant]] = {}
    for each in assistants:
        by_regions.setdefault(tuple(each.regions), []).append(each)
    return [
        found[begin : begin + MOST_INSTANCES]
        for found in by_regions.values()
        for begin in range(0, len(found), MOST_INSTANCES)
    ]
