"""The official Python SDK against the server: the signature and the answers are judged by the real client."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alibabacloud_sts20150401.client import Client
from alibabacloud_tea_openapi.exceptions import ClientException
from alibabacloud_tea_openapi.models import Config

from acree_sandbox.core.running import RunningServer, serve
from acree_sandbox.core.world import World


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with serve(tmp_path, World(account="42")) as running:
        yield running


def client(server: RunningServer, key: str = "sandbox-key", secret: str = "sandbox-secret") -> Client:
    return Client(
        Config(
            access_key_id=key,
            access_key_secret=secret,
            endpoint=server.endpoint,
            protocol="HTTPS",
            ca=str(server.ca_file),
        )
    )


def test_who_is_calling(server: RunningServer) -> None:
    found = client(server).get_caller_identity().body
    assert (found.account_id, found.arn, found.identity_type) == ("42", "acs:ram::42:root", "Account")
    assert found.request_id


@pytest.mark.parametrize(
    ("key", "secret", "code", "status"),
    [
        ("sandbox-key", "wrong", "SignatureDoesNotMatch", 400),
        ("nobody", "sandbox-secret", "InvalidAccessKeyId.NotFound", 404),
    ],
)
def test_wrong_credentials_reach_the_client_as_the_services_codes(
    server: RunningServer, key: str, secret: str, code: str, status: int
) -> None:
    with pytest.raises(ClientException) as caught:
        client(server, key, secret).get_caller_identity()
    assert caught.value.code == code
    assert caught.value.status_code == status
