from hypothesis import given
from hypothesis import strategies as st

from acree_sandbox.core.tables import Change, Tables
from tests.sandbox.core.specimens import Box, Shelf


def box(name: str, shelf: str = "s", note: str = "", at: float = 1.0) -> Box:
    return Box(id=name, shelf_id=shelf, note=note, created_at=at)


def test_rows_keep_their_order_when_they_change() -> None:
    tables = Tables()
    for name in ("b", "a", "c"):
        tables.put(box(name))
    tables.put(box("a", note="new"))
    assert list(tables.rows("box")) == ["b", "a", "c"]


def test_an_index_follows_its_field() -> None:
    tables = Tables()
    tables.put(box("a", "s1"))
    tables.put(box("b", "s1"))
    tables.put(box("a", "s2"))
    assert list(tables.where("box", "shelf_id", "s1")) == ["b"]
    assert list(tables.where("box", "shelf_id", "s2")) == ["a"]
    tables.drop(box("a", "s2"))
    assert not tables.where("box", "shelf_id", "s2")


def test_commit_tells_what_changed_and_from_what() -> None:
    tables = Tables()
    old, kept = box("a"), box("k")
    tables.put(old)
    tables.put(kept)
    tables.commit()
    new = box("a", note="x")
    tables.put(new)
    tables.drop(kept)
    tables.put(Shelf(id="s"))
    assert tables.commit() == [
        Change("box", "a", old, new),
        Change("box", "k", kept, None),
        Change("shelf", "s", None, Shelf(id="s")),
    ]
    assert tables.commit() == []


def test_what_came_and_went_within_one_commit_is_no_change() -> None:
    tables = Tables()
    tables.put(box("a"))
    tables.drop(box("a"))
    assert tables.commit() == []


def test_undo_puts_a_dropped_row_back_in_its_place() -> None:
    tables = Tables()
    for at, name in enumerate("abc"):
        tables.put(box(name, at=float(at)))
    tables.commit()
    tables.drop(box("a"))
    tables.undo()
    assert list(tables.rows("box")) == ["a", "b", "c"]


STEPS = st.lists(st.tuples(st.sampled_from(["put", "drop"]), st.sampled_from("abcd"), st.sampled_from(["s1", "s2"])))


def apply(tables: Tables, steps: list[tuple[str, str, str]]) -> None:
    for number, (step, name, shelf) in enumerate(steps):
        if step == "put":
            tables.put(box(name, shelf, str(number), at=float(ord(name))))
        else:
            tables.drop(box(name, shelf))


def contents(tables: Tables) -> tuple[object, ...]:
    indexed = {shelf: dict(tables.where("box", "shelf_id", shelf)) for shelf in ("s1", "s2")}
    return dict(tables.rows("box")), indexed


@given(STEPS, STEPS)
def test_undo_makes_everything_as_it_was(
    before: list[tuple[str, str, str]], undone: list[tuple[str, str, str]]
) -> None:
    tables = Tables()
    apply(tables, before)
    tables.commit()
    expected = contents(tables)
    apply(tables, undone)
    tables.undo()
    assert contents(tables) == expected
    assert tables.commit() == []


@given(STEPS)
def test_an_index_holds_what_a_search_finds(steps: list[tuple[str, str, str]]) -> None:
    tables = Tables()
    apply(tables, steps)
    for shelf in ("s1", "s2"):
        found = {row.id for row in tables.rows("box").values() if isinstance(row, Box) and row.shelf_id == shelf}
        assert set(tables.where("box", "shelf_id", shelf)) == found
