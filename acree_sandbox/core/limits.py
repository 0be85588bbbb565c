"""What the service refuses for being too much or too early: quotas, and tasks on things that do one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from acree_sandbox.core.errors import ApiError

if TYPE_CHECKING:
    from acree_sandbox.core.cloud import Cloud

TASK = "task"
"""The kind under which a world sets the pace of tasks."""


class Tasks:
    """Things that are busy until a moment, by key; forgotten at a restart, undone with a failed call.

    Args:
        cloud: whose clock and paces count.
    """

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self.running: Mapping[str, float] = {}

    def begin(self, key: str, seconds: float | None = None, code: str = "TaskConflict") -> None:
        """Begin a task on something that does one at a time (G31).

        Args:
            key: what becomes busy, such as a VPC's id.
            seconds: how long the task runs; the world's pace of `TASK` when None.
            code: error code for whoever comes too early.

        Raises:
            ApiError: another task is running on it.
        """
        self.refuse_if_running(key, code)
        now = self._cloud.now()
        until = now + (self._cloud.world.pace(TASK).seconds if seconds is None else seconds)
        self.running = {name: end for name, end in self.running.items() if end > now} | {key: until}

    def refuse_if_running(self, key: str, code: str = "TaskConflict") -> None:
        """Raise ApiError when a task is running on `key`."""
        left = self.running.get(key, 0.0) - self._cloud.now()
        if left > 0:
            raise ApiError(code, f"Another task is running on {key!r} for {left:.1f} s more; try again after that.")


def limit(cloud: Cloud, quota: str, default: int) -> int:
    """Return a quota: what the world says, else the service's own."""
    return cloud.world.quotas.get(quota, default)


def refuse_over_quota(cloud: Cloud, quota: str, used: int, default: int, code: str = "") -> None:
    """Refuse one more of something when as many as the quota allows are in use.

    Args:
        cloud: whose world may set the quota.
        quota: its name in the world.
        used: how many there are.
        default: the service's own limit.
        code: error code; ``QuotaExceeded.<quota>`` when empty.

    Raises:
        ApiError: the limit is reached; the message names it.
    """
    most = limit(cloud, quota, default)
    if used >= most:
        raise ApiError(
            code or f"QuotaExceeded.{quota}",
            f"The quota {quota} is {most} and {used} are in use; raise it under `quotas` of the world file.",
        )
