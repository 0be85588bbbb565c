"""One stack in one account, at a time that a test moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from acree_infra.discovery.lock_writer import write_lock
from acree_infra.discovery.model import Lock
from acree_infra.discovery.resolve import check, resolve
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.topology.stack_file import StackFile
from tests.infra.discovery.fakes import FakeAccount
from tests.infra.discovery.scene import NOW, Events, stack_in


@dataclass
class House:
    """One stack in one account, at a time that a test moves."""

    directory: Path
    data: dict[str, Any]
    account: FakeAccount
    around: Surroundings
    events: Events
    now: datetime = NOW

    @property
    def stack(self) -> StackFile:
        return stack_in(self.directory, self.data)

    def clock(self) -> datetime:
        return self.now

    def resolve(self) -> Lock:
        return resolve(self.stack, self.account.clouds(), self.around, clock=self.clock, observer=self.events)

    def check(self) -> list[str]:
        return list(check(self.stack, self.account.clouds(), self.around, clock=self.clock, observer=self.events))

    def write(self) -> bool:
        return write_lock(self.stack, self.resolve())

    def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)
