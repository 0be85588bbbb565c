import base64
import http.client
import json
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from acree_sandbox.core.certificates import Authority
from acree_sandbox.services.tokens.handler import TokenHandler, TokenSite
from acree_sandbox.services.tokens.passwords import TEMPORARY_USER, temporary_password
from acree_sandbox.services.tokens.signer import Signer
from tests.sandbox.network.worlds import cloud_of, two_regions
from tests.sandbox.services.tokens.test_signer import read

SERVICE = "registry.aliyuncs.com:cn-hangzhou:china:cri-demo"
Asking = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def site(tmp_path: Path) -> TokenSite:
    return TokenSite(cloud_of(two_regions()), Signer(Authority(tmp_path).issue("signer")))


@pytest.fixture
def ask(site: TokenSite) -> Asking:
    """Sends one request as a user and returns status and JSON."""

    def asking(
        login: str = "sandbox-key:sandbox-secret", path: str = "/auth", method: str = "GET", **query: str | list[str]
    ) -> tuple[int, dict[str, Any]]:
        ours, theirs = socket.socketpair()

        def serve() -> None:
            with theirs:
                TokenHandler(theirs, ("here", 0), site)  # type: ignore[arg-type]  # it asks no server

        thread = threading.Thread(target=serve)
        thread.start()
        connection = http.client.HTTPConnection("auth")
        connection.sock = ours
        encoded = base64.b64encode(login.encode()).decode()
        headers = {"Authorization": f"Basic {encoded}"} if login else {}
        asked: dict[str, str | list[str]] = {"service": SERVICE, **query}
        connection.request(method, f"{path}?{urlencode(asked, doseq=True)}", headers=headers)
        answer = connection.getresponse()
        found = json.loads(answer.read() or "{}")
        connection.close()
        thread.join(5)
        return answer.status, found

    return asking


def test_who_logs_in_gets_what_was_asked_for(ask: Asking) -> None:
    status, found = ask(scope=["repository:demo/hello:pull,push", "repository:a/b:pull"])
    assert status == 200
    assert found["token"] == found["access_token"]
    _, claims, _ = read(found["token"])
    assert claims["aud"] == SERVICE
    assert claims["sub"] == "sandbox-key"
    assert claims["access"] == [
        {"type": "repository", "name": "demo/hello", "actions": ["pull", "push"]},
        {"type": "repository", "name": "a/b", "actions": ["pull"]},
    ]


def test_several_scopes_may_stand_in_one_parameter(ask: Asking) -> None:
    _, claims, _ = read(ask(scope="repository:a:pull repository:b:push")[1]["token"])
    assert [its["name"] for its in claims["access"]] == ["a", "b"]


@pytest.mark.parametrize("scope", ["registry:catalog:*", "nonsense", "repository:x", ""])
def test_other_scopes_give_nothing(ask: Asking, scope: str) -> None:
    _, claims, _ = read(ask(scope=scope)[1]["token"])
    assert claims["access"] == []


def test_unknown_actions_give_nothing(ask: Asking) -> None:
    _, claims, _ = read(ask(scope="repository:a:pull,everything")[1]["token"])
    assert claims["access"][0]["actions"] == ["pull"]


@pytest.mark.parametrize("login", ["", "sandbox-key:wrong", "nobody:sandbox-secret", "nocolon"])
def test_who_does_not_log_in_gets_nothing(ask: Asking, login: str) -> None:
    status, found = ask(login)
    assert status == 401
    assert found["errors"][0]["code"] == "UNAUTHORIZED"


def test_a_temporary_password_logs_in(ask: Asking, site: TokenSite) -> None:
    password = temporary_password(site.cloud.world.keys, "cri-demo", site.cloud.now() + 60)
    assert ask(f"{TEMPORARY_USER}:{password}")[0] == 200


def test_what_is_not_there_is_refused(ask: Asking) -> None:
    assert ask(service="registry.aliyuncs.com:cn-hangzhou:china:cri-other")[0] == 400
    assert ask(path="/other")[0] == 404
    assert ask(method="POST")[0] == 404
