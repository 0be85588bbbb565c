from hypothesis import given
from hypothesis import strategies as st

from acree_sandbox.core.schedule import FOREVER, Schedule
from tests.sandbox.core.specimens import Shelf


def pending(name: str, at: float) -> Shelf:
    return Shelf(id=name, next_status="Active", due_at=at)


def test_what_is_due_comes_out_once_and_in_order() -> None:
    schedule = Schedule()
    for name, at in (("c", 3.0), ("a", 1.0), ("b", 2.0)):
        schedule.add(pending(name, at))
    assert [entry[2] for entry in schedule.due(2.0)] == ["a", "b"]
    assert schedule.due(2.0) == []
    assert [entry[2] for entry in schedule.due(3.0)] == ["c"]


def test_until_next() -> None:
    schedule = Schedule()
    assert schedule.until_next(10.0) == FOREVER
    schedule.add(pending("a", 12.5))
    assert schedule.until_next(10.0) == 2.5
    assert schedule.until_next(20.0) == 0.0


def test_reads_hold_a_change_back_beyond_its_time() -> None:
    schedule = Schedule()
    schedule.add(pending("a", 1.0), reads=2)
    assert schedule.due(5.0) == []
    assert schedule.until_next(5.0) == FOREVER
    schedule.seen("shelf", "a")
    assert schedule.due(5.0) == []
    schedule.seen("shelf", "a")
    assert not schedule.counts_reads
    assert [entry[2] for entry in schedule.due(5.0)] == ["a"]


def test_reads_of_others_do_not_count() -> None:
    schedule = Schedule()
    schedule.add(pending("a", 1.0), reads=1)
    schedule.seen("shelf", "b")
    schedule.seen("box", "a")
    assert schedule.counts_reads


@given(st.lists(st.floats(0, 100), max_size=20), st.floats(0, 100))
def test_exactly_the_due_ones_come_out(times: list[float], now: float) -> None:
    schedule = Schedule()
    for number, at in enumerate(times):
        schedule.add(pending(str(number), at))
    assert [entry[0] for entry in schedule.due(now)] == sorted(at for at in times if at <= now)
    assert [entry[0] for entry in schedule.due(101)] == sorted(at for at in times if at > now)
