"""The families of auth hosts."""

from __future__ import annotations

import pytest

from acree_infra.rules.auth_hosts import family_region


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("dockerauth.cn-hangzhou.aliyuncs.com", "cn-hangzhou"),
        ("dockerauth-ee.cn-hangzhou.aliyuncs.com", "cn-hangzhou"),
        ("dockerauth-vpc.ap-southeast-1.aliyuncs.com", "ap-southeast-1"),
        ("dockerauth-ee-vpc.eu-central-1.aliyuncs.com", "eu-central-1"),
        ("dockerauth-cn-zhangjiakou.aliyuncs.com", "cn-zhangjiakou"),
        ("dockerauth-ee-cn-zhangjiakou.aliyuncs.com", "cn-zhangjiakou"),
        ("dockerauth-vpc.cn-shanghai-finance-1.aliyuncs.com", "cn-shanghai-finance-1"),
    ],
)
def test_known_families(host: str, region: str) -> None:
    assert family_region(host) == region


@pytest.mark.parametrize(
    "host",
    [
        "auth.example.com",
        "dockerauth.cn-hangzhou.aliyuncs.com.example.com",
        "dockerauth.cn-hangzhou.example.com",
        "evil-dockerauth.cn-hangzhou.aliyuncs.com",
        "dockerauth.a.cn-hangzhou.aliyuncs.com",
        "dockerauth.aliyuncs.com",
        "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com",
    ],
)
def test_anything_else(host: str) -> None:
    assert family_region(host) is None
