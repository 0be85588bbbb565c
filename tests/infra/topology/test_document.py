"""Nodes as plain values: scalars, anchors, merge keys, duplicates, tags, bombs."""

from __future__ import annotations

import math

import pytest

from acree_infra.errors import StackFileError
from acree_infra.topology.document import MAX_NODES, Document, read_document, read_embedded


def read(text: str) -> Document:
    return read_document(text.encode(), "f.yaml")


def faults(text: str) -> list[tuple[int | None, str]]:
    return [(fault.line, fault.message) for fault in read(text).faults]


class TestScalars:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("100", 100),
            ("-1", -1),
            ("+7", 7),
            ("1_000", 1000),
            ("014", 14),
            ("0o14", 12),
            ("0x1F", 31),
            ("0b101", 5),
            ("1.5", 1.5),
            ("1e3", 1000.0),
            ("-.inf", -math.inf),
            ("true", True),
            ("False", False),
            ("yes", "yes"),
            ("off", "off"),
            ("~", None),
            ("null", None),
            ("", None),
            ("'100'", "100"),
            ('"true"', "true"),
            ("2026-11-02", "2026-11-02"),
            ("1:30", "1:30"),
            ("=", "="),
            ("<<", "<<"),
            ("!!str 12", "12"),
            ("!!int abc", "abc"),
            ("!!float abc", "abc"),
            ("!!bool maybe", "maybe"),
            ("9" * 41, "9" * 41),
            ("0x" + "f" * 5000, "0x" + "f" * 5000),
        ],
    )
    def test_yaml_1_2(self, text: str, value: object) -> None:
        found = read(f"a: {text}").data["a"]
        assert found == value
        assert type(found) is type(value)

    def test_not_a_number(self) -> None:
        assert math.isnan(read("a: .nan").data["a"])

    @pytest.mark.parametrize("text", ["5: a", "true: a", "~: a", "2026-11-02: a", "<: a"])
    def test_keys_are_always_text(self, text: str) -> None:
        assert list(read(text).data) == [text.partition(":")[0]]

    def test_an_empty_file_is_nothing(self) -> None:
        assert read("").data is None


class TestLines:
    def test_of_keys_and_items(self) -> None:
        assert read("a: 1\nb:\n  - c\n  -\n    d: {e: 1}\n").lines == {
            ("a",): 1,
            ("b",): 2,
            ("b", 0): 3,
            ("b", 1): 5,
            ("b", 1, "d"): 5,
            ("b", 1, "d", "e"): 5,
        }

    def test_of_an_alias_are_those_of_its_anchor(self) -> None:
        document = read("a: &x\n  b: 1\nc: *x\n")
        assert document.data == {"a": {"b": 1}, "c": {"b": 1}}
        assert (document.lines["c",], document.lines["c", "b"]) == (3, 2)


class TestMergeKeys:
    def test_own_keys_win_whatever_their_order(self) -> None:
        document = read("x: &x {a: 1, b: 2}\ny:\n  a: 3\n  <<: *x\nz:\n  <<: *x\n  a: 4\n")
        assert document.data["y"] == {"a": 3, "b": 2}
        assert document.data["z"] == {"a": 4, "b": 2}
        assert document.lines["y", "a"] == 3
        assert document.lines["z", "a"] == 7
        assert document.lines["z", "b"] == 1

    def test_of_several_mappings_the_first_wins(self) -> None:
        document = read("x: &x {a: 1}\ny: &y\n  a: 2\n  b: 3\nz:\n  <<: [*x, *y]\n")
        assert document.data["z"] == {"a": 1, "b": 3}
        assert document.lines["z", "a"] == 1

    @pytest.mark.parametrize("value", ["1", "[1]", "[[a]]"])
    def test_of_anything_else_is_a_fault(self, value: str) -> None:
        assert faults(f"a: 1\n<<: {value}") == [(2, "expected a mapping after `<<:`, found another value")]


class TestFaults:
    def test_duplicate_keys_name_both_lines_and_the_first_counts(self) -> None:
        document = read("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 4\n")
        assert document.data == {"a": 1, "b": {"c": 1, "d": 2}}
        assert [(fault.key, fault.line, fault.message, fault.remedy) for fault in document.faults] == [
            (("b", "c"), 5, "duplicate key 'c', first on line 3", "keep one of them"),
            (("a",), 6, "duplicate key 'a', first on line 1", "keep one of them"),
        ]

    @pytest.mark.parametrize("key", ["? [a]\n: 1", "? {a: 1}\n: 1"])
    def test_a_key_that_is_no_text(self, key: str) -> None:
        assert faults(f"b: 1\n{key}") == [(2, "expected text as key, found a list or a mapping")]

    @pytest.mark.parametrize(
        ("value", "tag"),
        [
            ("!own 1", "!own"),
            ("!!binary aGk=", "!!binary"),
            ("!!set {a}", "!!set"),
            ("!!omap [a: 1]", "!!omap"),
            ("!<tag:x> a", "tag:x"),
        ],
    )
    def test_a_tag_leaves_the_key_unread(self, value: str, tag: str) -> None:
        document = read(f"a: {value}")
        assert document.data == {"a": None}
        assert document.unread == {("a",)}
        assert [fault.message for fault in document.faults] == [f"a: expected plain YAML, found the tag {tag}"]


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 9)
)


class TestBombs:
    def test_aliases_that_stand_for_billions(self) -> None:
        with pytest.raises(
            StackFileError, match=f"expected at most {MAX_NODES:,} values, found more; use fewer aliases"
        ):
            read(BOMB)

    @pytest.mark.parametrize("text", ["a: &a [*a]", "&a {b: *a}", "&a {<<: *a}", "a: &a [[{b: *a}]]"])
    def test_aliases_that_hold_themselves(self, text: str) -> None:
        with pytest.raises(
            StackFileError, match=r"f\.yaml:1: expected at most 32 levels, found an alias that holds itself"
        ):
            read(text)

    def test_the_depth_is_that_of_the_branch(self) -> None:
        assert len(read("- [[[]]]\n" * 100).data) == 100


class TestEmbedded:
    def test_keys_get_the_line_and_the_key_of_the_text(self) -> None:
        document = read_embedded('{"a": [1,\n {"b": true, "b": null}]}', "f.yaml", ("config", "acree:x"), 7)
        assert document.data == {"a": [1, {"b": True}]}
        assert set(document.lines.values()) == {7}
        assert ("config", "acree:x", "a", 1, "b") in document.lines
        assert [(fault.line, fault.message) for fault in document.faults] == [(7, "duplicate key 'b', first on line 7")]
