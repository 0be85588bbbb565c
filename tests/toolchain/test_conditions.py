"""The conditions under which all tests run: no way out, no foreign settings, warnings that count."""

import os
import socket
import sys
import warnings
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

from acree_toolchain.layout import current
from tests.conftest import is_foreign


@pytest.mark.parametrize(
    "name",
    [
        "HTTPS_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "AWS_ACCESS_KEY_ID",
        "ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "PULUMI_CONFIG_PASSPHRASE", "CBN_ENDPOINT",
    ],
)  # fmt: skip
def test_foreign_settings_are_taken_away(name: str) -> None:
    assert is_foreign(name)
    assert name not in os.environ


@pytest.mark.parametrize("name", ["PATH", "HOME", "XDG_CACHE_HOME", "CI", "LANG"])
def test_the_rest_stays(name: str) -> None:
    assert not is_foreign(name)


def test_nothing_foreign_is_left() -> None:
    ours = {"ALIBABA_CLOUD_ECS_METADATA_DISABLED", "PULUMI_ERROR_OUTPUT_STRING"}
    assert {name for name in os.environ if is_foreign(name)} == ours


def test_no_way_out() -> None:
    with socket.socket() as client, pytest.raises((SocketConnectBlockedError, UserWarning), match=r"192\.0\.2\.1"):
        client.connect(("192.0.2.1", 443))


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match="look"):
        warnings.warn("look", stacklevel=1)


@pytest.mark.e2e
def test_engine_environment_finds_everything(engine_environment: dict[str, str]) -> None:
    folders = engine_environment["PATH"].split(os.pathsep)
    assert folders[:2] == [str(Path(sys.executable).parent), str(current().programs)]
    assert engine_environment["VIRTUAL_ENV"] == sys.prefix
    assert engine_environment["PULUMI_HOME"] == str(current().root)
