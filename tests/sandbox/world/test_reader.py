"""A world file is read strictly: what is wrong is named with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from acree_sandbox.world.reader import Section, WorldError


class TestKinds:
    """Each value has its kind, and a complaint says what was wanted and what was found."""

    @pytest.mark.parametrize(
        ("read", "content", "complaint"),
        [
            (lambda s: s.text("a"), {}, "vpcs[0]: 'a' is missing"),
            (lambda s: s.text("a"), {"a": 1}, "vpcs[0].a: wanted a text, found the value 1"),
            (lambda s: s.text("a"), {"a": None}, "vpcs[0].a: wanted a text, found nothing"),
            (lambda s: s.number("a", 1), {"a": True}, "wanted a number, found the truth value True"),
            (lambda s: s.flag("a"), {"a": "yes"}, "wanted true or false, found the text 'yes'"),
            (lambda s: s.texts("a"), {"a": "x"}, "wanted a list, found the text 'x'"),
            (lambda s: s.texts("a"), {"a": [1]}, "vpcs[0].a[0]: wanted a text, found the value 1"),
            (lambda s: s.cidr("a"), {"a": "10.0.0.1/8"}, "wanted a prefix such as 10.0.0.0/16, found '10.0.0.1/8'"),
            (lambda s: s.address("a"), {"a": "10.0.0"}, "wanted an address such as 10.0.0.1, found '10.0.0'"),
            (lambda s: s.section("a"), {"a": []}, "vpcs[0].a: wanted a mapping, found a list"),
            (lambda s: list(s.sections("a")), {"a": {}}, "wanted a list, found a mapping"),
        ],
    )
    def test_wrong_kinds(self, read: Callable[[Section], object], content: object, complaint: str) -> None:
        with pytest.raises(WorldError) as caught:
            read(Section("vpcs[0]", content))
        assert complaint in str(caught.value)

    def test_right_kinds(self) -> None:
        content = {"t": "x", "n": 2, "f": True, "l": ["a"], "c": "10.0.0.0/8", "i": "10.0.0.1", "m": {"k": 1}}
        with Section("", content) as whole:
            assert (whole.text("t"), whole.number("n", 0), whole.flag("f"), whole.texts("l")) == ("x", 2, True, ["a"])
            assert (whole.cidr("c"), whole.address("i"), whole.address("none", "")) == ("10.0.0.0/8", "10.0.0.1", "")
            assert list(whole.section("m").named()) == [("k", 1)]

    def test_the_whole_must_be_a_mapping(self) -> None:
        with pytest.raises(WorldError, match="the world file: wanted a mapping, found a list"):
            Section("", [])


class TestUnknownKeys:
    """A misspelt key may not be ignored."""

    def test_the_nearest_is_named(self) -> None:
        whole = Section("", {"regoin": "x"})
        whole.text("region", "")
        with pytest.raises(WorldError, match=r"regoin: unknown key; did you mean 'region'\? \(known: region\)"):
            whole.refuse_unknown()

    def test_items_of_a_list_are_checked_too(self) -> None:
        whole = Section("", {"vpcs": [{"id": "a"}, {"id": "b", "color": 1}]})
        with pytest.raises(WorldError, match=r"vpcs\[1\].color: unknown key"):
            [item.text("id") for item in whole.sections("vpcs")]

    def test_an_error_inside_is_not_covered_up(self) -> None:
        with pytest.raises(ValueError, match="mine"), Section("", {"other": 1}):
            raise ValueError("mine")
