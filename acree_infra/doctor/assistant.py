"""Runs a command on an ECS instance through Cloud Assistant (`RunCommand`, `DescribeInvocationResults`)."""

from __future__ import annotations

import base64
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from acree_infra.cloud.errors import ApiError
from acree_infra.cloud.sdk.answer import Answer
from acree_infra.cloud.sdk.service import Service
from acree_infra.cloud.sdk.settings import Settings
from acree_infra.errors import ConfigError, DiscoveryError, Problem

_ENDED = frozenset(
    {"Success", "Failed", "Timeout", "Error", "Aborted", "Invalid", "Terminated", "Cancelled", "Stopped"}
)
LARGEST = 24 * 1024
"""Most bytes of a command after Base64 (`RunCommand`, CommandContent)."""
_FIRST_PAUSE, _GROWTH, _LONGEST_PAUSE = 0.1, 1.25, 2.0
MOST_INSTANCES = 50
"""Instances of one invocation: as many as one page of its results holds."""


def ecs_service(environ: Mapping[str, str]) -> Service:
    """The API of ECS, as the environment says where and with which key."""
    return Service("ECS", "alibabacloud_ecs20140526", Settings.from_environment(environ))


class Commands:
    """Commands on instances of one region, by one call each however many instances there are.

    Args:
        service: the API of ECS.
        patience: seconds that a command may take on an instance.
        clock: a clock that never goes back, in seconds.
        sleep: waits that many seconds.
    """

    def __init__(
        self,
        service: Service,
        *,
        patience: float = 120.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._service = service
        self._patience = patience
        self._clock = clock
        self._sleep = sleep

    def start(self, region: str, instances: Sequence[str], command: str) -> str:
        """Begin a shell script; the id of the invocation.

        Raises:
            ApiError: it was refused; `absent` where one of the instances is not in this region.
            ConfigError: it is so long that the service would refuse it.
        """
        content = base64.b64encode(command.encode()).decode()
        if len(content) > LARGEST:
            raise ConfigError(
                f"the probe's command would have {len(content)} bytes, Cloud Assistant takes {LARGEST}",
                remedy="follow fewer legs at once: --only registry, --only auth, --only oss",
            )
        request = {
            "RegionId": region,
            "Type": "RunShellScript",
            "CommandContent": content,
            "ContentEncoding": "Base64",
            "InstanceId": list(instances),
            "Name": "acree-doctor",
            "Timeout": round(self._patience),
            "ClientToken": uuid.uuid4().hex,
        }
        return self._service.call("RunCommand", region, request).needed("InvokeId")

    def ended(self, region: str, invocation: str, instances: Sequence[str]) -> Iterator[tuple[str, Answer]]:
        """The result of each instance as soon as it has ended there; those that take too long give none."""
        open_ones = set(instances)
        deadline, pause = self._clock() + self._patience + _LONGEST_PAUSE, _FIRST_PAUSE
        while open_ones:
            for result in self._results(region, invocation):
                instance = result.text("InstanceId")
                if instance in open_ones and result.text("InvocationStatus") in _ENDED:
                    open_ones.remove(instance)
                    yield instance, result
            if not open_ones or self._clock() > deadline:
                return
            self._sleep(pause)
            pause = min(pause * _GROWTH, _LONGEST_PAUSE)

    def output(self, instance: str, result: Answer | None) -> str:
        """What a command printed on an instance.

        Args:
            instance: id of the instance.
            result: what became of it there; None when it did not end in time.

        Raises:
            DiscoveryError: it did not end well, or its output was cut.
        """
        if result is None:
            raise _failed(
                instance,
                f"the probe did not end in {self._patience:g} s",
                "check that the instance runs, and Cloud Assistant's agent on it",
            )
        if result.number("Dropped"):
            raise _failed(
                instance, f"{result.number('Dropped')} bytes of the probe's output were cut off", "use --only LEG"
            )
        if result.text("InvocationStatus") != "Success":
            raise _failed(
                instance,
                f"the probe ended with {_end(result)}",
                "check that Cloud Assistant's agent runs there, and that the instance has python3 or curl",
            )
        try:
            return base64.b64decode(result.text("Output"), validate=True).decode()
        except ValueError:
            raise result.unexpected("output that is not Base64") from None

    def _results(self, region: str, invocation: str) -> Iterator[Answer]:
        wanted: dict[str, object] = {
            "RegionId": region,
            "InvokeId": invocation,
            "ContentEncoding": "Base64",
            "MaxResults": MOST_INSTANCES,
        }
        answer = self._service.call("DescribeInvocationResults", region, wanted).part("Invocation")
        yield from answer.parts("InvocationResults", "InvocationResult")


class Assistant:
    """Cloud Assistant on one instance; implements `Runner`.

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
        self.commands = Commands(service, patience=patience, clock=clock, sleep=sleep)
        self.instance = instance
        self.name = f"ecs:{instance}"
        self.regions = list(dict.fromkeys(regions))

    def run(self, command: str) -> str:
        """Run a shell script and give what it printed.

        Raises:
            AccessError: the access key is missing or was refused.
            ConfigError: no region of the stack has this instance.
            DiscoveryError: the command could not be run, did not end in time, or its output was cut.
        """
        region, invocation = self._start(command)
        result = next(self.commands.ended(region, invocation, [self.instance]), None)
        return self.commands.output(self.instance, result[1] if result else None)

    def _start(self, command: str) -> tuple[str, str]:
        absent: ApiError | None = None
        for region in self.regions:
            try:
                invocation = self.commands.start(region, [self.instance], command)
            except ApiError as error:
                if not error.absent:
                    raise
                absent = error
                continue
            self.regions = [region]
            return region, invocation
        raise ConfigError(
            f"--from: expected an instance in {', '.join(self.regions)}, found no {self.instance} there",
            remedy="write ecs:<region>/<instance id> for another region",
        ) from absent


def _end(result: Answer) -> str:
    code = result.number("ExitCode")
    words = (result.text("ErrorCode"), result.text("ErrorInfo"), "" if code is None else f"exit code {code}")
    said = ", ".join(word for word in words if word)
    return f"{result.text('InvocationStatus')}{f' ({said})' if said else ''}"


def _failed(instance: str, message: str, remedy: str) -> DiscoveryError:
    return DiscoveryError((Problem(None, f"ecs:{instance}: {message}", remedy),))
