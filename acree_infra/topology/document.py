"""A YAML document as plain values, with the line of every key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from acree_infra.topology.fault import Fault, Key, key_text
from acree_infra.topology.scalars import SCALARS
from acree_infra.topology.yaml_nodes import MAX_DEPTH, Node, compose, refusal

MAX_NODES = 200_000
"""Most values after every alias has been written out; a few lines of aliases can stand for billions."""

_TAG = "tag:yaml.org,2002:"
_TEXT_TAGS = {f"{_TAG}{kind}" for kind in ("str", "timestamp", "value", "merge")}


@dataclass(slots=True)
class Document:
    """What a file says.

    Attributes:
        data: dicts with text keys, lists, text, numbers, booleans and None.
        lines: line of each key and each list item, counted from 1.
        faults: what could not be understood; the rest of the file was read all the same.
        unread: keys whose value is not in `data` because of such a fault.
    """

    data: Any = None
    lines: dict[Key, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unread: set[Key] = field(default_factory=set)

    def refuse(self, key: Key, message: str, remedy: str = "") -> None:
        """Note a fault that leaves a key without a value."""
        self.faults.append(Fault(key, message, remedy))
        self.unread.add(key)


def read_document(content: bytes, file: str) -> Document:
    """Read YAML 1.2 with anchors, aliases and merge keys.

    Raises:
        StackFileError: not one YAML document; see `yaml_nodes.compose`; or aliases that grow without bound.
    """
    return _read(content, _Reader(file), ())


def read_embedded(text: str, file: str, key: Key, line: int) -> Document:
    """Read a value that was written as text holding JSON, as `pulumi config set` does.

    Args:
        text: the JSON, which is YAML too.
        file: the file that holds it.
        key: the key whose value it is; keys inside are counted from there.
        line: its line, which all keys inside get.

    Raises:
        StackFileError: not YAML.
    """
    return _read(text.encode(), _Reader(file, line=line), key)


def _read(content: bytes, reader: _Reader, key: Key) -> Document:
    node = compose(content, reader.file)
    if node is not None:
        reader.document.data = reader.value(node, key)
    return reader.document


@dataclass(slots=True)
class _Reader:
    file: str
    document: Document = field(default_factory=Document)
    line: int | None = None
    count: int = 0
    depth: int = 0

    def line_at(self, node: Node) -> int:
        return self.line or node.start_mark.line + 1

    def value(self, node: Node, key: Key) -> object:
        self.count += 1
        self.depth += 1
        if self.depth > MAX_DEPTH:
            message = f"expected at most {MAX_DEPTH} levels, found an alias that holds itself or grows without bound"
            raise refusal(self.file, self.line_at(node), message)
        if self.count > MAX_NODES:
            message = f"expected at most {MAX_NODES:,} values, found more"
            raise refusal(self.file, self.line_at(node), message, "use fewer aliases")
        read = self._scalar if isinstance(node.value, str) else self._mapping if _is_mapping(node) else self._sequence
        value = read(node, key)
        self.depth -= 1
        return value

    def _scalar(self, node: Node, key: Key) -> object:
        if node.tag in _TEXT_TAGS:
            return node.value
        kind = node.tag.removeprefix(_TAG)
        if kind not in SCALARS:
            self._tagged(node, key)
            return None
        return SCALARS[kind](node.value)

    def _sequence(self, node: Node, key: Key) -> object:
        if node.tag != f"{_TAG}seq":
            self._tagged(node, key)
            return None
        items = []
        for index, item in enumerate(node.value):
            self.document.lines[*key, index] = self.line_at(item)
            items.append(self.value(item, (*key, index)))
        return items

    def _mapping(self, node: Node, key: Key) -> object:
        if node.tag != f"{_TAG}map":
            self._tagged(node, key)
            return None
        merged: dict[str, object] = {}
        for name, item in node.value:
            if _is_merge(name):
                merged |= self._merged(item, key)
        values: dict[str, object] = {}
        for name, item in node.value:
            if _is_merge(name):
                continue
            if not isinstance(name.value, str):
                self._complex_key(key, self.line_at(name))
            elif name.value in values:
                self._twice((*key, name.value), self.line_at(name))
            else:
                self.document.lines[*key, name.value] = self.line_at(name)
                values[name.value] = self.value(item, (*key, name.value))
        return merged | values

    def _merged(self, node: Node, key: Key) -> dict[str, object]:
        """`<<: *common`: keys of another mapping, or of several, the first of which wins."""
        merged: dict[str, object] = {}
        many = [node] if isinstance(node.value, str) or _is_mapping(node) else node.value
        for one in reversed(many):
            found = self.value(one, key)
            if isinstance(found, dict):
                merged |= found
            else:
                message = "expected a mapping after `<<:`, found another value"
                self.document.faults.append(Fault(key, message, line=self.line_at(one)))
        return merged

    def _tagged(self, node: Node, key: Key) -> None:
        self.document.refuse(key, f"{key_text(key) or 'the file'}: expected plain YAML, found the tag {_tag(node)}")

    def _complex_key(self, key: Key, line: int) -> None:
        self.document.faults.append(Fault(key, "expected text as key, found a list or a mapping", line=line))

    def _twice(self, key: Key, line: int) -> None:
        first = self.document.lines[key]
        message = f"duplicate key {str(key[-1])!r}, first on line {first}"
        self.document.faults.append(Fault(key, message, "keep one of them", line))


def _is_merge(node: Node) -> bool:
    return node.tag == f"{_TAG}merge"


def _is_mapping(node: Node) -> bool:
    return type(node).__name__ == "MappingNode"


def _tag(node: Node) -> str:
    tag = str(node.tag)
    return f"!!{tag.removeprefix(_TAG)}" if tag.startswith(_TAG) else tag
