"""The worked example in a running sandbox, with a client that pulls."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from acree_sandbox.services.loopback import Sandbox, sandbox
from acree_sandbox.world.file import _parse, world_of
from tests.e2e.network.worked_example import REGISTRY, WorkedExample

WORLDS = Path(__file__).resolve().parents[3] / "stacks" / "worlds"
HELLO = f"{REGISTRY}/demo/hello:1.0"
SECONDS = 4.0
"""A leg without a route does not answer at all: what takes this long has failed."""
CONNECT = """
import socket, sys
try:
    socket.create_connection((sys.argv[1], 443), 0.3).close()
    print("yes")
except OSError as error:
    print(error)
"""


class Lab:
    """The worked example in a running sandbox."""

    def __init__(self, running: Sandbox, folder: Path) -> None:
        assert running.network
        self.running = running
        self.network = running.network
        self.folder = folder
        self.example = WorkedExample(running.control.dispatcher)
        login = base64.b64encode(b"sandbox-key:sandbox-secret").decode()
        (folder / "config.json").write_text(json.dumps({"auths": {REGISTRY: {"auth": login}}}))

    def crane(self, *arguments: str, host: str = "ecs2", seconds: float = 60) -> subprocess.CompletedProcess[str]:
        environ = {"DOCKER_CONFIG": str(self.folder)}
        return self.network.exec(host, ["crane", *arguments], timeout=seconds, environ=environ)

    def pulls(self, host: str = "ecs2", seconds: float = SECONDS) -> bool:
        target = self.folder / "pulled.tar"
        target.unlink(missing_ok=True)
        try:
            return self.crane("pull", HELLO, str(target), host=host, seconds=seconds).returncode == 0
        except subprocess.TimeoutExpired:
            return False

    def connects(self, address: str) -> bool:
        done = self.network.exec("ecs2", [sys.executable, "-c", CONNECT, address])
        assert done.stdout.strip() in {"yes", "timed out"}, done.stderr
        return done.stdout.strip() == "yes"

    def move(self, address: str) -> None:
        control = self.running.control
        context = ssl.create_default_context(cafile=str(control.ca_file))
        connection = http.client.HTTPSConnection("127.0.0.1", control.port, context=context)
        connection.request("POST", "/sandbox/move-storage", json.dumps({"address": address}))
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        connection.close()
        self.network.settled()


@contextmanager
def running_lab(folder: Path) -> Iterator[Lab]:
    """Run the lab; the registry is the one on PATH."""
    content = _parse(WORLDS / "dev.yaml")
    assert isinstance(content, dict)
    with sandbox(folder / "state", world_of(content | {"paces": {"*": 0}}), network=True) as running:
        yield Lab(running, folder)
