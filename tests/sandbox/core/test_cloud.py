import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.resources import GONE
from acree_sandbox.core.tables import Change
from acree_sandbox.core.world import ANY, Pace, World
from tests.sandbox.conftest import START, Clock
from tests.sandbox.core.specimens import Box, Broken, Shelf, Sign, one_shelf


def status(cloud: Cloud, identifier: str = "s", *, reading: bool = False) -> str:
    with cloud.transaction(reading=reading):
        shelf = cloud.get(Shelf, identifier)
        return shelf.status if shelf else GONE


def creating(cloud: Cloud) -> None:
    with cloud.transaction():
        cloud.put(Shelf(id="s", status="Creating"), then="Active")


def fail_after(cloud: Cloud, step: Callable[[], object]) -> None:
    """Run a step inside a transaction that then fails."""

    def whole() -> None:
        with cloud.transaction():
            step()
            raise ApiError("No", "thanks")

    with pytest.raises(ApiError, match="thanks"):
        whole()


def test_put_dates_what_is_new_and_keeps_the_date_of_what_changes(cloud: Cloud, clock: Clock) -> None:
    made = cloud.put(Shelf(id="s"))
    clock.pass_by(5)
    changed = cloud.put(replace(made, name="x"))
    assert (made.created_at, changed.created_at) == (START, START)
    assert cloud.get(Shelf, "s") == changed


def test_get_and_need(cloud: Cloud) -> None:
    assert cloud.get(Shelf, "s") is None
    with pytest.raises(ApiError, match="'s' does not exist") as caught:
        cloud.need(Shelf, "s", "InvalidShelfId.NotFound")
    assert (caught.value.code, caught.value.status) == ("InvalidShelfId.NotFound", 404)
    made = cloud.put(Shelf(id="s"))
    assert cloud.need(Shelf, "s", "X") is made


def test_the_same_id_of_another_kind_is_something_else(cloud: Cloud) -> None:
    cloud.put(Shelf(id="s"))
    assert cloud.get(Box, "s") is None


def test_all_of_a_region(cloud: Cloud) -> None:
    for name, region in (("a", "cn-hangzhou"), ("b", "cn-shanghai"), ("c", "cn-hangzhou")):
        cloud.put(Shelf(id=name, region=region))
    assert [row.id for row in cloud.all(Shelf)] == ["a", "b", "c"]
    assert [row.id for row in cloud.all(Shelf, "cn-hangzhou")] == ["a", "c"]


def test_where_by_index_and_without(cloud: Cloud) -> None:
    for name, shelf, note in (("a", "s1", "x"), ("b", "s2", "x"), ("c", "s1", "y")):
        cloud.put(Box(id=name, shelf_id=shelf, note=note))
    assert [row.id for row in cloud.where(Box, "shelf_id", "s1")] == ["a", "c"]
    assert [row.id for row in cloud.where(Box, "note", "x")] == ["a", "b"]


def test_change_replaces_fields_and_refuses_unknown_ones(cloud: Cloud) -> None:
    shelf = cloud.put(Shelf(id="s", name="a", width=1))
    assert cloud.change(shelf, name="b") == replace(shelf, name="b")
    with pytest.raises(TypeError, match="colour"):
        cloud.change(shelf, colour="red")


def test_ids_are_fresh_typed_and_the_same_for_the_same_seed(clock: Clock) -> None:
    first, second = (Cloud(World(seed=1), clock=clock) for _ in range(2))
    ids = [first.new_id(Box, "cn-hangzhou") for _ in range(50)]
    assert len(set(ids)) == 50
    assert all(name.startswith("bx-bp1") for name in ids)
    assert ids == [second.new_id(Box, "cn-hangzhou") for _ in range(50)]
    assert Cloud(World(seed=2), clock=clock).new_id(Box, "cn-hangzhou") != ids[0]


def test_new_suffix_never_repeats(cloud: Cloud) -> None:
    assert len({cloud.new_suffix(8) for _ in range(50)}) == 50
    assert len(cloud.new_suffix(8)) == 8


