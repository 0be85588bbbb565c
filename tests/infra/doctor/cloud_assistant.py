"""Cloud Assistant on loopback, for the official SDK: it really runs the command that it is given, by `sh`."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from acree_infra.cloud.sdk.service import Service
from acree_infra.cloud.sdk.settings import AccessKey, Settings
from tests.infra.cloud.https_server import HttpsServer, Request, Response, serve_https

REGION, INSTANCE = "cn-shanghai", "i-uf6demo"


@dataclass
class CloudAssistant:
    """One instance in one region.

    Attributes:
        environ: environment of commands on the instance.
        shell: the shell there.
        pending: how often a result is asked for before the command has ended.
        change: changes the result before it is answered.
    """

    https: HttpsServer
    environ: dict[str, str]
    shell: str = "sh"
    pending: int = 1
    change: dict[str, Any] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    parameters: list[Mapping[str, str]] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    asked: int = 0

    def service(self) -> Service:
        settings = Settings({"ECS_ENDPOINT": self.https.endpoint}, AccessKey("key", "secret"), self.https.ca_file)
        return Service("ECS", "alibabacloud_ecs20140526", settings, sleep=lambda seconds: None)

    def answer(self, request: Request) -> Response:
        match request.headers["x-acs-action"]:
            case "RunCommand":
                return self._run(request.parameters)
            case "DescribeInvocationResults":
                return self._result(request.parameters)
            case action:
                raise AssertionError(action)

    def _run(self, parameters: Mapping[str, str]) -> Response:
        self.parameters.append(parameters)
        self.regions.append(parameters["RegionId"])
        instances = {value for name, value in parameters.items() if name.startswith("InstanceId.")}
        if parameters["RegionId"] != REGION or instances != {INSTANCE}:
            return as_json({"Code": "InvalidInstance.NotFound", "Message": "no such instance"}, 404)
        self.commands.append(base64.b64decode(parameters["CommandContent"]).decode())
        self.asked = 0
        return as_json({"InvokeId": f"t-{len(self.commands)}", "CommandId": "c-1"})

    def _result(self, parameters: Mapping[str, str]) -> Response:
        self.asked += 1
        if self.asked <= self.pending:
            return _results({"InvocationStatus": "Running", "InstanceId": INSTANCE})
        command = self.commands[int(parameters["InvokeId"].removeprefix("t-")) - 1]
        done = subprocess.run(
            [self.shell, "-c", command], capture_output=True, env=self.environ, timeout=60, check=False
        )
        result = {
            "InvocationStatus": "Success" if done.returncode == 0 else "Failed",
            "ExitCode": done.returncode,
            "Output": base64.b64encode(done.stdout).decode(),
            "Dropped": 0,
            "InstanceId": INSTANCE,
        }
        return _results({**result, **self.change})


def _results(result: Mapping[str, Any]) -> Response:
    return as_json({"Invocation": {"InvocationResults": {"InvocationResult": [result]}}})


def as_json(document: Mapping[str, Any], status: int = 200) -> Response:
    return Response(status, json.dumps({"RequestId": "REQ", **document}).encode())


@contextmanager
def cloud_assistant(directory: Path, environ: dict[str, str]) -> Iterator[CloudAssistant]:
    def answer(request: Request) -> Response:
        return running.answer(request)

    with serve_https(directory, answer) as https:
        running = CloudAssistant(https, environ)
        yield running


def bare_host(folder: Path, names: Mapping[str, list[str]], *programs: str) -> dict[str, str]:
    """The environment of a host that has nothing but these programs and a hosts file of these names."""
    folder.mkdir()
    for program in programs:
        found = shutil.which(program)
        assert found, f"the tests of the probe need {program} on PATH"
        (folder / program).symlink_to(found)
    cases = "".join(f"{host}) printf '%s STREAM -\\n' {' '.join(found)} ;;\n" for host, found in names.items())
    getent = folder / "getent"
    getent.write_text(f"#!/bin/sh\ncase $2 in\n{cases}esac\n")
    getent.chmod(0o755)
    return {"PATH": str(folder)}
