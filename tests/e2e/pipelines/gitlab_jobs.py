"""The jobs of a GitLab pipeline, put together as GitLab does: `extends`, `!reference`, `parallel: matrix`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.nodes import SequenceNode


@dataclass(frozen=True, slots=True)
class Reference:
    """`!reference [job, key]`."""

    job: str
    key: str


@dataclass(frozen=True, slots=True)
class Job:
    """One job.

    Attributes:
        name: its name.
        keys: what is written of it, with all that it extends.
        script: all its lines, those before the script first.
    """

    name: str
    keys: Mapping[str, Any]
    script: str


class _Constructor(SafeConstructor):
    """Knows GitLab's own tag."""


def _reference(constructor: SafeConstructor, node: SequenceNode) -> Reference:
    return Reference(*constructor.construct_sequence(node))


_Constructor.add_constructor("!reference", _reference)


def jobs_of(path: Path) -> dict[str, Job]:
    """Every job of a file; hidden ones, whose names begin with a dot, are left out."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _Constructor
    document = yaml.load(path.read_text(encoding="utf-8"))
    written = {name: keys for name, keys in document.items() if isinstance(keys, dict)}
    return {name: _job(name, written) for name in written if not name.startswith(".") and "script" in written[name]}


def _job(name: str, written: Mapping[str, Mapping[str, Any]]) -> Job:
    keys = _whole(name, written)
    lines = [*_lines(keys.get("before_script", []), written), *_lines(keys["script"], written)]
    return Job(name, keys, "\n".join(lines))


def _whole(name: str, written: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Keys of a job over those of what it extends; later ones win, mappings are merged."""
    whole: dict[str, Any] = {}
    parents = written[name].get("extends", [])
    for keys in [*(_whole(parent, written) for parent in parents), written[name]]:
        for key, value in keys.items():
            merged = isinstance(value, dict) and isinstance(whole.get(key), dict)
            whole[key] = {**whole[key], **value} if merged else value
    return whole


def _lines(script: list[Any], written: Mapping[str, Mapping[str, Any]]) -> list[str]:
    found: list[str] = []
    for line in script:
        if isinstance(line, Reference):
            found += _lines(_whole(line.job, written)[line.key], written)
        else:
            found.append(str(line))
    return found
