"""The state of the emulated cloud, the only thing that actions read and change.

Calls are served one at a time under `Cloud.transaction`: what an action put or removed counts when it returns, and
is undone when it raises. Outside of a transaction each `put` and `remove` is one of its own. Resources are frozen, so
nothing changes behind the cloud's back.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from acree_sandbox.core.errors import not_found
from acree_sandbox.core.ids import make_id, suffix
from acree_sandbox.core.journal import Journal
from acree_sandbox.core.limits import Tasks
from acree_sandbox.core.resources import GONE, R, Resource
from acree_sandbox.core.schedule import Schedule
from acree_sandbox.core.tables import Change, Tables
from acree_sandbox.core.times import iso_time
from acree_sandbox.core.world import World

Listener = Callable[[Sequence[Change]], None]
FOLD_AFTER = 20_000


class Cloud:
    """All resources of one sandbox.

    Args:
        world: account, paces, quotas and what exists at the start.
        folder: where the state is kept over restarts; None keeps nothing.
        clock: seconds since the epoch.

    Raises:
        StateUnreadable: the folder holds a state that does not fit.

    Attributes:
        world: as given.
        revision: number of commits so far; grows with every change.
        tasks: what is busy for a while.
    """

    def __init__(
        self, world: World | None = None, folder: Path | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self.world = world or World()
        self.revision = 0
        self._clock = clock
        self._changed = threading.Condition(threading.RLock())
        self._depth = 0
        self._reading = False
        self._listeners: list[Listener] = []
        self._journal = Journal(folder) if folder else None
        self._tables = Tables()
        self._schedule = Schedule()
        self._serial = 0
        self.tasks = Tasks(self)
        try:
            self._load()
        except BaseException:
            self._let_go()
            raise

    # -- reading ------------------------------------------------------------------------------------------------

    @property
    def account(self) -> str:
        """Account id of the caller."""
        return self.world.account

    def now(self) -> float:
        """Return seconds since the epoch, by the injected clock."""
        return self._clock()

    def timestamp(self) -> str:
        """Return the present moment as ``2026-01-01T00:00:00Z``."""
        return iso_time(self._clock())

    def get(self, kind: type[R], identifier: str) -> R | None:
        """Return a resource, None when it does not exist."""
        row = self._tables.get(kind.kind, identifier)
        if row is None:
            return None
        self._count_read(row)
        return row if isinstance(row, kind) else None

    def need(self, kind: type[R], identifier: str, code: str, status: int = 404) -> R:
        """Return a resource; ApiError with the given code when it does not exist."""
        row = self.get(kind, identifier)
        if row is None:
            raise not_found(kind.kind, identifier, code, status)
        return row

    def all(self, kind: type[R], region: str = "") -> list[R]:
        """Return the resources of a kind, oldest first, of one region if named."""
        rows = self._tables.rows(kind.kind).values()
        return self._seen([row for row in rows if isinstance(row, kind) and (not region or row.region == region)])

    def where(self, kind: type[R], field: str, value: object) -> list[R]:
        """Return the resources of a kind whose field has the value; quick for fields named in its indexes."""
        if field in kind.indexes:
            rows = self._tables.where(kind.kind, field, value).values()
            return self._seen([row for row in rows if isinstance(row, kind)])
        return [row for row in self.all(kind) if getattr(row, field) == value]

    # -- changing -----------------------------------------------------------------------------------------------

    def new_id(self, kind: type[Resource], region: str = "") -> str:
        """Return a fresh id for a resource, with the region's mark for regional kinds."""
        self._serial += 1
        return make_id(kind.prefix, region, self.world.seed, self._serial)

    def new_suffix(self, length: int = 18) -> str:
        """Return fresh letters and digits, for ids that are built otherwise."""
        self._serial += 1
        return suffix(self.world.seed, self._serial, length)

    def put(self, row: R, then: str = "") -> R:
        """Add a resource, or replace the one of its id.

        Args:
            row: the whole resource; build it with ``dataclasses.replace`` from what `get` returned.
            then: status that follows by itself at the pace of the kind, such as ``Active`` after ``Creating``;
                `GONE` takes the resource away.

        Returns:
            The resource as it is kept now: with ``created_at`` set, and already settled where the pace is 0.
        """
        if not row.created_at:
            row = replace(row, created_at=self._clock())
        pace = self.world.pace(row.kind)
        if then:
            row = replace(row, next_status=then, due_at=self._clock() + pace.seconds)
        with self.transaction():
            self._tables.put(row)
            return self._settle_one(row) if then and pace.seconds <= 0 and not pace.reads else row

    def change(self, row: R, /, then: object = "", **changes: object) -> R:
        """Replace fields of a resource; with ``**request.changes(…)`` this is the body of an update.

        Args:
            row: the resource as it is now.
            then: status that follows by itself, as in `put`; typed loosely because a checker matches ``**`` of a
                mapping against it too.
            changes: new values by field.

        Raises:
            TypeError: the resource has no such field.
        """
        changed = replace(row, **changes)  # type: ignore[arg-type]  # replace itself checks the names
        return self.put(changed, str(then))

    def remove(self, row: Resource, while_status: str = "") -> None:
        """Take a resource away: at once, or after its kind's pace during which it has the status `while_status`."""
        if while_status:
            self.put(replace(row, status=while_status), then=GONE)
        else:
            with self.transaction():
                self._tables.drop(row)

    # -- transactions and followers -------------------------------------------------------------------------------

    @contextmanager
    def transaction(self, *, reading: bool = False) -> Iterator[None]:
        """Hold the state: all that is put or removed inside counts together, or not at all when it raises.

        Args:
            reading: whether this is a reading call, for paces that count these.
        """
        with self._changed:
            if self._depth:
                yield
                return
            self._settle()
            serial, running = self._serial, self.tasks.running
            self._depth, self._reading = 1, reading
            try:
                yield
                self._commit()
            except BaseException:
                self._tables.undo()
                self._serial, self.tasks.running = serial, running
                raise
            finally:
                self._depth, self._reading = 0, False

    def wait(self, revision: int, timeout: float) -> int:
        """Wait until there is something newer than `revision`; return the newest (the same one after `timeout` s)."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                self._settle()
                left = deadline - time.monotonic()
                if self.revision > revision or left <= 0:
                    return self.revision
                self._changed.wait(min(left, self._schedule.until_next(self._clock())))

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with the changes of each commit, under the lock: it must be quick and must not raise.

        Returns:
            A function that ends the subscription.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def everything(self) -> list[Resource]:
        """Return all resources of all kinds."""
        return list(self._tables.everything())

    def reset(self) -> None:
        """Forget everything and begin again as the world says."""
        with self.transaction():
            for row in self.everything():
                self._tables.drop(row)
            self._serial, self.tasks.running = 0, {}
            self.world.populate(self)
            self._schedule = Schedule()

    def close(self) -> None:
        """Save the state and let go of its files."""
        with self._changed:
            if self._journal:
                self._journal.fold(self._serial, self._tables.everything())
            self._let_go()

    # -- inside -------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        saved = self._journal.load() if self._journal else None
        if saved is None:
            self.reset()
            return
        self._serial, rows = saved
        for row in rows:
            self._tables.put(row)
        self._schedule_all(self._tables.commit())
        if self._journal:
            self._journal.fold(self._serial, rows)

    def _let_go(self) -> None:
        if self._journal:
            self._journal.close()
            self._journal = None

    def _seen(self, rows: list[R]) -> list[R]:
        if self._reading and self._schedule.counts_reads:
            for row in rows:
                self._count_read(row)
        return rows

    def _count_read(self, row: Resource) -> None:
        if self._reading and self._schedule.counts_reads:
            self._schedule.seen(row.kind, row.id)

    def _settle(self) -> None:
        due = self._schedule.due(self._clock()) if not self._depth else []
        if not due:
            return
        self._depth = 1
        try:
            for time_due, kind, identifier in due:
                row = self._tables.get(kind, identifier)
                if row is not None and row.next_status and row.due_at == time_due:
                    self._settle_one(row)
            self._commit()
        except BaseException:
            self._tables.undo()
            raise
        finally:
            self._depth = 0

    def _settle_one(self, row: R) -> R:
        row = replace(row, status=row.next_status, next_status="", due_at=0.0)
        if row.status == GONE:
            self._tables.drop(row)
        else:
            self._tables.put(row)
        row.settled(self)
        return row

    def _commit(self) -> None:
        changes = self._tables.commit()
        if not changes:
            return
        if self._journal:
            self._journal.append(self._serial, changes)
            if self._journal.lines >= FOLD_AFTER:
                self._journal.fold(self._serial, self._tables.everything())
        self._schedule_all(changes)
        self.revision += 1
        for listener in tuple(self._listeners):
            listener(changes)
        self._changed.notify_all()

    def _schedule_all(self, changes: Sequence[Change]) -> None:
        for change in changes:
            before, after = change.before, change.after
            if after is not None and after.next_status and (before is None or before.due_at != after.due_at):
                self._schedule.add(after, self.world.pace(after.kind).reads)
