"""Look-ups side by side: each is told about while it runs, and every failure is kept to the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, Self, TypeVar

from pydantic import ValidationError

from acree_infra.discovery.progress import Observer, Progress, Stage
from acree_infra.errors import AccessError, AcreeError, DiscoveryError, Problem

T = TypeVar("T")
Note = Callable[[str], None]
_WORKERS = 16


class LookupFailed(Exception):
    """A look-up has no value; its failure is on the list of the run."""


class Awaited(Generic[T]):
    """A look-up that is under way or ended."""

    def __init__(self, future: Future[T]) -> None:
        self._future = future

    @property
    def value(self) -> T:
        """What it found; waits for it.

        Raises:
            LookupFailed: it failed.
        """
        return self._future.result()


class Lookups:
    """Runs look-ups in threads and tells an observer about them. Used with `with`, which waits for all.

    Args:
        observer: takes the events, one at a time.
    """

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="look-up")
        self._guard = threading.Lock()
        self._failures: dict[str, AcreeError] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=kind is not None and not issubclass(kind, LookupFailed))

    def start(self, subject: str, work: Callable[[Note], T]) -> Awaited[T]:
        """Start one look-up.

        Args:
            subject: what is looked up, for the user.
            work: the look-up; it gets a function that takes a sentence for the user.
        """
        return Awaited(self._pool.submit(self._run, subject, work))

    def note(self, subject: str, text: str) -> None:
        """Tell the user something."""
        self._tell(Progress(Stage.NOTE, subject, text))

    def failure(self) -> AccessError | DiscoveryError:
        """Everything that failed as one error, to be raised after all look-ups ended.

        Credentials that the account refused come alone, since the rest follows from that; otherwise every failure
        is on the list, by subject.
        """
        failures = [self._failures[subject] for subject in sorted(self._failures)]
        for failure in failures:
            if isinstance(failure, AccessError):
                return failure
        return DiscoveryError(tuple(dict.fromkeys(problem for failure in failures for problem in _problems(failure))))

    def _run(self, subject: str, work: Callable[[Note], T]) -> T:
        self._tell(Progress(Stage.BEGIN, subject))
        started = time.perf_counter()
        try:
            found = work(lambda text: self.note(subject, text))
        except LookupFailed:
            raise
        except (AcreeError, ValidationError) as error:
            failure = error if isinstance(error, AcreeError) else _unusable(subject, error)
            with self._guard:
                self._failures[subject] = failure
            said = _problems(failure)[0].message  # what to do is said once, at the end
            self._tell(Progress(Stage.FAILED, subject, said, time.perf_counter() - started))
            raise LookupFailed from error
        self._tell(Progress(Stage.DONE, subject, "", time.perf_counter() - started))
        return found

    def _tell(self, event: Progress) -> None:
        with self._guard:
            self._observer(event)


def _problems(failure: AcreeError) -> tuple[Problem, ...]:
    return failure.problems if isinstance(failure, DiscoveryError) else (failure.problem,)


def _unusable(subject: str, error: ValidationError) -> DiscoveryError:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    message = f"{subject}: the service's answer cannot be used: {place}: {first['msg']}"
    return DiscoveryError((Problem(None, message, "run again; if it stays so, report it with this message"),))
