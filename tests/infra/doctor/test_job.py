"""What the probe is told: images, platforms, trusted hosts."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.discovery.auth_host import is_known_auth_host
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.doctor.case import Case, Image, checked_platform
from acree_infra.doctor.job import Order, make_job, trusted_hosts
from acree_infra.doctor.run import parse_wishes
from acree_infra.errors import ConfigError
from tests.infra.doctor.lab import AUTH_HOST, REGISTRY_HOST, case_of

CASE = case_of()
TRUST = trusted_hosts(CASE)
PARTS = ("dockerauth", "-ee", "-vpc", ".", "-", "cn-hangzhou", "cn-beijing", "aliyuncs", ".com", "evil", "x", "\n")


def trusted(host: str, trust: str = TRUST) -> bool:
    return re.match(f"(?:{trust})\\Z", host) is not None


def allowing(case: Case, **auth: object) -> Case:
    data = case.stack.topology.model_dump(by_alias=True)
    data["legs"]["auth"] |= auth
    return replace(case, stack=replace(case.stack, topology=type(case.stack.topology).model_validate(data)))


class TestTrust:
    @given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
    def test_it_agrees_with_the_rule_of_discovery(self, host: str) -> None:
        known = is_known_auth_host(host, "cn-hangzhou", (REGISTRY_HOST,)) or host == AUTH_HOST
        assert trusted(host) == known

    @pytest.mark.parametrize(
        ("host", "right"),
        [
            (AUTH_HOST, True),
            (REGISTRY_HOST, True),
            ("dockerauth.cn-hangzhou.aliyuncs.com", True),
            ("dockerauth-ee-vpc.cn-hangzhou.aliyuncs.com", True),
            ("dockerauth-cn-hangzhou.aliyuncs.com", True),
            ("dockerauth-vpc.cn-beijing.aliyuncs.com", False),
            (f"{AUTH_HOST}.example.com", False),
            (f"x{AUTH_HOST}", False),
            (f"{AUTH_HOST}\n", False),
            ("dockerauth-vpcxcn-hangzhou.aliyuncs.com", False),
            ("", False),
        ],
    )
    def test_hosts_by_python_and_by_grep(self, host: str, right: bool) -> None:
        assert trusted(host) is right
        grep = shutil.which("grep")
        assert grep
        if "\n" not in host:
            done = subprocess.run([grep, "-Exq", TRUST], input=f"{host}\n", text=True, check=False)
            assert (done.returncode == 0) is right

    def test_another_region_when_it_is_allowed(self) -> None:
        lifted = trusted_hosts(allowing(CASE, **{"allow-other-region": True}))
        assert trusted("dockerauth-vpc.cn-beijing.aliyuncs.com", lifted)
        assert not trusted("dockerauth-vpc.example.com", lifted)

    def test_a_host_that_is_declared(self) -> None:
        assert trusted("tokens.example.com", trusted_hosts(allowing(CASE, host="tokens.example.com")))


class TestJob:
    def order(self, *only: str, skip: tuple[str, ...] = ()) -> Order:
        return Order(parse_wishes(only, skip, image=True), Surroundings())

    def test_all_of_it(self) -> None:
        job = make_job(CASE, self.order())
        assert set(job["legs"]) == {"registry", "auth", "oss"}
        assert (job["repository"], job["reference"], job["until"]) == ("team/app", "1.2", "")
        assert (job["username"], job["password"]) == ("", "")

    def test_an_auth_host_that_is_the_registrys_own_is_tried_once(self) -> None:
        case = case_of(auth={"host": REGISTRY_HOST, "realm": f"https://{REGISTRY_HOST}/auth"})
        assert make_job(case, self.order())["legs"]["auth"] == []

    @pytest.mark.parametrize(
        ("only", "skip", "until"),
        [
            (("registry",), (), "realm"),
            (("auth",), (), "blob"),
            ((), ("oss",), "blob"),
            ((), ("auth",), "realm"),
            ((), ("token", "blob"), "token"),
            ((), ("digest",), "blob"),
            ((), ("dns",), ""),
        ],
    )
    def test_how_far_it_goes(self, only: tuple[str, ...], skip: tuple[str, ...], until: str) -> None:
        assert make_job(CASE, self.order(*only, skip=skip))["until"] == until


class TestImage:
    @pytest.mark.parametrize(
        ("text", "repository", "reference"),
        [
            ("app", "app", "latest"),
            ("team/app:1.2", "team/app", "1.2"),
            (f"{REGISTRY_HOST}/team/app:1.2", "team/app", "1.2"),
            ("a/b/c-d_e.f__g", "a/b/c-d_e.f__g", "latest"),
            (f"app@sha256:{'a' * 64}", "app", f"sha256:{'a' * 64}"),
            (f"app:1@sha256:{'a' * 64}", "app", f"sha256:{'a' * 64}"),
        ],
    )
    def test_forms(self, text: str, repository: str, reference: str) -> None:
        image = Image.parse(text, (REGISTRY_HOST,))
        assert (image.repository, image.reference) == (repository, reference)
        assert str(image) == f"{repository}{'@' if 'sha256' in reference else ':'}{reference}"

    @pytest.mark.parametrize(
        "text",
        [
            "App",
            "a//b",
            "a:",
            "a@sha256:1",
            "docker.io/library/a",
            "a b",
            "../a",
            "a/b?x",
            "a:1\r\nHost: x",
            ":1",
            "/a",
        ],
    )
    def test_wrong_forms(self, text: str) -> None:
        with pytest.raises(ConfigError, match="expected REPOSITORY"):
            Image.parse(text, (REGISTRY_HOST,))

    def test_platforms(self) -> None:
        assert checked_platform("linux/arm64") == "linux/arm64"
        with pytest.raises(ConfigError, match="expected OS/MACHINE"):
            checked_platform("arm64")