def test_the_moment_is_the_clocks(cloud: Cloud) -> None:
    assert cloud.now() == START
    assert cloud.timestamp() == "2026-01-01T00:00:00Z"


def test_a_status_follows_by_itself(cloud: Cloud, clock: Clock) -> None:
    creating(cloud)
    assert status(cloud) == "Creating"
    clock.pass_by(0.19)
    assert status(cloud) == "Creating"
    clock.pass_by(0.02)
    assert status(cloud) == "Active"


def test_what_is_removed_is_gone_after_its_pace(cloud: Cloud, clock: Clock) -> None:
    cloud.put(Shelf(id="s"))
    with cloud.transaction():
        cloud.remove(cloud.need(Shelf, "s", "X"), while_status="Deleting")
    assert status(cloud) == "Deleting"
    clock.pass_by(0.3)
    assert status(cloud) == GONE


def test_what_is_removed_without_a_status_is_gone_at_once(cloud: Cloud) -> None:
    cloud.remove(cloud.put(Shelf(id="s")))
    assert status(cloud) == GONE


def test_a_change_while_creating_keeps_what_is_to_come(cloud: Cloud, clock: Clock) -> None:
    creating(cloud)
    with cloud.transaction():
        cloud.change(cloud.need(Shelf, "s", "X"), name="new")
    clock.pass_by(0.3)
    assert status(cloud) == "Active"
    assert cloud.need(Shelf, "s", "X").name == "new"


def test_deleting_while_creating_ends_in_gone(cloud: Cloud, clock: Clock) -> None:
    creating(cloud)
    clock.pass_by(0.1)
    with cloud.transaction():
        cloud.remove(cloud.need(Shelf, "s", "X"), while_status="Deleting")
    clock.pass_by(0.15)
    assert status(cloud) == "Deleting"
    clock.pass_by(0.1)
    assert status(cloud) == GONE


@pytest.mark.parametrize("paces", [{"shelf": Pace(0)}, {ANY: Pace(0)}, {"shelf": Pace(0), ANY: Pace(9)}])
def test_a_pace_of_zero_is_at_once(clock: Clock, paces: dict[str, Pace]) -> None:
    cloud = Cloud(World(paces=paces), clock=clock)
    assert cloud.put(Shelf(id="s", status="Creating"), then="Active").status == "Active"
    assert status(cloud) == "Active"
    cloud.remove(cloud.need(Shelf, "s", "X"), while_status="Deleting")
    assert status(cloud) == GONE


def test_a_pace_in_reads_counts_reading_calls_only(clock: Clock) -> None:
    cloud = Cloud(World(paces={"shelf": Pace(0, reads=2)}), clock=clock)
    creating(cloud)
    assert [status(cloud) for _ in range(3)] == ["Creating"] * 3
    assert [status(cloud, reading=True) for _ in range(3)] == ["Creating", "Creating", "Active"]


def test_a_list_counts_as_a_read_of_what_is_on_it(clock: Clock) -> None:
    cloud = Cloud(World(paces={"shelf": Pace(0, reads=1)}), clock=clock)
    creating(cloud)
    seen = []
    for _ in range(2):
        with cloud.transaction(reading=True):
            seen += [row.status for row in cloud.all(Shelf)]
    assert seen == ["Creating", "Active"]


def test_settled_is_told_of_each_transition(cloud: Cloud, clock: Clock) -> None:
    with cloud.transaction():
        cloud.put(Sign(id="g", status="Creating"), then="Active")
    clock.pass_by(1)
    with cloud.transaction():
        assert [row.id for row in cloud.all(Box)] == ["bx-Active"]
        cloud.remove(cloud.need(Sign, "g", "X"), while_status="Deleting")
    clock.pass_by(1)
    with cloud.transaction():
        assert [row.note for row in cloud.all(Box)] == ["made", "gone"]


def test_a_mistake_in_settled_is_raised_and_half_of_it_undone(cloud: Cloud, clock: Clock) -> None:
    cloud.put(Broken(id="x", status="Creating"), then="Active")
    clock.pass_by(1)
    with pytest.raises(ZeroDivisionError):
        cloud.wait(cloud.revision, 0)
    assert cloud.all(Shelf) == []
    assert cloud.need(Broken, "x", "X").status == "Creating"
    assert status(cloud) == GONE


