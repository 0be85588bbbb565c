"""Runs a command on an ECS instance through Cloud Assistant (`RunCommand`, `DescribeInvocationResults`)."""

from __future__ import annotations

import base64
import time
import uuid
from collections.abc import Callable, Iterable, Mapping

from acree_infra.cloud.errors import ApiError
from acree_infra.cloud.sdk.answer import Answer
from acree_infra.cloud.sdk.service import Service
from acree_infra.cloud.sdk.settings import Settings
from acree_infra.errors import ConfigError, DiscoveryError, Problem

_ENDED = frozenset(
    {"Success", "Failed", "Timeout", "Error", "Aborted", "Invalid", "Terminated", "Cancelled", "Stopped"}
)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 2.0


def ecs_service(environ: Mapping[str, str]) -> Service:
    """The API of ECS, as the environment says where and with which key."""
    return Service("ECS", "alibabacloud_ecs20140526", Settings.from_environment(environ))


class Assistant:
    """Cloud Assistant on one instance.

    Args:
        service: the API of ECS.
        instance: instance id, `i-…`.
        regions: regions where it may be, the likely ones first.
        patience: seconds that a command may take on the instance.
        clock: a clock that never goes back, in seconds.
        sleep: waits that many seconds.
    """

    def __init__(
        self,
        service: Service,
        instance: str,
        regions: Iterable[str],
        *,
        patience: float = 120.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._service = service
        self.instance = instance
        self._regions = list(dict.fromkeys(regions))
        self._patience = patience
        self._clock = clock
        self._sleep = sleep

    def run(self, command: str) -> str:
        """Run a shell script and give what it printed.

        Raises:
            AccessError: the access key is missing or was refused.
            ConfigError: no region of the stack has this instance.
            DiscoveryError: the command could not be run, did not end in time, or its output was cut.
        """
        region, invocation = self._start(command)
        result = self._ended(region, invocation)
        status, code = result.text("InvocationStatus"), result.number("ExitCode")
        if result.number("Dropped"):
            raise self._failed(f"{result.number('Dropped')} bytes of the probe's output were cut off", "use --only LEG")
        if status != "Success":
            words = (result.text("ErrorCode"), result.text("ErrorInfo"), "" if code is None else f"exit code {code}")
            said = ", ".join(word for word in words if word)
            raise self._failed(
                f"the probe ended with {status}{f' ({said})' if said else ''}",
                "check that Cloud Assistant's agent runs there, and that the instance has python3 or curl",
            )
        return self._output(result)

    def _start(self, command: str) -> tuple[str, str]:
        absent: ApiError | None = None
        for region in list(self._regions):
            try:
                answer = self._service.call("RunCommand", region, self._request(region, command))
            except ApiError as error:
                if not error.absent:
                    raise
                absent = error
                continue
            self._regions = [region]
            return region, answer.needed("InvokeId")
        raise ConfigError(
            f"--from: expected an instance in {', '.join(self._regions)}, found no {self.instance} there",
            remedy="write ecs:<region>/<instance id> for another region",
        ) from absent

    def _request(self, region: str, command: str) -> Mapping[str, object]:
        return {
            "RegionId": region,
            "Type": "RunShellScript",
            "CommandContent": base64.b64encode(command.encode()).decode(),
            "ContentEncoding": "Base64",
            "InstanceId": [self.instance],
            "Name": "acree-doctor",
            "Timeout": round(self._patience),
            "ClientToken": uuid.uuid4().hex,
        }

    def _ended(self, region: str, invocation: str) -> Answer:
        wanted = {
            "RegionId": region,
            "InvokeId": invocation,
            "InstanceId": self.instance,
            "ContentEncoding": "Base64",
        }
        deadline, pause = self._clock() + self._patience + _LONGEST_PAUSE, _FIRST_PAUSE
        while True:
            answer = self._service.call("DescribeInvocationResults", region, wanted).part("Invocation")
            for result in answer.parts("InvocationResults", "InvocationResult"):
                if result.text("InvocationStatus") in _ENDED:
                    return result
            if self._clock() > deadline:
                raise self._failed(
                    f"the probe did not end in {self._patience:g} s",
                    "check that the instance runs, and Cloud Assistant's agent on it",
                )
            self._sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)

    def _output(self, result: Answer) -> str:
        try:
            return base64.b64decode(result.text("Output"), validate=True).decode()
        except ValueError:
            raise result.unexpected("output that is not Base64") from None

    def _failed(self, message: str, remedy: str) -> DiscoveryError:
        return DiscoveryError((Problem(None, f"ecs:{self.instance}: {message}", remedy),))
