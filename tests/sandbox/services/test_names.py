"""Who sees which address under a name."""

from __future__ import annotations

import pytest

from acree_sandbox.api.pvtz.resources import PrivateZone, ZoneRecord
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.services.names import NoSuchName, look_up
from acree_sandbox.world.file import world_of
from tests.sandbox.world.test_file import content

REGISTRY = "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"


@pytest.fixture
def cloud() -> Cloud:
    return Cloud(world_of(content()))


def values(cloud: Cloud, host: str, vpc: str = "") -> list[str]:
    return [f"{answer.type} {answer.value}" for answer in look_up(cloud, host, vpc)]


def bind(cloud: Cloud, name: str, *records: tuple[str, str, str], proxy: str = "ZONE") -> None:
    cloud.put(PrivateZone(id=f"zone-{name}", name=name, vpcs=["cn-shanghai/vpc-sh"], owner=cloud.account, proxy=proxy))
    for number, (rr, kind, value) in enumerate(records):
        cloud.put(
            ZoneRecord(
                id=f"1{len(name)}{number}", status="ENABLE", zone=f"zone-{name}", name=rr, type=kind, value=value
            )
        )


class TestRegistryName:
    """G40: a VPC that is not linked has no record of its own."""

    def test_linked_vpc_and_the_outside_see_the_link(self, cloud: Cloud) -> None:
        assert values(cloud, REGISTRY, "vpc-hz") == ["A 10.0.0.20"]
        assert values(cloud, REGISTRY.upper() + ".") == ["A 10.0.0.20"]

    def test_another_vpc_does_not(self, cloud: Cloud) -> None:
        with pytest.raises(NoSuchName):
            look_up(cloud, REGISTRY, "vpc-sh")

    def test_until_a_zone_tells_it(self, cloud: Cloud) -> None:
        bind(cloud, REGISTRY, ("@", "A", "10.0.0.20"))
        assert values(cloud, REGISTRY, "vpc-sh") == ["A 10.0.0.20"]


class TestServiceNames:
    """Auth and storage names are public inside the cloud."""

    def test_all_addresses_of_the_auth_host(self, cloud: Cloud) -> None:
        assert values(cloud, "dockerauth-vpc.cn-hangzhou.aliyuncs.com", "vpc-sh") == ["A 100.103.9.188"]

    def test_bucket(self, cloud: Cloud) -> None:
        assert values(cloud, "cri-1-registry.oss-cn-hangzhou-internal.aliyuncs.com") == ["A 100.118.28.44"]

    def test_anything_else_does_not_exist(self, cloud: Cloud) -> None:
        with pytest.raises(NoSuchName):
            look_up(cloud, "www.example.com", "vpc-hz")


class TestPrivateZones:
    """The longest zone that covers the name answers; a wide one hides what is below it."""

    def test_a_wide_zone_hides_other_names(self, cloud: Cloud) -> None:
        bind(cloud, "cn-hangzhou.aliyuncs.com", ("x", "A", "10.0.0.1"))
        with pytest.raises(NoSuchName):
            look_up(cloud, "dockerauth-vpc.cn-hangzhou.aliyuncs.com", "vpc-sh")

    def test_unless_it_passes_unknown_names_on(self, cloud: Cloud) -> None:
        bind(cloud, "cn-hangzhou.aliyuncs.com", ("x", "A", "10.0.0.1"), proxy="RECORD")
        assert values(cloud, "dockerauth-vpc.cn-hangzhou.aliyuncs.com", "vpc-sh") == ["A 100.103.9.188"]

    def test_aliases_are_followed_and_shown(self, cloud: Cloud) -> None:
        bind(cloud, "corp.example", ("hub", "CNAME", "dockerauth-vpc.cn-hangzhou.aliyuncs.com"))
        assert values(cloud, "hub.corp.example", "vpc-sh") == [
            "CNAME dockerauth-vpc.cn-hangzhou.aliyuncs.com",
            "A 100.103.9.188",
        ]

    def test_a_loop_of_aliases_ends(self, cloud: Cloud) -> None:
        bind(cloud, "corp.example", ("a", "CNAME", "b.corp.example"), ("b", "CNAME", "a.corp.example"))
        with pytest.raises(NoSuchName):
            look_up(cloud, "a.corp.example", "vpc-sh")
