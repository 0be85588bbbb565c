"""Hosts as `--from` names them."""

from __future__ import annotations

import pytest

from acree_infra.doctor.assistant import Assistant
from acree_infra.doctor.origins import parse_origin, runners
from acree_infra.doctor.ssh import Ssh, SshHost
from acree_infra.errors import ConfigError

ENVIRON = {"ALICLOUD_ACCESS_KEY": "made-up", "ALICLOUD_SECRET_KEY": "made-up"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ecs:i-1", ("", "i-1")),
        ("ecs:cn-beijing/i-1", ("cn-beijing", "i-1")),
        ("ssh:hq", SshHost("hq")),
        ("ssh:root@10.50.0.10:2222", SshHost("10.50.0.10", "root", "2222")),
    ],
)
def test_where_from(text: str, found: object) -> None:
    assert parse_origin(text) == found


@pytest.mark.parametrize(
    "text", ["", "i-1", "ecs:", "ecs:vm-1", "ecs:/i-1", "ssh:", "ssh:-x", "ssh://host", "SSH:host", "here"]
)
def test_where_from_is_checked(text: str) -> None:
    with pytest.raises(ConfigError, match=r"expected ecs:<instance id> or ssh:\[user@\]host\[:port\]") as raised:
        parse_origin(text)
    assert "ssh:root@10.50.0.10" in str(raised.value)


def test_each_once_in_their_order() -> None:
    texts = ["ssh:b", "ecs:i-2", "ssh:a", "ecs:cn-beijing/i-1", "ssh:b", "ecs:i-3", "ecs:i-2"]
    found = runners(texts, ["cn-hangzhou"], ENVIRON)
    assert [runner.name for runner in found] == ["ssh:b", "ecs:i-2", "ssh:a", "ecs:i-1", "ecs:i-3"]


def test_one_instance_is_asked_by_itself() -> None:
    alone, there = runners(["ecs:cn-beijing/i-1", "ssh:a"], ["cn-hangzhou"], ENVIRON)
    assert isinstance(alone, Assistant)
    assert alone.regions == ["cn-beijing"]
    assert isinstance(there, Ssh)


def test_hosts_behind_ssh_need_no_access_key() -> None:
    assert [runner.name for runner in runners(["ssh:a", "ssh:b"], [], {})] == ["ssh:a", "ssh:b"]
