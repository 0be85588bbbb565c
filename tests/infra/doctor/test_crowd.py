"""Many instances are asked by one call each way; what one of them lacks is its own affair."""

from __future__ import annotations

import base64
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from acree_infra.cloud.errors import ApiError
from acree_infra.cloud.sdk.answer import Answer
from acree_infra.cloud.sdk.service import Service
from acree_infra.doctor.assistant import MOST_INSTANCES, Assistant
from acree_infra.doctor.crowd import Crowd
from acree_infra.doctor.remote import Runner
from acree_infra.errors import AccessError, AcreeError, ConfigError, DiscoveryError

REGION, OTHER = "cn-shanghai", "cn-hangzhou"


@dataclass
class FakeService:
    """ECS with instances by region; each prints its own name.

    Attributes:
        instances: region by instance.
        late: how often a result is asked for before it is there, by instance.
        statuses: how a command ends, by instance; `Success` for the others.
        refusal: what the next call is refused with.
    """

    instances: Mapping[str, str]
    late: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    refusal: AcreeError | None = None
    runs: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    asked: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)

    def call(self, action: str, region: str, parameters: Mapping[str, Any]) -> Answer:
        with self.guard:
            if self.refusal is not None:
                raise self.refusal
            if action == "RunCommand":
                return self._run(region, tuple(parameters["InstanceId"]))
            assert action == "DescribeInvocationResults"
            return self._results(int(parameters["InvokeId"]), parameters["MaxResults"])

    def _run(self, region: str, names: tuple[str, ...]) -> Answer:
        self.runs.append((region, names))
        if any(self.instances.get(name) != region for name in names):
            raise ApiError("ecs:RunCommand", region, "InvalidInstance.NotFound", "no such instance", absent=True)
        return Answer("ecs:RunCommand", region, {"InvokeId": str(len(self.runs) - 1)})

    def _results(self, invocation: int, most: int) -> Answer:
        self.asked += 1
        _, names = self.runs[invocation]
        assert len(names) <= most <= 50
        items = [self._result(name) for name in names]
        return Answer("x", REGION, {"Invocation": {"InvocationResults": {"InvocationResult": items}}})

    def _result(self, name: str) -> dict[str, Any]:
        left = self.late.get(name, 0)
        self.late[name] = left - 1
        if left > 0:
            return {"InstanceId": name, "InvocationStatus": "Running"}
        output = base64.b64encode(f"{name} ran".encode()).decode()
        status = self.statuses.get(name, "Success")
        return {"InstanceId": name, "InvocationStatus": status, "ExitCode": 0, "Output": output, "Dropped": 0}


def crowd(service: FakeService, *regions: str, clock: list[float] | None = None) -> tuple[Runner, ...]:
    times = iter(clock or [])
    assistants = [
        Assistant(
            cast("Service", service),
            name,
            regions or (REGION,),
            patience=10,
            sleep=lambda _: None,
            clock=lambda: next(times, 0.0),
        )
        for name in service.instances
    ]
    return Crowd(assistants).members


def all_at_once(members: tuple[Runner, ...], command: str = "probe") -> list[str]:
    with ThreadPoolExecutor(64) as pool:
        return list(pool.map(lambda member: member.run(command), members))


def names(count: int, region: str = REGION) -> dict[str, str]:
    return {f"i-{number}": region for number in range(count)}


class TestTogether:
    def test_one_call_begins_it_and_one_asks_for_all(self) -> None:
        service = FakeService(names(50))
        assert all_at_once(crowd(service)) == [f"i-{number} ran" for number in range(50)]
        assert service.runs == [(REGION, tuple(service.instances))]
        assert service.asked == 1

    def test_a_page_of_results_is_the_most(self) -> None:
        service = FakeService(names(MOST_INSTANCES + 7))
        assert len(all_at_once(crowd(service))) == MOST_INSTANCES + 7
        assert sorted(len(run[1]) for run in service.runs) == [7, MOST_INSTANCES]

    def test_who_is_ready_does_not_wait_for_the_others(self) -> None:
        service = FakeService(names(2), late={"i-1": 3})
        quick, slow = crowd(service)
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(member.run, "probe") for member in (slow, quick)]
            assert [each.result(60) for each in both] == ["i-1 ran", "i-0 ran"]
        assert service.asked == 4

    def test_a_second_command_is_run_by_each_alone(self) -> None:
        service = FakeService(names(3))
        members = crowd(service)
        all_at_once(members)
        assert members[1].run("another") == "i-1 ran"
        assert service.runs[1:] == [(REGION, ("i-1",))]


class TestTroubles:
    def test_one_that_fails_fails_alone(self) -> None:
        service = FakeService(names(3), statuses={"i-1": "Failed"})
        first, second, third = crowd(service)
        assert (first.run("probe"), third.run("probe")) == ("i-0 ran", "i-2 ran")
        with pytest.raises(DiscoveryError, match="ecs:i-1: the probe ended with Failed"):
            second.run("probe")

    def test_one_that_does_not_end(self) -> None:
        service = FakeService(names(2), late={"i-1": 1_000})
        clock = [0.0, 1.0, 13.0]
        first, second = crowd(service, clock=clock)
        assert first.run("probe") == "i-0 ran"
        with pytest.raises(DiscoveryError, match="ecs:i-1: the probe did not end in 10 s"):
            second.run("probe")

    def test_one_that_is_elsewhere_sends_each_its_own_way(self) -> None:
        service = FakeService({**names(2), "i-far": OTHER})
        assert all_at_once(crowd(service, REGION, OTHER)) == ["i-0 ran", "i-1 ran", "i-far ran"]
        assert service.runs[0] == (REGION, ("i-0", "i-1", "i-far"))
        assert (OTHER, ("i-far",)) in service.runs

    def test_one_that_is_nowhere(self) -> None:
        service = FakeService({**names(1), "i-none": "nowhere"})
        first, lost = crowd(service)
        assert first.run("probe") == "i-0 ran"
        with pytest.raises(ConfigError, match="found no i-none there"):
            lost.run("probe")

    def test_a_refusal_reaches_all_and_is_asked_for_once(self) -> None:
        service = FakeService(names(3), refusal=AccessError("no key"))
        for member in crowd(service):
            with pytest.raises(AccessError, match="no key"):
                member.run("probe")
        assert service.runs == []

    def test_a_refusal_while_results_are_asked_for(self) -> None:
        service = FakeService(names(2), late={"i-0": 9, "i-1": 9})
        first, second = crowd(service)
        call = service.call

        def refusing(action: str, region: str, parameters: Mapping[str, Any]) -> Answer:
            if action != "RunCommand":
                raise AccessError("the key has been taken away")
            return call(action, region, parameters)

        service.call = refusing  # type: ignore[method-assign]  # from here on it refuses
        for member in (first, second):
            with pytest.raises(AccessError, match="taken away"):
                member.run("probe")
