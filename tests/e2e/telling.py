"""Stories: what happens to a stack from beginning to end, many at the same time, since the provider mostly sleeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from scripts.workplace import ROOT, Workplace

T = TypeVar("T")
WORLDS = ROOT / "stacks" / "worlds"
AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class Story(Generic[T]):
    """One thing that happens, in a workplace of its own.

    Attributes:
        tell: lets it happen and returns what was seen; a command that ends otherwise than it should raises.
        world: content of the world file.
        network: whether the sandbox forwards packets too.
    """

    tell: Callable[[Workplace], T]
    world: str
    network: bool

    @property
    def module(self) -> str:
        """Name of the module that tells it."""
        return self.tell.__module__


_ALL: list[Story[Any]] = []


def story(
    example: str, *changes: tuple[str, str], network: bool = False
) -> Callable[[Callable[[Workplace], T]], Story[T]]:
    """Register a story.

    Args:
        example: whose world file there is at the start.
        changes: (old, new) texts of the world file; the old one must be there.
        network: whether the sandbox forwards packets too.
    """

    def register(tell: Callable[[Workplace], T]) -> Story[T]:
        world = (WORLDS / f"{example}.yaml").read_text(encoding="utf-8")
        for old, new in changes:
            world = replaced(world, old, new)
        made = Story(tell, world, network)
        _ALL.append(made)
        return made

    return register


def replaced(text: str, old: str, new: str) -> str:
    """Another text; ValueError when what is to be replaced is not there once."""
    if text.count(old) != 1:
        raise ValueError(f"expected {old!r} once, found it {text.count(old)} times")
    return text.replace(old, new)


@dataclass
class Telling:
    """Tells the stories of the modules at hand, all at once.

    Args:
        folder: where each story gets a folder.
        environ: environment with the engine.
        pool: where they run.
    """

    folder: Path
    environ: Mapping[str, str]
    pool: ThreadPoolExecutor
    _running: dict[int, Future[Any]] = field(default_factory=dict)

    def begin(self, modules: set[str]) -> None:
        """Begin all stories of these modules."""
        for one in _ALL:
            if one.module in modules:
                self._running[id(one)] = self.pool.submit(self._tell, one)

    def of(self, wanted: Story[T]) -> T:
        """What was seen in a story; waits for its end.

        One that has not begun is told at once, here: tests run in any order, and the first of them must not wait for
        all the others' stories, which would take longer than it may.
        """
        if self._running[id(wanted)].cancel():
            now: Future[Any] = Future()
            self._running[id(wanted)] = now
            try:
                now.set_result(self._tell(wanted))
            except Exception as error:  # noqa: BLE001  # each test of the story is told
                now.set_exception(error)
        found: T = self._running[id(wanted)].result()
        return found

    def _tell(self, one: Story[T]) -> T:
        folder = self.folder / f"{one.module.rpartition('.')[2]}-{one.tell.__qualname__}"
        folder.mkdir()
        world = folder / "world.yaml"
        world.write_text(one.world, encoding="utf-8")
        with Workplace(folder, world, self.environ, network=one.network) as place:
            return one.tell(place)
