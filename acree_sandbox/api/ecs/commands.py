"""``RunCommand``: a command on instances, run by the agents there."""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import replace

from acree_sandbox.api.ecs.agents import Order, agents_of
from acree_sandbox.api.ecs.probe import is_probe
from acree_sandbox.api.ecs.resources import CommandResult, Host
from acree_sandbox.api.ecs.service import ECS
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError, missing_parameter
from acree_sandbox.core.parameters import boolean, integer, text, texts
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

LARGEST_CONTENT = 24 * 1024
MOST_INSTANCES = 100
LONGEST_NAME, LONGEST_DESCRIPTION = 128, 512
LONGEST_RUN = 24 * 3600
DEFAULT_SECONDS = 60
NO_AGENT = ("ClientNotRunning", "the aliyun service is not running on the instance")
NOT_RUNNING = ("InstanceNotRunning", "the instance is not running when create task")


@ECS.action(
    "RunCommand",
    text("Type", required=True, choices=("RunShellScript",)),
    text("CommandContent", required=True),
    text("ContentEncoding"),
    texts("InstanceId"),
    text("Name"),
    text("Description"),
    integer("Timeout", minimum=1, maximum=LONGEST_RUN),
    text("RepeatMode", choices=("", "Once")),
    boolean("KeepCommand"),
    boolean("EnableParameter"),
    text("Username", choices=("", "root")),
)
def run_command(cloud: Cloud, request: Request) -> Reply:
    """Hand acree's probe to the agents; anything else is refused. The answer does not wait for it."""
    content = _content(request)
    hosts = _hosts(cloud, request)
    _check_words(request)
    if request.boolean("EnableParameter"):
        raise ApiError("InvalidParameter.EnableParameter", "The sandbox replaces no parameters in commands.")
    if not is_probe(content):
        raise ApiError(
            "Forbidden.CommandContent",
            "The sandbox runs acree's own probe and nothing else, and this is not that probe; to run a command on a "
            "host yourself: acree-sandbox exec HOST -- COMMAND",
            403,
        )
    invocation, command = cloud.new_id(CommandResult, request.region), f"c-{cloud.new_suffix()}"
    for host in hosts:
        _start(cloud, host, invocation, command, content, request.integer("Timeout", DEFAULT_SECONDS))
    return {"InvokeId": invocation, "CommandId": command}


def _start(cloud: Cloud, host: Host, invocation: str, command: str, content: str, seconds: int) -> None:
    agents = agents_of(cloud)
    row = CommandResult(
        id=f"{invocation}/{host.id}",
        region=host.region,
        status="Pending",
        invocation=invocation,
        command=command,
        instance=host.id,
    )
    if host.status != "Running" or agents is None:
        code, words = NO_AGENT if host.status == "Running" else NOT_RUNNING
        cloud.put(replace(row, status="Aborted", error_code=code, error_info=words, finished_at=cloud.now()))
        return
    cloud.put(row)
    agents.start(Order(row.id, host.id, content, float(seconds)))


def _hosts(cloud: Cloud, request: Request) -> list[Host]:
    names = list(dict.fromkeys(request.texts("InstanceId")))
    if not names:
        raise missing_parameter("InstanceId")
    if len(names) > MOST_INSTANCES:
        raise ApiError("InstanceIds.ExceedLimit", f"At most {MOST_INSTANCES} instances, got {len(names)}.", 403)
    found = [cloud.get(Host, name) for name in names]
    absent = [n for n, host in zip(names, found, strict=True) if host is None or host.region != request.region]
    if absent:
        raise ApiError(
            "InvalidInstance.NotFound",
            f"The specified instances do not exist in {request.region or 'no region'}: {', '.join(absent)}.",
            404,
        )
    return [host for host in found if host is not None]


def _content(request: Request) -> str:
    sent = request.text("CommandContent")
    in_base64 = request.text("ContentEncoding").lower() == "base64"
    if len(sent) > LARGEST_CONTENT:
        raise ApiError("CmdContent.ExceedLimit", "The length of the command content exceeds the upper limit.", 403)
    try:
        return b64decode(sent, validate=True).decode() if in_base64 else sent
    except (binascii.Error, UnicodeDecodeError):
        raise ApiError("CmdContent.DecodeError", "The CommandContent can not be base64 decoded.") from None


def _check_words(request: Request) -> None:
    for name, longest, code in (
        ("Name", LONGEST_NAME, "CmdName.ExceedLimit"),
        ("Description", LONGEST_DESCRIPTION, "CmdDesc.ExceedLimit"),
    ):
        if len(request.text(name)) > longest:
            raise ApiError(code, f"The length of the command's {name.lower()} exceeds {longest}.", 403)
