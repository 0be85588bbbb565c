"""Names by VPC, and what answers on which address."""

import socket
from pathlib import Path

import pytest

from acree_sandbox.api.pvtz.resources import PrivateZone, ZoneRecord
from acree_sandbox.core.certificates import Authority
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.services import views
from acree_sandbox.services.auth_moves import move_auth
from acree_sandbox.services.names import NoSuchName
from acree_sandbox.services.objects.handler import StorageHandler
from acree_sandbox.services.objects.site import Storage
from acree_sandbox.services.sites import Sites
from acree_sandbox.services.storage_moves import move_storage
from acree_sandbox.services.tokens.handler import TokenHandler, TokenSite
from acree_sandbox.services.tokens.signer import Signer
from tests.sandbox.network.worlds import cloud_of, two_regions

REGISTRY = "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"
BUCKET = "cri-demo-registry.oss-cn-hangzhou-internal.aliyuncs.com"


@pytest.fixture
def cloud() -> Cloud:
    return cloud_of(two_regions())


@pytest.fixture
def sites(cloud: Cloud, tmp_path: Path) -> Sites:
    authority = Authority(tmp_path / "tls")
    return Sites(cloud, authority, TokenSite(cloud, Signer(authority.issue("signer"))), Storage(tmp_path / "objects"))


def test_each_vpc_has_a_view_of_its_own(cloud: Cloud) -> None:
    service, client = views.of_vpc(cloud, "vpc-service"), views.of_vpc(cloud, "vpc-client")
    assert [its.value for its in service(REGISTRY)] == ["10.0.0.20"]
    with pytest.raises(NoSuchName):
        client(REGISTRY)
    cloud.put(PrivateZone(id="z", name=REGISTRY, vpcs=["cn-shanghai/vpc-client"], owner=cloud.account))
    cloud.put(ZoneRecord(id="1", zone="z", name="@", type="A", value="10.0.0.20", status="ENABLE"))
    assert [its.value for its in client(REGISTRY)] == ["10.0.0.20"]
    assert [its.value for its in client(BUCKET)] == ["100.118.28.44"]


def test_a_registry_finds_its_storage_behind_the_scenes(cloud: Cloud) -> None:
    view = views.of_registry(cloud)
    assert [its.value for its in view(BUCKET.upper() + ".")] == [views.BEHIND]
    for name in (REGISTRY, "other.oss-cn-hangzhou-internal.aliyuncs.com"):
        with pytest.raises(NoSuchName):
            view(name)


@pytest.mark.parametrize("address", ["100.103.9.188", "100.103.7.181"])
def test_tokens_are_given_on_every_auth_address(sites: Sites, address: str) -> None:
    site = sites.find("cn-hangzhou", address)
    assert site
    assert (site.handler, list(site.names)) == (TokenHandler, ["dockerauth-vpc.cn-hangzhou.aliyuncs.com"])


def test_tokens_are_given_on_a_silent_address_too(sites: Sites, cloud: Cloud) -> None:
    move_auth(cloud, "", ["100.103.9.188"], ["100.103.11.5"])
    site = sites.find("cn-hangzhou", "100.103.11.5")
    assert site
    assert site.handler is TokenHandler
    assert sites.find("cn-shanghai", "100.103.11.5") is None


def test_storage_answers_where_it_is_and_where_it_was(sites: Sites, cloud: Cloud) -> None:
    move_storage(cloud, "", "100.118.31.9")
    for address in ("100.118.31.9", "100.118.28.44", views.BEHIND):
        site = sites.find("cn-hangzhou", address)
        assert site
        assert (site.handler, list(site.names)) == (StorageHandler, [BUCKET])


@pytest.mark.parametrize(
    ("region", "address"),
    [("cn-hangzhou", "100.100.2.136"), ("cn-hangzhou", "10.0.0.20"), ("cn-shanghai", "100.103.9.188")],
)
def test_nothing_else_answers(sites: Sites, region: str, address: str) -> None:
    assert sites.find(region, address) is None


def test_a_connection_to_nothing_is_left_to_be_closed(sites: Sites) -> None:
    with socket.create_server(("127.0.0.2", 0)) as server, socket.socket() as client:
        client.connect_ex(server.getsockname())
        connection, _ = server.accept()
        with connection:
            sites.serve("cn-hangzhou", connection)
