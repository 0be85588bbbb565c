"""A sandbox's control plane that runs: inside a test as a context manager, or as a process of its own."""

from __future__ import annotations

import json
import logging
import os
import signal
import ssl
import threading
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from acree_sandbox.api import load_services
from acree_sandbox.core.certificates import Authority
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.core.registry import REGISTRY, Registry
from acree_sandbox.core.server import Server
from acree_sandbox.core.world import World

ENDPOINT_FILE = "endpoint.json"
LOG_FILE = "sandbox.log"
NAMES = ("127.0.0.1", "localhost", "::1")
_FOLLOW_SECONDS = 0.05
_log = logging.getLogger(__name__)


class RunningServer:
    """A serving control plane; leave the context (or call `stop`) to end it.

    Attributes:
        url: such as ``https://127.0.0.1:40123``.
        port: the TCP port.
        endpoint: ``127.0.0.1:<port>``, as clients of the cloud want it.
        authority: issues more certificates of the same CA.
        cloud: the state.
        dispatcher: serves calls without a socket; its ``faults`` make it misbehave.
    """

    def __init__(self, folder: Path, cloud: Cloud, registry: Registry, *, port: int, tls: bool) -> None:
        self.cloud = cloud
        self.authority = Authority(folder / "tls")
        self.dispatcher = Dispatcher(cloud, registry)
        self._server = Server(self.dispatcher, port, self._context() if tls else None)
        self.port = self._server.port
        self.endpoint = f"127.0.0.1:{self.port}"
        self.url = f"{'https' if tls else 'http'}://{self.endpoint}"
        self._endpoint_file = folder / ENDPOINT_FILE
        self._log = _log_to(folder / LOG_FILE)
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._server.serve_forever, args=(0.05,), name="sandbox-serve", daemon=True),
            threading.Thread(target=self._follow_clock, name="sandbox-clock", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        self._announce()

    @property
    def ca_file(self) -> Path:
        """The CA certificate that clients are to trust."""
        return self.authority.ca_file

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End connections and threads, save the state; does nothing the second time."""
        if self._stopped.is_set():
            return
        self._stopped.set()
        self._server.close()
        for thread in self._threads:
            thread.join()
        self.cloud.close()
        self._endpoint_file.unlink(missing_ok=True)
        logging.getLogger("acree_sandbox").removeHandler(self._log)
        self._log.close()

    def _context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.authority.issue(*NAMES))
        return context

    def _follow_clock(self) -> None:
        """Let statuses change when their time has come, so that followers hear of it without any call."""
        while not self._stopped.is_set():
            try:
                self.cloud.wait(self.cloud.revision, _FOLLOW_SECONDS)
            except Exception:  # noqa: BLE001  # logged; one resource's mistake must not stop the clock for all others
                _log.exception("a change of status failed inside the sandbox")

    def _announce(self) -> None:
        found = {"url": self.url, "endpoint": self.endpoint, "port": self.port, "ca_file": str(self.ca_file)}
        aside = self._endpoint_file.with_suffix(".new")
        aside.write_text(json.dumps(found | {"pid": os.getpid()}, indent=1) + "\n", encoding="utf-8")
        aside.replace(self._endpoint_file)


def serve(
    folder: Path, world: World | None = None, *, port: int = 0, tls: bool = True, registry: Registry | None = None
) -> RunningServer:
    """Start a control plane.

    Args:
        folder: where state, certificates, log and ``endpoint.json`` are kept.
        world: what exists at the start, who may call and how fast things settle.
        port: TCP port on loopback; 0 takes a free one.
        tls: whether to speak TLS; plain HTTP is for benchmarks.
        registry: the actions to serve; those of all services when None.

    Raises:
        SandboxError: the folder is in use or its state cannot be read.
        OSError: the port is taken.
    """
    if registry is None:
        load_services()
    cloud = Cloud(world, folder)
    try:
        return RunningServer(folder, cloud, registry or REGISTRY, port=port, tls=tls)
    except BaseException:
        cloud.close()
        raise


def run(folder: Path, world: World | None = None, *, port: int = 0, tls: bool = True) -> None:
    """Serve until SIGTERM or SIGINT; arguments and errors as of `serve`. For the main thread of a process."""
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    with serve(folder, world, port=port, tls=tls):
        ended.wait()


def _log_to(path: Path) -> logging.Handler:
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("acree_sandbox")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    return handler
