"""Commands are taken when they are the probe for hosts that exist; nobody waits for them."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from acree_infra.doctor.render import curl_command, python_command
from acree_sandbox.api.ecs.agents import agents_of, end_agents
from acree_sandbox.api.ecs.resources import CommandResult, Host
from acree_sandbox.api.ecs.service import ECS
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from tests.sandbox.api.ecs.conftest import JOB, Noting, asking
from tests.sandbox.conftest import Calling


def refused(call: Calling, parameters: dict[str, str]) -> tuple[str, int]:
    with pytest.raises(ApiError) as caught:
        call(ECS, "RunCommand", parameters)
    return caught.value.code, caught.value.status


def results(call: Calling, **wanted: str) -> list[dict[str, Any]]:
    found = call(ECS, "DescribeInvocationResults", RegionId="cn-hangzhou", **wanted)
    listed: list[dict[str, Any]] = found["Invocation"]["InvocationResults"]["InvocationResult"]
    return listed


class TestTaken:
    def test_the_agents_get_it(self, call: Calling, agents: Noting) -> None:
        answer = call(ECS, "RunCommand", asking(Timeout="7"))
        assert answer["InvokeId"].startswith("t-bp1")
        assert answer["CommandId"].startswith("c-")
        (order,) = agents.orders
        assert (order.instance, order.content, order.seconds) == ("i-1", python_command(JOB), 7.0)
        (result,) = results(call, InvokeId=answer["InvokeId"])
        assert (result["InvocationStatus"], result["InvokeRecordStatus"]) == ("Pending", "Running")
        assert "ExitCode" not in result

    def test_on_several_instances_once_each(self, call: Calling, agents: Noting) -> None:
        more = {"InstanceId.2": "i-2", "InstanceId.3": "i-1"}
        answer = call(ECS, "RunCommand", asking(**more))
        assert [(order.instance, order.seconds) for order in agents.orders] == [("i-1", 60.0), ("i-2", 60.0)]
        found = results(call, InvokeId=answer["InvokeId"])
        assert {result["InstanceId"] for result in found} == {"i-1", "i-2"}

    def test_as_plain_text_too(self, call: Calling, agents: Noting) -> None:
        sent = asking() | {"CommandContent": curl_command(JOB), "ContentEncoding": "PlainText"}
        call(ECS, "RunCommand", sent)
        assert agents.orders[0].content == curl_command(JOB)

    def test_a_repeated_call_runs_it_once(self, call: Calling, agents: Noting) -> None:
        first, second = (call(ECS, "RunCommand", asking(ClientToken="once")) for _ in range(2))
        assert first["InvokeId"] == second["InvokeId"]
        assert len(agents.orders) == 1

    def test_a_dry_run_leaves_no_result(self, call: Calling, agents: Noting, cloud: Cloud) -> None:
        assert refused(call, asking(DryRun="true"))[0] == "DryRunOperation"
        assert cloud.get(CommandResult, agents.orders[0].result) is None

    def test_what_was_sent_is_kept_nowhere(self, call: Calling, agents: Noting, cloud: Cloud) -> None:
        call(ECS, "RunCommand", asking(ClientToken="once"))
        kept = repr([row.document() for row in cloud.everything()])
        assert "somebody" not in kept
        assert asking()["CommandContent"][:40] not in kept
        assert "somebody" not in repr(agents.orders)


class TestWithoutAgent:
    def test_it_is_answered_and_fails(self, call: Calling, cloud: Cloud) -> None:
        assert agents_of(cloud) is None
        (result,) = results(call, InvokeId=call(ECS, "RunCommand", asking())["InvokeId"])
        assert (result["InvocationStatus"], result["InvokeRecordStatus"]) == ("Aborted", "Failed")
        assert (result["ErrorCode"], result["Output"], result["StartTime"]) == ("ClientNotRunning", "", "")
        assert result["FinishedTime"] == "2026-01-01T00:00:00Z"

    def test_agents_may_end(self, call: Calling, cloud: Cloud, agents: Noting) -> None:
        end_agents(cloud)
        end_agents(cloud)
        (result,) = results(call, InvokeId=call(ECS, "RunCommand", asking())["InvokeId"])
        assert result["ErrorCode"] == "ClientNotRunning"
        assert agents.orders == []

    def test_on_an_instance_that_does_not_run(self, call: Calling, cloud: Cloud, agents: Noting) -> None:
        cloud.change(cloud.need(Host, "i-1", "x"), status="Stopped")
        (result,) = results(call, InvokeId=call(ECS, "RunCommand", asking())["InvokeId"])
        assert (result["InvocationStatus"], result["ErrorCode"]) == ("Aborted", "InstanceNotRunning")
        assert agents.orders == []


class TestRefused:
    @pytest.mark.parametrize(
        ("change", "code", "status"),
        [
            ({"InstanceId.1": "i-none"}, "InvalidInstance.NotFound", 404),
            ({"InstanceId.1": "i-far"}, "InvalidInstance.NotFound", 404),
            ({"InstanceId.2": "i-far"}, "InvalidInstance.NotFound", 404),
            ({"RegionId": ""}, "InvalidInstance.NotFound", 404),
            ({"CommandContent": "%"}, "CmdContent.DecodeError", 400),
            ({"CommandContent": "/w=="}, "CmdContent.DecodeError", 400),
            ({"CommandContent": "A" * 24_577}, "CmdContent.ExceedLimit", 403),
            ({"Name": "n" * 129}, "CmdName.ExceedLimit", 403),
            ({"Description": "d" * 513}, "CmdDesc.ExceedLimit", 403),
            ({"Type": "RunBatScript"}, "InvalidParameter.Type", 400),
            ({"Type": ""}, "InvalidParameter.Type", 400),
            ({"Timeout": "0"}, "InvalidParameter.Timeout", 400),
            ({"RepeatMode": "Period"}, "InvalidParameter.RepeatMode", 400),
            ({"Username": "nobody"}, "InvalidParameter.Username", 400),
            ({"EnableParameter": "true"}, "InvalidParameter.EnableParameter", 400),
            ({"Frequency": "rate(60s)"}, "UnknownParameter.Frequency", 400),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_each(self, call: Calling, agents: Noting, change: dict[str, str], code: str, status: int) -> None:
        assert refused(call, asking() | change) == (code, status)
        assert agents.orders == []

    def test_no_instance_and_too_many(self, call: Calling, agents: Noting) -> None:
        none = {name: value for name, value in asking().items() if name != "InstanceId.1"}
        assert refused(call, none) == ("MissingParameter.InstanceId", 400)
        many = {f"InstanceId.{number}": f"i-{number}" for number in range(1, 102)}
        assert refused(call, asking() | many) == ("InstanceIds.ExceedLimit", 403)
        assert agents.orders == []

    @pytest.mark.parametrize("command", ["id", "#!/bin/sh\ncat /etc/shadow\n"])
    def test_everything_but_the_probe(self, call: Calling, agents: Noting, cloud: Cloud, command: str) -> None:
        with pytest.raises(ApiError, match="acree's own probe and nothing else") as caught:
            call(ECS, "RunCommand", asking(command))
        assert (caught.value.code, caught.value.status) == ("Forbidden.CommandContent", 403)
        plain = {"CommandContent": command, "ContentEncoding": ""}
        assert refused(call, asking() | plain) == ("Forbidden.CommandContent", 403)
        assert agents.orders == []
        assert cloud.all(CommandResult) == []

    def test_the_limit_holds_for_what_is_sent(self, call: Calling, agents: Noting) -> None:
        sent = b64encode(b"#" * 18_432).decode()
        assert len(sent) == 24_576
        assert refused(call, asking() | {"CommandContent": sent})[0] == "Forbidden.CommandContent"
        assert agents.orders == []
