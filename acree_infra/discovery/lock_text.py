"""The text of a lock file: sorted as the models are, with the comments that people wrote into the last version."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from acree_infra.discovery.items import dump, identity
from acree_infra.discovery.model import Lock

_WIDE = 4096


def render(lock: Lock, header: str, last: str) -> str:
    """The new text.

    Args:
        lock: what the file shall hold.
        header: comment at the top of a new file, lines without `#`.
        last: text of the last version, whose comments stay with the items that stay; empty for a new file.
    """
    yaml = YAML()
    yaml.width = _WIDE
    yaml.indent(mapping=2, sequence=4, offset=2)
    data = {"schema-version": lock.schema_version, **dump(lock)}
    tree = _parsed(yaml, last)
    if tree is None:
        tree = CommentedMap()
        tree.yaml_set_start_comment(header)
    _merge_map(tree, data)
    stream = io.StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def _parsed(yaml: YAML, text: str) -> CommentedMap | None:
    try:
        tree = yaml.load(text)
    except YAMLError:
        return None
    return tree if isinstance(tree, CommentedMap) else None


def _merge_map(tree: CommentedMap, data: dict[str, Any]) -> None:
    """Make the tree equal to the data, keys in the data's order; comments of keys that stay are kept."""
    for key in [key for key in tree if key not in data]:
        del tree[key]
        tree.ca.items.pop(key, None)
    for position, (key, value) in enumerate(data.items()):
        if key in tree:
            tree[key] = _merged(tree[key], value)
        else:
            tree.insert(position, key, _merged(None, value))


def _merge_list(tree: CommentedSeq, items: list[Any]) -> None:
    """Make the list equal to the items; an item that stays brings its comments along to its new place."""
    places = {identity(item): place for place, item in enumerate(tree)}
    nodes, comments = list(tree), dict(tree.ca.items)
    tree.ca.items.clear()
    del tree[:]
    for item in items:
        place = places.get(identity(item))
        tree.append(_merged(None if place is None else nodes[place], item))
        if place in comments:
            tree.ca.items[len(tree) - 1] = comments[place]


def _merged(node: Any, value: Any) -> Any:  # noqa: ANN401  # any YAML node, any JSON value
    if isinstance(value, dict):
        kept = node if isinstance(node, CommentedMap) else CommentedMap()
        _merge_map(kept, value)
        return kept
    if isinstance(value, list):
        kept_list = node if isinstance(node, CommentedSeq) else CommentedSeq()
        _merge_list(kept_list, value)
        return kept_list
    return node if type(node) is type(value) and node == value else value
