"""The parts that a test of discovery is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from acree_infra.discovery.progress import Progress, Stage
from acree_infra.topology.fault import Key
from acree_infra.topology.model import Topology
from acree_infra.topology.stack_file import StackFile
from tests.infra.cloud.https_server import HttpsServer, Request, Response
from tests.infra.discovery.fakes import AUTH_HOST

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
CHALLENGE = f'Bearer realm="https://{AUTH_HOST}/auth",service="registry.aliyuncs.com:cn-hangzhou:china:cri-demo1234"'


@dataclass
class Registry:
    """The registry's `/v2/`: what it answers, and the running server."""

    server: HttpsServer
    status: int = 401
    challenges: list[str] = field(default_factory=lambda: [CHALLENGE])

    def answer(self, request: Request) -> Response:
        assert (request.method, request.path) == ("GET", "/v2/")
        assert "authorization" not in request.headers
        return Response(self.status, b"{}", tuple(("WWW-Authenticate", value) for value in self.challenges))


@dataclass
class Events:
    """An observer that keeps what it is told."""

    events: list[Progress] = field(default_factory=list)

    def __call__(self, event: Progress) -> None:
        self.events.append(event)

    def of(self, stage: Stage) -> list[str]:
        return [f"{event.subject}: {event.text}" for event in self.events if event.stage is stage]


def stack_in(directory: Path, data: dict[str, Any], name: str = "dev") -> StackFile:
    """A stack file in a directory, every key on line 1 plus its place in the top level."""
    lines: dict[Key, int] = {(key,): number for number, key in enumerate(data, start=2)}
    return StackFile(name, str(directory / f"Pulumi.{name}.yaml"), Topology.model_validate(data), lines)
