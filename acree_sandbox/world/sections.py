"""The table of sections: each top-level list of a world file and the function that puts what it says."""

from __future__ import annotations

from collections.abc import Callable

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.world.reader import Section

Putter = Callable[[Cloud, Section], None]
_PUTTERS: dict[str, Putter] = {}


def section(name: str) -> Callable[[Putter], Putter]:
    """Register the function that puts one item of the list `name`; ValueError when the name is taken."""

    def register(putter: Putter) -> Putter:
        if name in _PUTTERS:
            raise ValueError(f"section {name!r} is taken by {_PUTTERS[name].__module__}")
        _PUTTERS[name] = putter
        return putter

    return register


def put_all(cloud: Cloud, whole: Section) -> None:
    """Put everything that a world file says, section by section in the order of their registration."""
    for name, putter in _PUTTERS.items():
        for item in whole.sections(name):
            putter(cloud, item)
