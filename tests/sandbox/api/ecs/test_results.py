"""Results are found by what they belong to, paged either way, and written as they are wanted."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from alibabacloud_ecs20140526 import models
from alibabacloud_ecs20140526.client import Client
from alibabacloud_tea_openapi.models import Config

from acree_sandbox.api.ecs.resources import CommandResult
from acree_sandbox.api.ecs.service import ECS
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.running import RunningServer
from tests.sandbox.api.ecs.conftest import asking
from tests.sandbox.conftest import START, Calling

OUTPUT = b64encode("grün\n".encode()).decode()


def put(cloud: Cloud, number: int, **fields: object) -> None:
    row: dict[str, Any] = {
        "id": f"t-{number}/i-1",
        "region": "cn-hangzhou",
        "status": "Success",
        "invocation": f"t-{number}",
        "command": f"c-{number}",
        "instance": "i-1",
        **fields,
    }
    cloud.put(CommandResult(**row))


def described(call: Calling, **wanted: str) -> dict[str, Any]:
    found: dict[str, Any] = call(ECS, "DescribeInvocationResults", {"RegionId": "cn-hangzhou", **wanted})["Invocation"]
    return found


def items(call: Calling, **wanted: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = described(call, **wanted)["InvocationResults"]["InvocationResult"]
    return found


class TestItem:
    def test_one_that_has_ended(self, cloud: Cloud, call: Calling) -> None:
        put(cloud, 1, exit_code=0, output=OUTPUT, dropped=3, started_at=START, finished_at=START + 2)
        (item,) = items(call, InvokeId="t-1")
        assert item == {
            "InvokeId": "t-1",
            "CommandId": "c-1",
            "InstanceId": "i-1",
            "InvocationStatus": "Success",
            "InvokeRecordStatus": "Finished",
            "Username": "root",
            "Repeats": 1,
            "ExitCode": 0,
            "Output": OUTPUT,
            "Dropped": 3,
            "ErrorCode": "",
            "ErrorInfo": "",
            "StartTime": "2026-01-01T00:00:00Z",
            "FinishedTime": "2026-01-01T00:00:02Z",
        }

    @pytest.mark.parametrize(("encoding", "shown"), [("PlainText", "grün\n"), ("Base64", OUTPUT), ("other", OUTPUT)])
    def test_encodings(self, cloud: Cloud, call: Calling, encoding: str, shown: str) -> None:
        put(cloud, 1, output=OUTPUT)
        assert items(call, ContentEncoding=encoding)[0]["Output"] == shown

    @pytest.mark.parametrize(
        ("status", "record"),
        [("Running", "Running"), ("Timeout", "Failed"), ("Error", "Failed"), ("Terminated", "Stopped")],
    )
    def test_older_words_for_statuses(self, cloud: Cloud, call: Calling, status: str, record: str) -> None:
        put(cloud, 1, status=status)
        put(cloud, 2, status="Success")
        assert [item["InvokeId"] for item in items(call, InvokeRecordStatus=record)] == ["t-1"]


class TestFound:
    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            ({}, ["t-3", "t-2", "t-1"]),
            ({"InvokeId": "t-2"}, ["t-2"]),
            ({"CommandId": "c-3"}, ["t-3"]),
            ({"InstanceId": "i-2"}, ["t-2"]),
            ({"InvokeId": "t-2", "InstanceId": "i-1"}, []),
            ({"InvokeId": "t-9"}, []),
            ({"RegionId": "cn-shanghai"}, ["t-4"]),
        ],
    )
    def test_by_what_they_belong_to(
        self, cloud: Cloud, call: Calling, wanted: dict[str, str], found: list[str]
    ) -> None:
        put(cloud, 1)
        put(cloud, 2, instance="i-2")
        put(cloud, 3)
        put(cloud, 4, region="cn-shanghai")
        assert [item["InvokeId"] for item in items(call, **wanted)] == found


class TestPages:
    def test_by_number(self, cloud: Cloud, call: Calling) -> None:
        for number in range(12):
            put(cloud, number)
        first, second = described(call), described(call, PageNumber="2", PageSize="10")
        assert (first["TotalCount"], first["PageNumber"], first["PageSize"]) == (12, 1, 10)
        assert [len(page["InvocationResults"]["InvocationResult"]) for page in (first, second)] == [10, 2]
        assert "NextToken" not in first

    def test_by_token(self, cloud: Cloud, call: Calling) -> None:
        for number in range(5):
            put(cloud, number)
        seen, token = [], ""
        while True:
            page = described(call, MaxResults="2", **({"NextToken": token} if token else {}))
            seen += [item["InvokeId"] for item in page["InvocationResults"]["InvocationResult"]]
            token = page.get("NextToken", "")
            if not token:
                break
        assert seen == ["t-4", "t-3", "t-2", "t-1", "t-0"]

    @pytest.mark.parametrize("wrong", [{"MaxResults": "51"}, {"PageSize": "51"}, {"NextToken": "made-up"}])
    def test_refused(self, call: Calling, wrong: dict[str, str]) -> None:
        with pytest.raises(ApiError, match="InvalidParameter"):
            described(call, **wrong)


class TestSdk:
    def test_both_calls(self, server: RunningServer) -> None:
        key, secret = next(iter(server.cloud.world.keys.items()))
        client = Client(
            Config(
                access_key_id=key,
                access_key_secret=secret,
                endpoint=server.endpoint,
                region_id="cn-hangzhou",
                ca=str(server.ca_file),
            )
        )
        sent = asking()
        wanted = models.RunCommandRequest(
            region_id="cn-hangzhou",
            type="RunShellScript",
            command_content=sent["CommandContent"],
            content_encoding="Base64",
            instance_id=["i-1"],
            timeout=30,
            name="probe",
        )
        answer = client.run_command(wanted).body
        asked = models.DescribeInvocationResultsRequest(region_id="cn-hangzhou", invoke_id=answer.invoke_id)
        (result,) = client.describe_invocation_results(asked).body.invocation.invocation_results.invocation_result
        assert (result.instance_id, result.invocation_status) == ("i-1", "Aborted")
        assert result.error_code == "ClientNotRunning"
