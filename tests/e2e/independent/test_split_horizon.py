"""Names as a real split-horizon server answers them: inside of the service VPC, in a client's VPC, and elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.independent.bind import View, named
from tests.e2e.network.lab import WORLDS, Lab, running_lab
from tests.e2e.network.worked_example import REGISTRY

pytestmark = pytest.mark.e2e

ZONE = "aliyuncs.com"
SERVER = "10.0.0.1"
R, AUTH_ADDRESSES, STORAGE, PUBLIC = "10.0.0.20", ["100.103.7.181", "100.103.9.188"], "100.118.28.44", "47.98.11.12"
AUTH_HOST = "dockerauth-vpc.cn-hangzhou.aliyuncs.com"
BALANCER = f"lb.{AUTH_HOST}"
OSS_HOST = "cri-demo1234-registry.oss-cn-hangzhou-internal.aliyuncs.com"
MANY = "many.cn-hangzhou"
AUTH = f"{AUTH_HOST}. IN CNAME {BALANCER}.\n" + "".join(f"{BALANCER}. IN A {its}\n" for its in AUTH_ADDRESSES)
PRIVATE = f"{REGISTRY}. IN A {R}\n{AUTH}{OSS_HOST}. IN A {STORAGE}\n"
VIEWS = (
    View("service", "10.0.0.0/16", PRIVATE + "".join(f"{MANY} IN A 100.103.20.{last}\n" for last in range(1, 101))),
    View("client", "172.16.0.0/16", f"{PRIVATE}{OSS_HOST}. IN AAAA 2001:db8::1\n"),
    View("elsewhere", "any", f"{REGISTRY}. IN A {PUBLIC}\n{AUTH}{OSS_HOST}. IN TXT nothing\n"),
)
ASKED_FROM = {"service": ("ecs1", SERVER), "client": ("ecs2", SERVER), "elsewhere": ("ecs1", "127.0.0.1")}
"""Host and server by view: who asks on loopback is in neither VPC."""


@pytest.fixture(scope="module")
def site(engine_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """The worked example, applied, with BIND on the host in the service VPC."""
    folder = tmp_path_factory.mktemp("split")
    (folder / "bind").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", engine_environment["PATH"])
        with running_lab(folder) as running:
            running.example.apply()
            running.network.settled()
            with named(running.network, "ecs1", folder / "bind", ZONE, VIEWS):
                yield running


def asked(site: Lab, view: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Ask as `acree resolve` does, as a client of a view."""
    host, server = ASKED_FROM[view]
    return asked_of(site, host, server, *words)


def asked_of(site: Lab, host: str, servers: str, *words: str) -> subprocess.CompletedProcess[str]:
    what, *names = words
    return site.network.exec(host, [sys.executable, "-m", "tests.e2e.independent.asking", what, servers, *names])


def found(site: Lab, view: str, name: str) -> list[Any]:
    """Addresses, aliases, and who answered."""
    said = asked(site, view, "look-up", name)
    assert said.returncode == 0, said.stdout + said.stderr
    answer: list[Any] = json.loads(said.stdout)
    return answer


class TestResolve:
    """What `acree resolve` learns."""

    @pytest.mark.parametrize(("view", "address"), [("service", R), ("client", R), ("elsewhere", PUBLIC)])
    def test_each_view_has_its_own_answer(self, site: Lab, view: str, address: str) -> None:
        assert found(site, view, REGISTRY) == [[address], [], ASKED_FROM[view][1]]

    def test_aliases_are_followed(self, site: Lab) -> None:
        assert found(site, "client", AUTH_HOST) == [AUTH_ADDRESSES, [BALANCER], SERVER]

    def test_an_answer_too_large_for_a_datagram_is_whole(self, site: Lab) -> None:
        """Each of 100 addresses, the most that BIND keeps for a name."""
        assert len(found(site, "service", f"{MANY}.{ZONE}")[0]) == 100

    def test_a_name_without_an_address_there_is_asked_of_the_next_server(self, site: Lab) -> None:
        said = asked_of(site, "ecs1", f"127.0.0.1,{SERVER}", "look-up", OSS_HOST)
        assert json.loads(said.stdout) == [[STORAGE], [], SERVER]

    @pytest.mark.parametrize("name", [OSS_HOST, f"nobody.{ZONE}", "example.com"])
    def test_where_none_knows_it_the_server_is_named(self, site: Lab, name: str) -> None:
        said = asked(site, "elsewhere", "look-up", name)
        assert said.returncode == 1
        assert f"the leg: expected an A record of {name}, found none (127.0.0.1: " in said.stdout

    def test_the_auth_leg_is_learned_from_the_challenge_and_these_names(self, site: Lab) -> None:
        said = asked(site, "service", "auth-leg")
        assert said.returncode == 0, said.stdout + said.stderr
        leg = json.loads(said.stdout)
        assert (leg["host"], leg["aliases"], leg["source"]) == (AUTH_HOST, [BALANCER], "challenge+dns")
        assert [seen["address"] for seen in leg["addresses"]] == AUTH_ADDRESSES


@dataclass(frozen=True)
class Said:
    """What `acree doctor` ended with, and its findings: leg, check, code; the code of what is in order is empty."""

    exit_code: int
    findings: frozenset[tuple[str, str, str]]


def doctor(site: Lab, view: str) -> Said:
    """What the doctor says as a client of a view."""
    host, server = ASKED_FROM[view]
    program = str(Path(sys.executable).parent / "acree")
    options = ("--stack", "dev", "--image", "demo/hello:1.0", "--timeout", "20", "--format", "json")
    command = ["env", f"--chdir={WORLDS.parents[1]}", program, "doctor", *options]
    environ = {"DOCKER_CONFIG": str(site.folder), "ACREE_RESOLVERS": server}
    said = site.network.exec(host, command, environ=environ, timeout=120)
    assert said.stdout, said.stderr
    legs = json.loads(said.stdout)["legs"]
    findings = frozenset(
        (leg["leg"], check["check"], check["code"].replace("slow", ""))  # the machine may be
        for leg in legs
        for check in leg["checks"]
        if check["outcome"] != "skip"
    )
    return Said(said.returncode, findings)


class TestDoctor:
    """What `acree doctor` finds, through real routes."""

    def test_a_client_pulls_by_these_names(self, site: Lab) -> None:
        said = doctor(site, "client")
        assert {finding for finding in said.findings if finding[2]} == set()
        assert said.exit_code == 0
        assert said.findings >= {("registry", "dns", ""), ("auth", "token", ""), ("oss", "digest", "")}

    def test_elsewhere_the_public_address_and_the_missing_name_are_told_apart(self, site: Lab) -> None:
        said = doctor(site, "elsewhere")
        assert said.exit_code == 4
        assert {finding for finding in said.findings if finding[2] in {"public-address", "no-dns-answer"}} == {
            ("registry", "address", "public-address"),
            ("oss", "dns", "no-dns-answer"),
        }
        assert ("auth", "dns", "") in said.findings
