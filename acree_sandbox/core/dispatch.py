"""From an HTTP request to the function that serves it, and from what that returns to the answer."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.faults import Fault, Faults
from acree_sandbox.core.idempotency import earlier_answer, keep_answer
from acree_sandbox.core.kinds import parse
from acree_sandbox.core.records import Call, Request
from acree_sandbox.core.registry import REGISTRY, Action, Registry, Reply
from acree_sandbox.core.signing.gate import Gate
from acree_sandbox.core.signing.message import Message

COMMON = frozenset(
    {
        "AccessKeyId",
        "Action",
        "BearerToken",
        "Format",
        "SecureTransport",
        "SecurityToken",
        "Signature",
        "SignatureMethod",
        "SignatureNonce",
        "SignatureType",
        "SignatureVersion",
        "SourceIp",
        "Timestamp",
        "Version",
    }
)
"""Parameters of the wire, which say nothing to the action."""

ANYWHERE = frozenset(
    {"ClientToken", "DryRun", "OwnerAccount", "OwnerId", "RegionId", "ResourceOwnerAccount", "ResourceOwnerId"}
)
"""Parameters that every action takes, declared or not."""

INTERNAL = ApiError("InternalError", "The sandbox failed; its log has the traceback.", 500)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the client.

    Attributes:
        status: HTTP status.
        body: JSON.
        lost: the connection is to be closed instead of answering.
    """

    status: int
    body: bytes
    lost: bool = False


class Dispatcher:
    """Serves calls on one cloud.

    Args:
        cloud: the state.
        registry: the served actions.

    Attributes:
        cloud: as given.
        registry: as given.
        faults: the misbehaviour that was asked for.
    """

    def __init__(self, cloud: Cloud, registry: Registry = REGISTRY) -> None:
        self.cloud = cloud
        self.registry = registry
        self.faults = Faults()
        self._gate = Gate(cloud.world, cloud.now)

    def serve(self, message: Message) -> Answer:
        """Serve one HTTP request; nothing is raised, every failure becomes an answer."""
        started = time.perf_counter()
        request_id = _request_id()
        name, lost = "", False
        try:
            parameters = {**message.query, **message.form()}
            name, action = self._find(message, parameters)
            self._gate.check(message, parameters)
            fault = self.faults.take(action.name)
            lost = fault is not None and fault.lost
            sent = {key: value for key, value in parameters.items() if key not in COMMON}
            answer: Reply = {"RequestId": request_id, **self._run(action, sent, fault)}
            status = 200
        except ApiError as error:
            status, answer = error.status, _refusal(error, request_id, message)
        except Exception:  # noqa: BLE001  # the client gets the service's 500, the log gets the traceback
            _log.exception("%s failed inside the sandbox, request %s", name or message.path, request_id)
            status, answer = INTERNAL.status, _refusal(INTERNAL, request_id, message)
        milliseconds = (time.perf_counter() - started) * 1000
        _log.info("%s %d %s %.1f ms", name or message.path, status, answer.get("Code", ""), milliseconds)
        return Answer(status, json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode(), lost)

    def call(self, version: str, name: str, parameters: Mapping[str, str]) -> Reply:
        """Serve one call of this process: no signature, no faults; ApiError instead of an error answer."""
        return self._run(self.registry.find(version, name), parameters, None)

    def _find(self, message: Message, parameters: Mapping[str, str]) -> tuple[str, Action]:
        name = parameters.get("Action") or message.headers.get("x-acs-action", "")
        version = parameters.get("Version") or message.headers.get("x-acs-version", "")
        if message.path != "/":
            raise ApiError("InvalidAction.NotFound", f"Actions are served at /, not at {message.path!r}.", 404)
        if parameters.get("Format", "json").lower() != "json":
            raise ApiError("InvalidParameter.Format", f"The sandbox answers JSON, not {parameters['Format']!r}.")
        return f"{name} {version}", self.registry.find(version, name)

    def _run(self, action: Action, sent: Mapping[str, str], fault: Fault | None) -> Reply:
        if fault is not None:
            time.sleep(fault.delay)
            if fault.code:
                raise ApiError(fault.code, fault.message, fault.status)
        call = Call(action.name, action.version, sent)
        with self.cloud.transaction(reading=action.reads):
            return self._read(action, call) if action.reads else self._change(action, call)

    def _read(self, action: Action, call: Call) -> Reply:
        return action.handler(self.cloud, _parsed(action, call))

    def _change(self, action: Action, call: Call) -> Reply:
        earlier = earlier_answer(self.cloud, call)
        if earlier is not None:
            return earlier
        request = _parsed(action, call)
        answer = action.handler(self.cloud, request)
        if call.parameters.get("DryRun", "").lower() == "true":
            raise ApiError("DryRunOperation", "Request validation has been passed with DryRun flag set.")
        keep_answer(self.cloud, call, answer)
        return answer


def _parsed(action: Action, call: Call) -> Request:
    known = action.parameters
    own = {name: text for name, text in call.parameters.items() if name in known or name not in ANYWHERE}
    return Request(call, parse(known, own), known)


def _refusal(error: ApiError, request_id: str, message: Message) -> Reply:
    host = message.headers.get("host", "")
    return {"RequestId": request_id, "HostId": host, "Code": error.code, "Message": error.message}


def _request_id() -> str:
    text = os.urandom(16).hex().upper()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
