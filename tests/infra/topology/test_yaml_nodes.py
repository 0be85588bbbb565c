"""Text that is not YAML, or more than a stack file may be."""

from __future__ import annotations

import pytest

from acree_infra.errors import StackFileError
from acree_infra.topology.yaml_nodes import MAX_BYTES, MAX_DEPTH, compose
from tests.infra.topology.texts import problems


def refused(content: str | bytes) -> str:
    """The one problem of a text, without its file."""
    with pytest.raises(StackFileError) as caught:
        compose(content if isinstance(content, bytes) else content.encode(), "stacks/Pulumi.dev.yaml")
    (problem,) = caught.value.problems
    return str(problem).removeprefix("stacks/Pulumi.dev.yaml:")


class TestNodes:
    def test_have_values_tags_and_lines(self) -> None:
        node = compose(b"a: 1\nb:\n  - yes\n", "f")
        assert node is not None
        (_, first), (key, second) = node.value
        assert (first.value, first.tag) == ("1", "tag:yaml.org,2002:int")
        assert (key.start_mark.line, second.start_mark.line) == (1, 2)
        assert second.value[0].tag == "tag:yaml.org,2002:str", "YAML 1.2: yes is a word"

    @pytest.mark.parametrize("content", [b"", b"# only a comment\n", b"\xef\xbb\xbf"])
    def test_of_an_empty_file(self, content: bytes) -> None:
        assert compose(content, "f") is None

    def test_a_byte_order_mark_is_no_part_of_the_text(self) -> None:
        node = compose(b"\xef\xbb\xbfa: 1", "f")
        assert node is not None
        assert node.value[0][0].value == "a"


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a: b: c", "1: expected valid YAML: mapping values are not allowed in this context"),
            ("a: 1\nb: [1\nc: 2", "3: expected valid YAML: while parsing a flow sequence, did not find expected"),
            ("a: 1\nb: *x", "2: expected valid YAML: found undefined alias"),
            ("a: 'x", "1: expected valid YAML: while scanning a quoted scalar, found unexpected end of stream"),
            (
                "a: [fd00::/8]",
                "1: expected valid YAML: while scanning a plain scalar, found unexpected ':'; put text that",
            ),
            (
                "a: 1\n---\nb: 2\n",
                "2: expected valid YAML: expected a single document in the stream, but found another",
            ),
            ("%YAML 9.9\n---\na: 1", "1: expected valid YAML: found incompatible YAML document"),
            ("a: 1\nb: \x07", "2: expected YAML, found the control character U+0007"),
            ("é: 1\nü: 2\n\x00", "3: expected YAML, found the control character U+0000"),
            ("a:\n\t- b", "2: expected spaces, found a tab in the indentation; indent with spaces"),
            ("a:\n  \tb: 1\n  c: 1", "2: expected spaces, found a tab in the indentation; indent with spaces"),
        ],
    )
    def test_with_the_line(self, text: str, expected: str) -> None:
        assert refused(text).startswith(expected)

    def test_the_line_is_never_past_the_end(self) -> None:
        assert refused("a: [1,").startswith("1: ")

    def test_bytes_that_are_no_utf8(self) -> None:
        assert refused(b"a: 1\nb: \xe9\n") == "2: expected UTF-8 text, found byte 0xe9; save the file as UTF-8"

    def test_a_file_too_large(self) -> None:
        expected = f"1: expected a stack file of at most 4,000,000 bytes, found {MAX_BYTES + 1:,}"
        assert refused(b"#" * (MAX_BYTES + 1)) == expected

    @pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
    def test_nesting_too_deep_before_the_parser_recurses(self, opening: str) -> None:
        assert refused("\n" + opening * 100_000) == f"2: expected at most {MAX_DEPTH} levels of nesting, found more"

    def test_the_deepest_nesting_that_is_read(self) -> None:
        assert compose(("[" * (MAX_DEPTH - 2) + "]" * (MAX_DEPTH - 2)).encode(), "f") is not None

    def test_through_the_loader(self) -> None:
        assert problems("a: *x") == ["1: expected valid YAML: found undefined alias"]
