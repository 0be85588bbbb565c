"""Where a user and a password come from, and that they are not shown."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path

import pytest

from acree_infra.cloud.sdk.service import Service
from acree_infra.cloud.sdk.settings import AccessKey, Settings
from acree_infra.doctor.credentials import Credentials, find_credentials, run_helper
from acree_infra.doctor.passwords import registry_service, temporary_password
from acree_infra.errors import ConfigError
from tests.infra.cloud.sdk.service_server import serve_services

HOST, CUSTOM = "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com", "registry.example.com"


def login(username: str = "me", password: str = "pass:word") -> str:
    return base64.b64encode(f"{username}:{password}".encode()).decode()


def pair(found: Credentials | None) -> tuple[str, str] | None:
    return None if found is None else (found.username, found.password)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"DOCKER_CONFIG": str(tmp_path)}


def write(environ: dict[str, str], config: object) -> None:
    (Path(environ["DOCKER_CONFIG"]) / "config.json").write_text(json.dumps(config))


def nobody(command: list[str], text: str) -> tuple[int, str]:
    raise AssertionError(command)


class TestEnvironment:
    def test_it_comes_first(self, environ: dict[str, str]) -> None:
        write(environ, {"auths": {HOST: {"auth": login()}}})
        environ |= {"ACREE_REGISTRY_USERNAME": "you", "ACREE_REGISTRY_PASSWORD": "other"}
        found = find_credentials((HOST,), environ, nobody)
        assert pair(found) == ("you", "other")
        assert found is not None
        assert found.source == "environment"

    @pytest.mark.parametrize("name", ["ACREE_REGISTRY_USERNAME", "ACREE_REGISTRY_PASSWORD"])
    def test_half_a_pair_is_refused(self, environ: dict[str, str], name: str) -> None:
        with pytest.raises(ConfigError, match=f"{name} is set and") as raised:
            find_credentials((HOST,), {**environ, name: "s3cret"}, nobody)
        assert "s3cret" not in str(raised.value)


class TestDocker:
    def test_nothing_is_anonymous(self, environ: dict[str, str]) -> None:
        assert find_credentials((HOST,), environ, nobody) is None

    def test_no_home_is_anonymous(self, tmp_path: Path) -> None:
        assert find_credentials((HOST,), {"HOME": str(tmp_path)}, nobody) is None

    @pytest.mark.parametrize("name", [HOST, f"https://{HOST}", f"https://{HOST}/v2/", HOST.upper()])
    def test_a_stored_login(self, environ: dict[str, str], name: str) -> None:
        write(environ, {"auths": {"other.example.com": {"auth": login("no")}, name: {"auth": login()}}})
        assert pair(find_credentials((HOST,), environ, nobody)) == ("me", "pass:word")

    def test_in_the_home_of_the_user(self, tmp_path: Path) -> None:
        (tmp_path / ".docker").mkdir()
        (tmp_path / ".docker" / "config.json").write_text(json.dumps({"auths": {HOST: {"auth": login()}}}))
        assert pair(find_credentials((HOST,), {"HOME": str(tmp_path)}, nobody)) == ("me", "pass:word")

    def test_a_custom_domain_counts_too(self, environ: dict[str, str]) -> None:
        write(environ, {"auths": {CUSTOM: {"auth": login()}}})
        assert pair(find_credentials((HOST, CUSTOM), environ, nobody)) == ("me", "pass:word")

    @pytest.mark.parametrize("entry", [{}, {"auth": ""}, {"auth": 3}, "text"])
    def test_an_entry_without_a_login(self, environ: dict[str, str], entry: object) -> None:
        write(environ, {"auths": {HOST: entry}})
        assert find_credentials((HOST,), environ, nobody) is None

    @pytest.mark.parametrize("text", ["!", base64.b64encode(b"nocolon").decode(), base64.b64encode(b"\xff").decode()])
    def test_a_broken_login(self, environ: dict[str, str], text: str) -> None:
        write(environ, {"auths": {HOST: {"auth": text}}})
        with pytest.raises(ConfigError, match="cannot be read") as raised:
            find_credentials((HOST,), environ, nobody)
        assert text not in str(raised.value) or text == "!"

    @pytest.mark.parametrize("content", ["{", "[]", "\xff"])
    def test_a_broken_file(self, environ: dict[str, str], content: str) -> None:
        (Path(environ["DOCKER_CONFIG"]) / "config.json").write_bytes(content.encode("latin-1"))
        with pytest.raises(ConfigError, match=r"config\.json"):
            find_credentials((HOST,), environ, nobody)

    def test_a_file_that_is_a_folder(self, environ: dict[str, str]) -> None:
        (Path(environ["DOCKER_CONFIG"]) / "config.json").mkdir()
        with pytest.raises(ConfigError, match="cannot be read"):
            find_credentials((HOST,), environ, nobody)


class TestHelpers:
    @pytest.mark.parametrize(
        ("config", "program"),
        [
            ({"credsStore": "desk"}, "docker-credential-desk"),
            ({"credHelpers": {HOST: "acr"}, "credsStore": "desk"}, "docker-credential-acr"),
        ],
    )
    def test_the_helper_of_the_host_comes_first(self, environ: dict[str, str], config: object, program: str) -> None:
        asked = []

        def run(command: list[str], text: str) -> tuple[int, str]:
            asked.append((command, text))
            return 0, json.dumps({"ServerURL": HOST, "Username": "me", "Secret": "word"})

        write(environ, config)
        found = find_credentials((HOST,), environ, run)
        assert pair(found) == ("me", "word")
        assert asked == [([program, "get"], HOST)]

    def test_one_that_knows_nothing(self, environ: dict[str, str]) -> None:
        write(environ, {"credsStore": "desk"})
        assert find_credentials((HOST,), environ, lambda command, text: (1, "credentials not found")) is None

    @pytest.mark.parametrize("output", ["", "{}", "[]", '{"Username": "me"}'])
    def test_one_that_answers_nonsense(self, environ: dict[str, str], output: str) -> None:
        write(environ, {"credsStore": "desk"})
        with pytest.raises(ConfigError, match="answered something else"):
            find_credentials((HOST,), environ, lambda command, text: (0, output))

    def test_one_that_holds_an_identity_token(self, environ: dict[str, str]) -> None:
        write(environ, {"credsStore": "desk"})
        output = '{"Username": "<token>", "Secret": "s3cret"}'
        with pytest.raises(ConfigError, match="identity token") as raised:
            find_credentials((HOST,), environ, lambda command, text: (0, output))
        assert "s3cret" not in str(raised.value)

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (FileNotFoundError(), "is not on PATH"),
            (PermissionError(), "cannot be run"),
            (subprocess.TimeoutExpired("x", 30), "cannot be run"),
        ],
    )
    def test_one_that_cannot_be_run(self, environ: dict[str, str], error: Exception, said: str) -> None:
        def run(command: list[str], text: str) -> tuple[int, str]:
            raise error

        write(environ, {"credsStore": "desk"})
        with pytest.raises(ConfigError, match=said):
            find_credentials((HOST,), environ, run)

    def test_it_is_really_run(self, tmp_path: Path) -> None:
        helper = tmp_path / "docker-credential-real"
        helper.write_text('#!/bin/sh\nread host\nprintf \'{"Username":"%s","Secret":"%s"}\' "$1" "$host"\n')
        helper.chmod(0o755)
        code, output = run_helper([str(helper), "get"], f"{HOST}\n")
        assert (code, json.loads(output)) == (0, {"Username": "get", "Secret": HOST})


class TestTemporaryPassword:
    def test_by_the_official_sdk(self, tmp_path: Path) -> None:
        with serve_services(tmp_path) as server:
            answer = {"AuthorizationToken": "word", "TempUsername": "cr_temp_user", "IsSuccess": True}
            server.will_answer("GetAuthorizationToken", answer)
            settings = Settings({"CR_ENDPOINT": server.https.endpoint}, AccessKey("a", "b"), server.https.ca_file)
            found = temporary_password(Service("CR", "alibabacloud_cr20181201", settings), "cn-hangzhou", "cri-1")
            assert pair(found) == ("cr_temp_user", "word")
            assert server.asked["GetAuthorizationToken"][0]["InstanceId"] == "cri-1"

    def test_the_service_of_the_environment(self) -> None:
        assert isinstance(registry_service({}), Service)


def test_nothing_of_it_is_shown() -> None:
    shown = repr(Credentials("someone", "s3cret", "environment"))
    assert "someone" not in shown
    assert "s3cret" not in shown
