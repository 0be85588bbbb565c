from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.reports.section import section
from acree_infra.reports.style import Style, columns, plain, style_of


def shown(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


@pytest.mark.parametrize(
    ("environ", "terminal", "expected"),
    [
        ({}, True, Style(colour=True, width=80)),
        ({"NO_COLOR": "1"}, True, Style(colour=False, width=80)),
        ({"NO_COLOR": ""}, True, Style(colour=True, width=80)),
        ({"TERM": "dumb"}, True, Style(colour=False, width=80)),
        ({}, False, Style(colour=False, width=0)),
        ({"NO_COLOR": "1"}, False, Style(colour=False, width=0)),
    ],
)
def test_colour_and_width_are_for_terminals(environ: dict[str, str], terminal: bool, expected: Style) -> None:
    assert style_of(environ, terminal=terminal, width=80) == expected


def test_paint() -> None:
    assert Style(colour=True).paint("x", "red", "bold") == "\x1b[31;1mx\x1b[0m"
    assert Style(colour=True).paint("", "red") == ""
    assert Style().paint("x", "red") == "x"


def test_columns_line_up_and_only_the_last_is_cut() -> None:
    rows = [["a", "bb", "a long reason to be here"], ["aaa", "b", "short"]]
    assert columns(rows, Style(width=31)) == ["  a    bb  a long reason to be…", "  aaa  b   short"]
    assert columns(rows, Style()) == ["  a    bb  a long reason to be here", "  aaa  b   short"]
    assert columns([], Style()) == []


def test_a_narrow_terminal_still_shows_something_of_the_last_column() -> None:
    assert columns([["a" * 30, "b" * 30]], Style(width=10)) == [f"  {'a' * 30}  {'b' * 19}…"]


def test_wide_characters_take_two_columns() -> None:
    assert columns([["名前", "x"], ["abcd", "y"]], Style()) == ["  名前  x", "  abcd  y"]
    assert columns([["", "理由" * 20]], Style(width=24)) == ["    " + "理由" * 4 + "理…"]


@given(
    st.lists(st.tuples(st.text(max_size=12), st.text(max_size=60)), min_size=1, max_size=6),
    st.integers(min_value=60, max_value=120),
)
def test_no_line_is_wider_than_the_terminal_nor_moves_its_cursor(rows: list[tuple[str, str]], width: int) -> None:
    lines = columns(rows, Style(width=width))
    assert len(lines) == len(rows)
    assert all(shown(line) <= width for line in lines)
    assert all(line.isprintable() for line in lines)


@given(st.text())
def test_plain_text_is_one_printable_line(text: str) -> None:
    assert plain(text).isprintable()
    assert plain(plain(text)) == plain(text)


def test_plain_takes_escape_sequences_apart() -> None:
    assert plain("a\n  b\tc\x1b[31md") == "a b c[31md"
    assert plain("as  it is") == "as  it is"


def test_wrapped_text_keeps_its_indent() -> None:
    lines = list(Style(width=40).wrapped("one two three four five six seven eight nine ten", 4))
    assert len(lines) == 2
    assert all(line.startswith("    ") and len(line) <= 40 for line in lines)


def test_wrapped_text_never_runs_the_whole_width_of_a_wide_terminal() -> None:
    assert max(len(line) for line in Style(width=300).wrapped("word " * 100, 2)) <= 100
    assert max(len(line) for line in Style(width=5).wrapped("ab " * 20, 9)) <= 29


def test_an_empty_section_is_no_section() -> None:
    assert list(section("T", [], Style())) == []
    assert list(section("T", [["a", "b"]], Style())) == ["", "T", "  a  b"]
    assert re.fullmatch(r"\x1b\[1mT\x1b\[0m", list(section("T", [["a"]], Style(colour=True)))[1])
