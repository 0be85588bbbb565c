import json
from collections.abc import Callable
from typing import Any

import pytest

from acree_sandbox.api.cr.resources import RegistryInstance
from acree_sandbox.core.admin import serve_admin
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.core.errors import SandboxError
from acree_sandbox.core.signing.message import Message
from acree_sandbox.core.world import World
from acree_sandbox.services.names import look_up
from acree_sandbox.services.storage_moves import DRAINING_SECONDS, FormerAddress, move_storage
from acree_sandbox.world.file import world_of
from tests.sandbox.conftest import Clock
from tests.sandbox.network.worlds import two_regions


@pytest.fixture
def world() -> World:
    return world_of(two_regions())


def test_a_move_changes_the_answer_and_keeps_the_old_address_for_a_while(cloud: Cloud, clock: Clock) -> None:
    moved = move_storage(cloud, "cri-demo", "100.118.31.9")
    assert moved.oss_address == "100.118.31.9"
    assert [its.value for its in look_up(cloud, moved.bucket_host())] == ["100.118.31.9"]
    assert [(row.address, row.region) for row in cloud.all(FormerAddress)] == [("100.118.28.44", "cn-hangzhou")]
    clock.pass_by(DRAINING_SECONDS - 1)
    cloud.wait(cloud.revision, 0)
    assert cloud.all(FormerAddress)
    clock.pass_by(2)
    cloud.wait(cloud.revision, 0)
    assert not cloud.all(FormerAddress)


def test_a_move_to_where_it_is_changes_nothing(cloud: Cloud) -> None:
    revision = cloud.revision
    move_storage(cloud, "", "100.118.28.44")
    assert cloud.revision == revision


def test_there_and_back(cloud: Cloud) -> None:
    for address in ("100.118.31.9", "100.118.28.44", "100.118.31.9"):
        move_storage(cloud, "", address)
    assert {row.address for row in cloud.all(FormerAddress)} == {"100.118.28.44", "100.118.31.9"}


@pytest.mark.parametrize(
    ("instance", "address", "words"),
    [
        ("cri-other", "100.118.31.9", "found 'cri-other'; there are: cri-demo"),
        ("cri-demo", "100.118.31", "wanted an IPv4 address such as"),
        ("cri-demo", "", "found ''"),
    ],
)
def test_what_cannot_be_moved(cloud: Cloud, instance: str, address: str, words: str) -> None:
    with pytest.raises(SandboxError, match=words):
        move_storage(cloud, instance, address)


def test_several_instances_need_a_name(cloud: Cloud) -> None:
    cloud.put(RegistryInstance(id="cri-two", name="two", region="cn-shanghai"))
    with pytest.raises(SandboxError, match="there are: cri-demo, cri-two"):
        move_storage(cloud, "", "100.118.31.9")


@pytest.fixture
def post(dispatcher: Dispatcher) -> Callable[[bytes], tuple[int, Any]]:
    def posting(body: bytes) -> tuple[int, Any]:
        answer = serve_admin(dispatcher, Message("POST", "/sandbox/move-storage", {}, {}, body))
        return answer.status, json.loads(answer.body)

    return posting


def test_it_is_asked_for_by_administration(post: Callable[[bytes], tuple[int, Any]], cloud: Cloud) -> None:
    status, found = post(b'{"address": "100.118.31.9"}')
    assert status == 200
    assert found == {"instance": "cri-demo", "address": "100.118.31.9", "revision": cloud.revision}


@pytest.mark.parametrize("body", [b"", b"[]", b'{"address": 1}', b'"x"', b"{}"])
def test_a_wrong_request_is_said(post: Callable[[bytes], tuple[int, Any]], body: bytes) -> None:
    status, found = post(body)
    assert status == 400
    assert "wanted" in found["error"]
