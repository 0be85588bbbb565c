from __future__ import annotations

import pytest

from acree_infra.discovery.auth_host import is_known_auth_host, other_region, realm_host
from acree_infra.errors import DiscoveryError, Where
from acree_infra.topology.registry import StaticAuth
from tests.infra.discovery.fakes import REGISTRY_HOST

HERE = Where("stacks/Pulumi.dev.yaml", 7)
STRICT = StaticAuth()


def host_of(realm: str, allowed: StaticAuth = STRICT, region: str = "cn-hangzhou") -> str:
    return realm_host(realm, region, (REGISTRY_HOST,), allowed, HERE)


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("dockerauth.cn-hangzhou.aliyuncs.com", "cn-hangzhou"),
        ("dockerauth-vpc.cn-hangzhou.aliyuncs.com", "cn-hangzhou"),
        ("dockerauth-ee.cn-hangzhou.aliyuncs.com", "cn-hangzhou"),
        ("dockerauth-ee-vpc.cn-hangzhou.aliyuncs.com", "cn-hangzhou"),
        ("dockerauth-cn-zhangjiakou.aliyuncs.com", "cn-zhangjiakou"),
        ("dockerauth-vpc-cn-zhangjiakou.aliyuncs.com", "cn-zhangjiakou"),
        (REGISTRY_HOST, "cn-hangzhou"),
    ],
)
def test_known_families(host: str, region: str) -> None:
    assert is_known_auth_host(host, region, (REGISTRY_HOST,))
    assert host_of(f"https://{host}/auth", region=region) == host


@pytest.mark.parametrize(
    "host",
    [
        "auth.example.com",
        "dockerauth.cn-shanghai.aliyuncs.com",
        "dockerauth.cn-hangzhou.aliyuncs.com.example.com",
        "dockerauth.cn-hangzhouxaliyuncs.com",
        "xdockerauth.cn-hangzhou.aliyuncs.com",
        "dockerauth.evil.cn-hangzhou.aliyuncs.com",
    ],
)
def test_other_hosts_are_not_known(host: str) -> None:
    assert not is_known_auth_host(host, "cn-hangzhou", (REGISTRY_HOST,))


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("dockerauth.cn-shanghai.aliyuncs.com", "cn-shanghai"),
        ("dockerauth-ee-vpc.ap-southeast-1.aliyuncs.com", "ap-southeast-1"),
        ("dockerauth-cn-zhangjiakou.aliyuncs.com", "cn-zhangjiakou"),
        ("x-registry-vpc.cn-shanghai.cr.aliyuncs.com", "cn-shanghai"),
        ("dockerauth-vpc.cn-hangzhou.aliyuncs.com", ""),
        ("auth.cn-shanghai.example.com", ""),
        ("new-auth.aliyuncs.com", ""),
    ],
)
def test_region_that_a_host_names(host: str, found: str) -> None:
    assert other_region(host, "cn-hangzhou") == found


def test_unknown_host_is_left_to_the_rule_that_asks() -> None:
    assert host_of("https://auth.example.com:8443/token") == "auth.example.com"


def test_realm_is_read_as_a_url() -> None:
    assert host_of("HTTPS://DockerAuth.CN-Hangzhou.aliyuncs.com./auth") == "dockerauth.cn-hangzhou.aliyuncs.com"


@pytest.mark.parametrize("realm", ["registry", "https://", "ftp://a.example.com", "https://[bad/auth", "", "/auth"])
def test_realm_that_is_no_url_is_refused(realm: str) -> None:
    with pytest.raises(DiscoveryError) as caught:
        host_of(realm)

    assert f"expected a realm such as https://host/auth, found {realm!r}" in str(caught.value)
    assert caught.value.problems[0].where == HERE


def test_realm_without_tls_is_refused_unless_allowed() -> None:
    realm = "http://dockerauth.cn-hangzhou.aliyuncs.com/auth"

    with pytest.raises(DiscoveryError) as caught:
        host_of(realm)

    assert "(G22)" in str(caught.value)
    assert "legs.auth.allow-plain-http: true" in str(caught.value)
    assert host_of(realm, StaticAuth(allow_plain_http=True)) == "dockerauth.cn-hangzhou.aliyuncs.com"


def test_realm_of_another_region_is_refused_unless_allowed() -> None:
    realm = "https://dockerauth.cn-shanghai.aliyuncs.com/auth"

    with pytest.raises(DiscoveryError) as caught:
        host_of(realm)

    assert "expected a realm in cn-hangzhou" in str(caught.value)
    assert "in cn-shanghai (G22)" in str(caught.value)
    assert "legs.auth.allow-other-region: true" in str(caught.value)
    assert host_of(realm, StaticAuth(allow_other_region=True)) == "dockerauth.cn-shanghai.aliyuncs.com"
