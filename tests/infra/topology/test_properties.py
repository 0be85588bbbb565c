"""What holds for every stack file: values, lines, two ways to write the same, and no secret in a message."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from acree_infra.topology.document import read_document
from acree_infra.topology.fault import Key
from tests.infra.topology.test_schema import FULL, PLACES
from tests.infra.topology.texts import WORKED, load, problems

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"]), max_size=8)
)
NAMES = st.text(st.sampled_from("abcdefg-:0"), min_size=1, max_size=4)
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=20
)
TOKEN = "LTAI5tNeverShownAnywhere"


def block(data: object, key: Key = (), depth: int = 0) -> list[tuple[str, Key | None]]:
    """Nested data as YAML lines, one key or item on each, and the key that stands on each line."""
    indent = "  " * depth
    items = list(data.items()) if isinstance(data, dict) else list(enumerate(data)) if isinstance(data, list) else []
    lines: list[tuple[str, Key | None]] = []
    for part, value in items:
        name = f"{json.dumps(part)}:" if isinstance(part, str) else "-"
        below = block(value, (*key, part), depth + 1)
        if below and isinstance(part, str):
            lines += [(f"{indent}{name}", (*key, part)), *below]
        elif below:  # an item is where its first key is, so both stand on one line
            first, owner = below[0]
            lines += [(f"{indent}- {first.lstrip()}", owner), *below[1:]]
        else:
            lines.append((f"{indent}{name} {json.dumps(value)}", (*key, part)))
    return lines


FULL_LINES = block(FULL)
FULL_TEXT = "\n".join(text for text, _ in FULL_LINES)
LINE_OF = {key: number for number, (_, key) in enumerate(FULL_LINES, start=1)}
LEAVES = [key for key in PLACES if key[1:] and str(key[1]).startswith("acree:") and key in LINE_OF]


def replaced(key: Key, value: object) -> dict[str, Any]:
    """The full example with another value at one key."""
    data: Any = copy.deepcopy(FULL)
    here = data
    for part in key[:-1]:
        here = here[part]
    here[key[-1]] = value
    return dict(data)


class TestValues:
    @given(DATA)
    def test_are_those_of_json(self, data: object) -> None:
        assert read_document(json.dumps(data).encode(), "f").data == data

    @given(st.sampled_from(["a", "yes", "0o7", "1_0", "~", "2001-01-01", "'x'", '"\\n"', "1e2", "0x1f", "+.5"]))
    def test_are_those_of_the_yaml_library(self, text: str) -> None:
        expected = YAML(typ="safe").load(f"[{text}]")[0]
        found = read_document(f"[{text}]".encode(), "f").data[0]
        assert found == expected or (text == "2001-01-01" and found == text), "dates are text to us"


class TestLines:
    def test_of_the_full_example(self) -> None:
        found = read_document(FULL_TEXT.encode(), "f").lines
        assert {key: found[key] for key in LINE_OF if key} == LINE_OF

    @given(st.sampled_from(LEAVES))
    @settings(max_examples=100)
    def test_a_wrong_value_is_reported_where_it_stands(self, key: Key) -> None:
        text = "\n".join(line for line, _ in block(replaced(key, "not a value, with (odd) text")))
        wrong = problems(text)
        if not str(key[-1]).startswith("reason"):
            assert any(problem.startswith(f"{LINE_OF[key]}: ") for problem in wrong), wrong

    @given(st.integers(0, 5), st.sampled_from(["", "# a comment", "---"]))
    def test_move_with_what_stands_before(self, count: int, line: str) -> None:
        before = f"{line}\n" if line == "---" else f"{line}\n" * count
        moved = load(before + WORKED).lines
        assert moved == {key: place + before.count("\n") for key, place in load(WORKED).lines.items()}


class TestTwoWaysToWriteTheSame:
    def test_flow_and_block(self) -> None:
        assert load(FULL_TEXT).topology == load(json.dumps(FULL)).topology

    @pytest.mark.parametrize("name", [name for name in FULL["config"] if name.startswith("acree:")])
    def test_json_as_text(self, name: str) -> None:
        data = replaced(("config", name), json.dumps(FULL["config"][name]))
        assert load(json.dumps(data)).topology == load(FULL_TEXT).topology

    def test_anchors(self) -> None:
        text = WORKED.replace("- name: shanghai", "- &one\n      name: shanghai") + (
            "    - <<: *one\n      name: near\n      vpc: vpc-near\n"
        )
        first, second = load(text).topology.clients
        assert (second.name, second.vpc, second.region) == ("near", "vpc-near", first.region)
        assert second.pod_cidrs == first.pod_cidrs


class TestSecrets:
    @given(
        st.sampled_from(PLACES), st.sampled_from([TOKEN, [TOKEN], [TOKEN, TOKEN], {TOKEN: TOKEN}, {"secure": TOKEN}])
    )
    @settings(max_examples=400)
    def test_no_value_that_looks_like_one_is_ever_repeated(self, key: Key, value: object) -> None:
        assert TOKEN not in "\n".join(problems(json.dumps(replaced(key, value))))


class TestKeysThatLookLikeSigns:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("acree:[key]: 1", "15: unknown key 'acree:[key]' in config; "),
            ("acree:options: {'[key]': 1}", "15: unknown key '[key]' in options; known: "),
            ("acree:rules: {'[key]': off}", "15: rules.[key]: expected a mapping, found 'off'"),
        ],
    )
    def test_are_keys_like_others(self, text: str, expected: str) -> None:
        (problem,) = problems(f"{WORKED}  {text}\n")
        assert problem.startswith(expected)

    def test_as_a_region(self) -> None:
        text = WORKED.replace("    cen: create\n", "    cen: cen-1\n    transit-routers: {'[key]': 5}\n")
        assert problems(text) == [
            "8: key in network.transit-routers: expected a region such as cn-shanghai, found '[key]'",
            "8: network.transit-routers.[key].id: expected `create` or a transit router id such as tr-demo1, found 5",
        ]