def test_a_failed_transaction_changes_nothing(cloud: Cloud) -> None:
    with cloud.transaction():
        cloud.put(Shelf(id="s", name="old"))
    revision = cloud.revision

    def half() -> None:
        cloud.change(cloud.need(Shelf, "s", "X"), name="new")
        cloud.put(Shelf(id=cloud.new_id(Shelf)))
        cloud.tasks.begin("vpc-1")

    fail_after(cloud, half)
    assert [row.name for row in cloud.all(Shelf)] == ["old"]
    assert cloud.revision == revision
    cloud.tasks.refuse_if_running("vpc-1")


def test_what_is_put_outside_of_a_transaction_stays_when_a_later_one_fails(cloud: Cloud) -> None:
    before = cloud.revision
    shelf = cloud.put(Shelf(id="s"))
    cloud.put(Shelf(id="dropped"))
    cloud.remove(cloud.need(Shelf, "dropped", "X"))
    assert cloud.revision == before + 3
    fail_after(cloud, lambda: cloud.remove(shelf))
    assert cloud.all(Shelf) == [shelf]


def test_an_id_of_a_failed_transaction_is_given_again(cloud: Cloud) -> None:
    given: list[str] = []
    fail_after(cloud, lambda: given.append(cloud.new_id(Shelf)))
    assert [cloud.new_id(Shelf)] == given


def test_what_was_undone_does_not_come_due(cloud: Cloud, clock: Clock) -> None:
    fail_after(cloud, lambda: cloud.put(Shelf(id="s", status="Creating"), then="Active"))
    clock.pass_by(1)
    assert status(cloud) == GONE


def test_transactions_join_the_outer_one(cloud: Cloud) -> None:
    fail_after(cloud, lambda: creating(cloud))
    assert status(cloud) == GONE


def test_the_revision_grows_with_changes_only(cloud: Cloud, clock: Clock) -> None:
    before = cloud.revision
    status(cloud)
    assert cloud.revision == before
    creating(cloud)
    assert cloud.revision == before + 1
    clock.pass_by(1)
    status(cloud)
    assert cloud.revision == before + 2


def test_listeners_get_each_commit_until_they_end(cloud: Cloud) -> None:
    heard: list[Sequence[Change]] = []
    end = cloud.subscribe(heard.append)
    with cloud.transaction():
        cloud.put(Shelf(id="a"))
        cloud.put(Shelf(id="b"))
    end()
    with cloud.transaction():
        cloud.put(Shelf(id="c"))
    assert [[(change.kind, change.id) for change in commit] for commit in heard] == [[("shelf", "a"), ("shelf", "b")]]


def test_wait_returns_at_a_commit_of_another_thread(cloud: Cloud) -> None:
    revision = cloud.revision
    heard: list[int] = []
    thread = threading.Thread(target=lambda: heard.append(cloud.wait(revision, 10)))
    thread.start()
    creating(cloud)
    thread.join(5)
    assert heard == [revision + 1]


def test_wait_returns_when_a_status_falls_due() -> None:
    cloud = Cloud(World(paces={"shelf": Pace(0.05)}))
    creating(cloud)
    assert cloud.wait(cloud.revision, 10) == cloud.revision
    assert status(cloud) == "Active"


def test_wait_gives_up_after_its_time(cloud: Cloud) -> None:
    assert cloud.wait(cloud.revision, 0.01) == cloud.revision
    assert cloud.wait(cloud.revision - 1, 10) == cloud.revision


def test_a_world_populates_an_empty_cloud_and_again_at_a_reset(clock: Clock) -> None:
    world = World(account="42", populate=one_shelf)
    cloud = Cloud(world, clock=clock)
    before = cloud.everything()
    with cloud.transaction():
        cloud.put(Shelf(id="more", status="Creating"), then="Active")
    cloud.reset()
    clock.pass_by(1)
    assert status(cloud, "more") == GONE
    assert cloud.everything() == before
    assert cloud.account == "42"
