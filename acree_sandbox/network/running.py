"""The data plane of one cloud, running: it follows the control plane until it is stopped."""

from __future__ import annotations

import logging
import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from weakref import WeakKeyDictionary

from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network import inside
from acree_sandbox.network.description import describe
from acree_sandbox.network.differ import difference
from acree_sandbox.network.holder import Holder, NetworkError
from acree_sandbox.network.parts import names
from acree_sandbox.network.values import NetworkPlan

Follower = Callable[[NetworkPlan], None]
"""Is told each plan that has come into effect; must not raise."""

_FOLLOW_SECONDS = 0.1
_SETTLE_SECONDS = 10.0
_log = logging.getLogger(__name__)
_RUNNING: WeakKeyDictionary[Cloud, Network] = WeakKeyDictionary()


def network_of(cloud: Cloud) -> Network | None:
    """The data plane that runs for a cloud, None when none does."""
    return _RUNNING.get(cloud)


class Network:
    """Namespaces, links and routes in the kernel as a cloud's tables say; leave the context (or `stop`) to end it.

    Args:
        cloud: the state that it follows.
        folder: where the holder's mark is kept.
        ca_file: the CA certificate that commands inside trust; None leaves their trust alone.
    """

    def __init__(self, cloud: Cloud, folder: Path, ca_file: Path | None = None) -> None:
        self._cloud = cloud
        self._folder = folder
        self._ca_file = ca_file
        self._changed = threading.Condition()
        self._plan = NetworkPlan()
        self._revision = -1
        self._failure: NetworkError | None = None
        self._ended = threading.Event()
        self._followers: list[Follower] = []
        self._thread = threading.Thread(target=self._follow, name="sandbox-network", daemon=True)
        self._holder: Holder | None = None

    def start(self) -> Self:
        """Build the world as it is now, and follow it from then on.

        Raises:
            NetworkError: the system does not allow it, or the kernel refused something.
        """
        self._holder = Holder(self._folder)
        try:
            self._catch_up()
        except NetworkError:
            self._holder.close()
            raise
        _RUNNING[self._cloud] = self
        self._thread.start()
        return self

    def stop(self) -> None:
        """End every process inside and free everything; does nothing the second time."""
        if self._ended.is_set() or self._holder is None:
            return
        self._ended.set()
        _RUNNING.pop(self._cloud, None)
        self._thread.join()
        self._holder.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def holder(self) -> Holder:
        """The process that holds everything.

        Raises:
            NetworkError: the data plane was not started.
        """
        if self._holder is None:
            raise NetworkError("the data plane was not started")
        return self._holder

    @property
    def plan(self) -> NetworkPlan:
        """What is in the kernel."""
        return self._plan

    @property
    def revision(self) -> int:
        """The revision of the cloud that is in the kernel."""
        return self._revision

    def settled(self, revision: int | None = None, timeout: float = _SETTLE_SECONDS) -> int:
        """Wait until a revision of the cloud (the present one when None) is in the kernel; return the one that is.

        Raises:
            NetworkError: the kernel refused something, or it takes longer than `timeout` seconds.
        """
        wanted = self._cloud.revision if revision is None else revision
        deadline = time.monotonic() + timeout
        with self._changed:
            while self._revision < wanted:
                if self._failure is not None:
                    raise NetworkError(f"the data plane stands still: {self._failure}") from self._failure
                left = deadline - time.monotonic()
                if left <= 0:
                    raise NetworkError(f"revision {wanted} is not in the kernel after {timeout:g} s")
                self._changed.wait(left)
            return self._revision

    def follow(self, follower: Follower) -> Callable[[], None]:
        """Tell a follower the present plan and each one that comes into effect; return what ends that."""
        with self._changed:
            self._followers.append(follower)
            follower(self._plan)
        return lambda: self._followers.remove(follower)

    def namespace_of(self, host: str) -> str:
        """The namespace of a host by its id or name, without the mark of the run.

        Raises:
            NetworkError: no host has it, or several have the name.
        """
        with self._cloud.transaction():
            hosts = self._cloud.all(Host)
        found = [row for row in hosts if row.id == host] or [row for row in hosts if row.name == host]
        if len(found) != 1:
            known = ", ".join(f"{row.id} ({row.name})" for row in hosts) or "none"
            raise NetworkError(f"wanted the id or name of one host, found {host!r}; there are: {known}")
        return names.host(found[0].id)

    def entering(self, namespace: str) -> list[str]:
        """The command that runs the command after it inside of a namespace.

        Raises:
            NetworkError: there is no such namespace.
        """
        if namespace not in self._plan.namespaces:
            raise NetworkError(f"there is no namespace {namespace!r}; there are: {', '.join(self._plan.namespaces)}")
        return inside.entering(self.holder.pid, self.holder.prefix + namespace)

    def exec(
        self,
        host: str,
        command: Sequence[str],
        *,
        timeout: float | None = 60.0,
        given: str | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command on a host to its end.

        Args:
            host: id or name of the host.
            command: argument list.
            timeout: seconds that it may take; None for any time.
            given: text on its standard input.
            environ: variables beside those of `inside.environment`.

        Raises:
            NetworkError: there is no such host.
            subprocess.TimeoutExpired: it took longer.
        """
        whole = inside.apart(self.entering(self.namespace_of(host)), command)
        return inside.run(whole, environ=inside.environment(self._ca_file, environ), given=given, seconds=timeout)

    def spawn(
        self,
        namespace: str,
        command: Sequence[str],
        *,
        environ: Mapping[str, str] | None = None,
        output: Path | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a command inside of a namespace; end it with `inside.stop`.

        Args:
            namespace: name of the namespace, as in the plan.
            command: argument list.
            environ: its whole environment; that of `inside.environment` when None.
            output: file that gets what it prints; nothing is kept when None.

        Raises:
            NetworkError: there is no such namespace.
        """
        whole = inside.apart(self.entering(namespace), command)
        chosen = inside.environment(self._ca_file) if environ is None else dict(environ)
        with (output or Path(os.devnull)).open("ab") as stream:
            return subprocess.Popen(whole, env=chosen, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream)

    def _follow(self) -> None:
        while not self._ended.is_set():
            if self._cloud.wait(self._revision, _FOLLOW_SECONDS) <= self._revision:
                continue
            try:
                self._catch_up()
            except NetworkError as error:
                _log.exception("the data plane stands still")
                with self._changed:
                    self._failure = error
                    self._changed.notify_all()
                return

    def _catch_up(self) -> None:
        with self._cloud.transaction():
            wanted, revision = describe(self._cloud), self._cloud.revision
        batches = difference(self._plan, wanted, self.holder.prefix)
        if batches:
            self.holder.apply(batches)
        with self._changed:
            self._plan, self._revision = wanted, revision
            self._changed.notify_all()
            for follower in tuple(self._followers) if batches else ():
                follower(wanted)
