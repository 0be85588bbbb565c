"""``DescribeInvocationResults``: what became of commands, instance by instance."""

from __future__ import annotations

from base64 import b64decode

from acree_sandbox.api.ecs.resources import CommandResult
from acree_sandbox.api.ecs.service import ECS
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.paging import numbered_page, page_parameters, token_page, token_parameters
from acree_sandbox.core.parameters import boolean, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.times import iso_time

LARGEST_PAGE = 50
DEFAULT_PAGE = 10
_RECORD_STATUSES = {
    "Pending": "Running",
    "Running": "Running",
    "Success": "Finished",
    "Terminated": "Stopped",
    "Cancelled": "Stopped",
}
"""The older word for a status; all others are `Failed`."""


@ECS.action(
    "DescribeInvocationResults",
    text("InvokeId"),
    text("CommandId"),
    text("InstanceId"),
    text("InvokeRecordStatus"),
    text("ContentEncoding"),
    boolean("IncludeHistory"),
    *token_parameters(LARGEST_PAGE),
    *page_parameters(largest=LARGEST_PAGE),
)
def describe_invocation_results(cloud: Cloud, request: Request) -> Reply:
    """The results of a region that fit, newest first, in pages of either way."""
    rows = [row for row in reversed(_candidates(cloud, request)) if _fits(row, request)]
    plain = request.text("ContentEncoding").lower() == "plaintext"
    by_token = "MaxResults" in request or "NextToken" in request
    page = token_page(request, rows, size=DEFAULT_PAGE) if by_token else numbered_page(request, rows, size=DEFAULT_PAGE)
    shown = [_item(row, plain=plain) for row in page.items]
    fields = {name: value for name, value in page.fields.items() if name != "MaxResults"}
    return {"Invocation": {"InvocationResults": {"InvocationResult": shown}, **fields}}


def _candidates(cloud: Cloud, request: Request) -> list[CommandResult]:
    invocation = request.text("InvokeId")
    return cloud.where(CommandResult, "invocation", invocation) if invocation else cloud.all(CommandResult)


def _fits(row: CommandResult, request: Request) -> bool:
    wanted = {
        "CommandId": row.command,
        "InstanceId": row.instance,
        "InvokeRecordStatus": _record_status(row),
    }
    is_wanted = all(request.text(name) in {"", value} for name, value in wanted.items())
    return is_wanted and request.region in {"", row.region}


def _record_status(row: CommandResult) -> str:
    return _RECORD_STATUSES.get(row.status, "Failed")


def _item(row: CommandResult, *, plain: bool) -> dict[str, object]:
    output = b64decode(row.output).decode(errors="replace") if plain else row.output
    item: dict[str, object] = {
        "InvokeId": row.invocation,
        "CommandId": row.command,
        "InstanceId": row.instance,
        "InvocationStatus": row.status,
        "InvokeRecordStatus": _record_status(row),
        "Username": "root",
        "Repeats": 1 if row.started_at else 0,
        "Output": output,
        "Dropped": row.dropped,
        "ErrorCode": row.error_code,
        "ErrorInfo": row.error_info,
        "StartTime": iso_time(row.started_at) if row.started_at else "",
        "FinishedTime": iso_time(row.finished_at) if row.finished_at else "",
    }
    return item if row.exit_code is None else item | {"ExitCode": row.exit_code}
