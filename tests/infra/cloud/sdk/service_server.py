"""A server that answers actions as the services do, for the official SDKs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from acree_infra.cloud.sdk.settings import AccessKey, Settings
from tests.infra.cloud.https_server import HttpsServer, Request, Response, serve_https

KEY_ID = "made-up-key-id"
SECRET = "made-up-secret"


@dataclass(frozen=True)
class Refusal:
    """An error answer of a service."""

    code: str
    status: int = 400
    message: str = "no."
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class ServiceServer:
    """Answers by action; the last answer of an action is repeated."""

    https: HttpsServer
    answers: dict[str, list[Mapping[str, Any] | Refusal | bytes]] = field(default_factory=dict)
    asked: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def will_answer(self, action: str, *answers: Mapping[str, Any] | Refusal | bytes) -> None:
        self.answers[action] = list(answers)

    def settings(self, **environ: str) -> Settings:
        codes = ("CBN", "VPC", "CR", "PVTZ", "STS", "VPCPEER", "EXPRESSCONNECTROUTER")
        endpoints = {f"{code}_ENDPOINT": self.https.endpoint for code in codes}
        return Settings({**endpoints, **environ}, AccessKey(KEY_ID, SECRET), self.https.ca_file)

    def answer(self, request: Request) -> Response:
        action = request.headers["x-acs-action"]
        self.asked[action].append(dict(request.parameters))
        answers = self.answers[action]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, bytes):
            return Response(body=answer)
        if isinstance(answer, Refusal):
            body = {"Code": answer.code, "Message": answer.message, "RequestId": "REQ-1", "HostId": "host"}
            headers = (("Content-Type", "application/json"), *answer.headers)
            return Response(answer.status, json.dumps(body).encode(), headers)
        return Response(body=json.dumps({"RequestId": "REQ-0", **answer}).encode())


@contextmanager
def serve_services(directory: Path) -> Iterator[ServiceServer]:
    def answer(request: Request) -> Response:
        return server.answer(request)

    with serve_https(directory, answer) as https:
        server = ServiceServer(https)
        yield server
