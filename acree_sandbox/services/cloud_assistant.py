"""Cloud Assistant's agents: they run commands on hosts of the data plane, inside of the host's namespace."""

from __future__ import annotations

import logging
import signal
import subprocess
import threading
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Self

from acree_sandbox.api.ecs.agents import Order, end_agents, run_agents
from acree_sandbox.api.ecs.resources import CommandResult
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network import inside
from acree_sandbox.network.holder import NetworkError
from acree_sandbox.network.running import Network

LARGEST_OUTPUT = 24 * 1024
AT_ONCE = 64
UNDER_WAY = frozenset({"Pending", "Running"})
_log = logging.getLogger(__name__)


class CloudAssistant:
    """The agents on all hosts of a running data plane; leave the context to end them and what they run.

    Args:
        network: the running data plane.
        cloud: the state.
        folder: where scripts and outputs lie while commands run.
    """

    def __init__(self, network: Network, cloud: Cloud, folder: Path) -> None:
        self._network = network
        self._cloud = cloud
        self._folder = folder
        self._guard = threading.Lock()
        self._ended = False
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sandbox-agent")

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        for left in self._folder.iterdir():
            left.unlink()
        self._give_up()
        run_agents(self._cloud, self)
        return self

    def __exit__(self, *_: object) -> None:
        end_agents(self._cloud)
        with self._guard:
            self._ended = True
            for process in self._processes:
                inside.send(process, signal.SIGKILL)
        self._pool.shutdown(cancel_futures=True)
        self._give_up()

    def start(self, order: Order) -> None:
        """Begin a command; implements `Agents`."""
        self._pool.submit(self._run, order)

    def _run(self, order: Order) -> None:
        try:
            with self._cloud.transaction():
                row = self._cloud.get(CommandResult, order.result)
                if row is None:  # the call that wanted it was refused in the end
                    return
                row = self._cloud.change(row, status="Running", started_at=self._cloud.now())
            ended = self._executed(order, row)
            if ended.status in UNDER_WAY:
                return
            with self._cloud.transaction():
                if self._cloud.get(CommandResult, row.id) == row:
                    self._cloud.put(replace(ended, finished_at=self._cloud.now()))
        except Exception:  # noqa: BLE001  # nobody looks at what a thread of the pool raises: it goes to the log
            _log.exception("the agent on %s failed", order.instance)

    def _executed(self, order: Order, row: CommandResult) -> CommandResult:
        """The result of a command; as it was when the agents have to end meanwhile."""
        name = order.result.replace("/", ".")
        script, output = self._folder / f"{name}.sh", self._folder / f"{name}.out"
        try:
            script.touch(0o600)
            script.write_text(order.content, encoding="utf-8")
            self._network.settled()  # a command is delivered later than the calls before it take effect
            namespace = self._network.namespace_of(order.instance)
            with self._guard:
                if self._ended:
                    return row
                process = self._network.spawn(namespace, ["sh", str(script)], output=output)
                self._processes.add(process)
            in_time = self._waited(process, order.seconds)
            if self._ended:
                return row
            return _result(row, process.returncode, output.read_bytes(), in_time=in_time)
        except (NetworkError, OSError) as error:
            return replace(row, status="Error", error_code="ExecutionException", error_info=str(error))
        finally:
            script.unlink(missing_ok=True)
            output.unlink(missing_ok=True)

    def _waited(self, process: subprocess.Popen[bytes], seconds: float) -> bool:
        """Wait for the end of a command, or end it; whether it ended in time."""
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            inside.send(process, signal.SIGKILL)
            process.wait()
            return False
        finally:
            with self._guard:
                self._processes.discard(process)
        return True

    def _give_up(self) -> None:
        """Say of every command that is under way that it will not be known how it ended."""
        with self._cloud.transaction():
            for row in self._cloud.all(CommandResult):
                if row.status in UNDER_WAY:
                    self._cloud.change(
                        row,
                        status="Terminated",
                        error_code="ExecutionInterrupted",
                        error_info="the command execution has been interrupted",
                        finished_at=self._cloud.now(),
                    )


def _result(row: CommandResult, code: int, output: bytes, *, in_time: bool) -> CommandResult:
    said = replace(
        row, output=b64encode(output[:LARGEST_OUTPUT]).decode(), dropped=max(0, len(output) - LARGEST_OUTPUT)
    )
    if not in_time:
        words = "the command execution has been timeout"
        return replace(said, status="Timeout", error_code="ExecutionTimeout", error_info=words)
    if code:
        words = "the command execution exit code is not zero"
        return replace(said, status="Failed", exit_code=code, error_code="ExitCodeNonzero", error_info=words)
    return replace(said, status="Success", exit_code=0)
