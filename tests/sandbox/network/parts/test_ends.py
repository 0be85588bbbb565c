"""Hosts, registry links and cloud services: what answers."""

from acree_sandbox.api.cr.resources import LinkedVpc
from acree_sandbox.network.description import describe
from acree_sandbox.network.parts import names
from acree_sandbox.network.parts.cloud_services import RESOLVERS
from acree_sandbox.network.values import LOOPBACK, Address, End, Link, Namespace, Route
from acree_sandbox.services.storage_moves import move_storage
from tests.sandbox.network.worlds import cloud_of, two_regions


def test_a_host_has_its_address_and_one_way_out() -> None:
    plan = describe(cloud_of(two_regions()))
    assert plan.namespaces["host-i-two"] == Namespace(
        "host-i-two",
        "host",
        "i-two",
        addresses=frozenset({Address("eth0", "172.16.0.1")}),
        routes=frozenset({Route(254, "0.0.0.0/0", "eth0")}),
    )
    assert Link(End("host-i-two", "eth0"), names.member_end("vpc-client", "i-two")) in plan.links


def test_a_registry_link_is_a_member_with_a_resolver_of_its_own() -> None:
    cloud = cloud_of(two_regions())
    (link,) = cloud.all(LinkedVpc)
    its = describe(cloud).namespaces[names.registry(link.id)]
    assert its.kind == "registry"
    assert its.addresses == {Address("eth0", "10.0.0.20"), *(Address(LOOPBACK, one) for one in RESOLVERS)}


def test_a_link_in_the_making_and_charts_do_not_answer() -> None:
    cloud = cloud_of(two_regions())
    (link,) = cloud.all(LinkedVpc)
    cloud.change(link, status="CREATING")
    assert names.registry(link.id) not in describe(cloud).namespaces
    cloud.change(link, module="Chart")
    assert names.registry(link.id) not in describe(cloud).namespaces


def test_cloud_services_of_a_region_are_the_same_in_each_of_its_vpcs() -> None:
    content = two_regions()
    content["vpcs"].append({"id": "vpc-b", "region": "cn-hangzhou", "cidr": "10.0.0.0/16"})
    plan = describe(cloud_of(content))
    held = plan.namespaces[names.services("vpc-service")].addresses
    wanted = {*RESOLVERS, "100.103.9.188", "100.103.7.181", "100.118.28.44"}
    assert held == {Address(LOOPBACK, address) for address in wanted}
    assert plan.namespaces[names.services("vpc-b")].addresses == held
    assert plan.namespaces[names.services("vpc-client")].addresses == {Address(LOOPBACK, its) for its in RESOLVERS}
    assert not plan.namespaces[names.services("vpc-service")].forwards


def test_moved_storage_answers_on_both_addresses_for_a_while() -> None:
    cloud = cloud_of(two_regions())
    move_storage(cloud, "cri-demo", "100.118.31.9")
    held = {its.address for its in describe(cloud).namespaces[names.services("vpc-service")].addresses}
    assert {"100.118.28.44", "100.118.31.9"} <= held
