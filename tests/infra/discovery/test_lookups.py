from __future__ import annotations

import threading

import pytest

from acree_infra.discovery.facts import VSwitch
from acree_infra.discovery.lookups import LookupFailed, Lookups, Note
from acree_infra.discovery.progress import Progress, Stage, silent
from acree_infra.errors import AccessError, AcreeError, ConfigError, DiscoveryError, Problem
from tests.infra.discovery.scene import Events


def failing(error: AcreeError) -> None:
    raise error


def discovery(*messages: str) -> DiscoveryError:
    return DiscoveryError(tuple(Problem(None, message) for message in messages))


def test_look_ups_run_side_by_side() -> None:
    meeting = threading.Barrier(8, timeout=5)

    with Lookups(silent) as lookups:
        found = [lookups.start(f"look-up {n}", lambda _: meeting.wait()) for n in range(8)]

    assert sorted(awaited.value for awaited in found) == list(range(8))


def test_progress_is_told(events: Events) -> None:
    def work(note: Note) -> int:
        note("half way")
        return 1

    with Lookups(events) as lookups:
        lookups.start("auth leg", work)

    assert [(event.stage, event.subject, event.text) for event in events.events] == [
        (Stage.BEGIN, "auth leg", ""),
        (Stage.NOTE, "auth leg", "half way"),
        (Stage.DONE, "auth leg", ""),
    ]
    assert events.events[2].seconds is not None


def test_events_never_come_two_at_once() -> None:
    inside = threading.Lock()
    overlaps = []

    def observer(event: Progress) -> None:
        if not inside.acquire(blocking=False):
            overlaps.append(event)
            return
        threading.Event().wait(0.001)
        inside.release()

    with Lookups(observer) as lookups:
        for number in range(20):
            lookups.start(f"look-up {number}", lambda note: note("x"))

    assert overlaps == []


def test_every_failure_is_kept_in_the_order_of_subjects(events: Events) -> None:
    with Lookups(events) as lookups:
        lookups.start("b", lambda _: failing(discovery("b1", "b2")))
        awaited = lookups.start("a", lambda _: failing(ConfigError("a wrong thing", remedy="mend it")))
        lookups.start("c", lambda _: None)

    with pytest.raises(LookupFailed):
        _ = awaited.value
    with pytest.raises(DiscoveryError) as caught:
        raise lookups.failure()
    assert [str(problem) for problem in caught.value.problems] == ["a wrong thing; mend it", "b1", "b2"]
    assert sorted(events.of(Stage.FAILED)) == ["a: a wrong thing", "b: b1"]


def test_same_failure_of_two_look_ups_is_told_once() -> None:
    with Lookups(silent) as lookups:
        lookups.start("a", lambda _: failing(discovery("no network")))
        lookups.start("b", lambda _: failing(discovery("no network")))

    with pytest.raises(DiscoveryError, match="1 look-up failed"):
        raise lookups.failure()


def test_refused_credentials_come_before_everything_else() -> None:
    with Lookups(silent) as lookups:
        lookups.start("a", lambda _: failing(discovery("something")))
        lookups.start("b", lambda _: failing(AccessError("the key is wrong")))

    with pytest.raises(AccessError, match="the key is wrong"):
        raise lookups.failure()


def test_answer_that_does_not_fit_the_facts_is_a_failure_with_its_place() -> None:
    wrong = {"id": "vsw-1", "zone": "z", "cidr": "10.0.0.0/24", "free_addresses": 1, "route_table": "vtb-1"}
    with Lookups(silent) as lookups:
        lookups.start("vpc-1", lambda _: VSwitch.model_validate(wrong))

    with pytest.raises(DiscoveryError) as caught:
        raise lookups.failure()
    assert "vpc-1: the service's answer cannot be used: zone: " in str(caught.value)


def test_failed_dependency_is_passed_on_without_a_second_failure(events: Events) -> None:
    with Lookups(events) as lookups:
        first = lookups.start("a", lambda _: failing(discovery("no")))
        lookups.start("b", lambda _: first.value)

    assert events.of(Stage.FAILED) == ["a: no"]


def test_mistake_of_the_program_is_not_swallowed() -> None:
    with Lookups(silent) as lookups:
        awaited = lookups.start("a", lambda _: 1 // 0)

    with pytest.raises(ZeroDivisionError):
        _ = awaited.value
