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
from acree_sandbox.network.parts.cloud_services import service_addresses
from acree_sandbox.services.auth_moves import SilentAddress, move_auth
from acree_sandbox.services.names import look_up
from acree_sandbox.world.file import world_of
from tests.sandbox.network.worlds import two_regions


@pytest.fixture
def world() -> World:
    return world_of(two_regions())


def test_the_name_is_answered_with_the_new_addresses_only(cloud: Cloud) -> None:
    moved = move_auth(cloud, "cri-demo", ["100.103.9.188", "100.103.11.5"])
    assert [its.value for its in look_up(cloud, moved.auth_host)] == ["100.103.9.188", "100.103.11.5"]
    assert {"100.103.9.188", "100.103.11.5"} <= set(service_addresses(cloud, moved.region))
    move_auth(cloud, "", ["100.103.11.5"])
    assert "100.103.9.188" not in set(service_addresses(cloud, moved.region))


def test_a_silent_address_answers_but_is_not_answered(cloud: Cloud) -> None:
    """As before an address is announced, and after it is taken back while clients still remember it."""
    moved = move_auth(cloud, "", ["100.103.9.188"], ["100.103.11.5", "100.103.11.6"])
    assert [its.value for its in look_up(cloud, moved.auth_host)] == ["100.103.9.188"]
    assert {"100.103.9.188", "100.103.11.5", "100.103.11.6"} <= set(service_addresses(cloud, moved.region))
    move_auth(cloud, "", ["100.103.11.5"], ["100.103.11.6"])
    assert "100.103.9.188" not in set(service_addresses(cloud, moved.region))
    assert [row.address for row in cloud.all(SilentAddress)] == ["100.103.11.6"]
    move_auth(cloud, "", ["100.103.11.5"])
    assert not cloud.all(SilentAddress)


@pytest.mark.parametrize(
    ("instance", "addresses", "words"),
    [
        ("cri-other", ["100.103.9.188"], "found 'cri-other'; there are: cri-demo"),
        ("cri-demo", ["100.103.9.188", "100.103.9"], "wanted an IPv4 address such as .*, found '100.103.9'"),
        ("cri-demo", [], "wanted at least one address"),
    ],
)
def test_what_cannot_be_moved_changes_nothing(cloud: Cloud, instance: str, addresses: list[str], words: str) -> None:
    revision = cloud.revision
    with pytest.raises(SandboxError, match=words):
        move_auth(cloud, instance, addresses)
    assert cloud.revision == revision


def test_several_instances_need_a_name(cloud: Cloud) -> None:
    cloud.put(RegistryInstance(id="cri-two", name="two", region="cn-shanghai"))
    with pytest.raises(SandboxError, match="there are: cri-demo, cri-two"):
        move_auth(cloud, "", ["100.103.9.188"])


@pytest.fixture
def post(dispatcher: Dispatcher) -> Callable[[bytes], tuple[int, Any]]:
    def posting(body: bytes) -> tuple[int, Any]:
        answer = serve_admin(dispatcher, Message("POST", "/sandbox/move-auth", {}, {}, body))
        return answer.status, json.loads(answer.body)

    return posting


def test_it_is_asked_for_by_administration(post: Callable[[bytes], tuple[int, Any]], cloud: Cloud) -> None:
    status, found = post(b'{"addresses": ["100.103.11.5"]}')
    assert (status, found["instance"], found["addresses"]) == (200, "cri-demo", ["100.103.11.5"])
    assert found["revision"] == cloud.revision


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"addresses": "100.103.11.5"}',
        b'{"addresses": [7]}',
        b'{"addresses": ["100.103.11.5"], "silent": 1}',
    ],
)
def test_what_is_no_move_is_refused_with_a_sentence(post: Callable[[bytes], tuple[int, Any]], body: bytes) -> None:
    status, found = post(body)
    assert status == 400
    assert found["error"].startswith("wanted")
