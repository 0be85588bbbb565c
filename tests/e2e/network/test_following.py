"""The kernel follows the control plane while it runs."""

from acree_sandbox.api.cbn.resources import TransitRouterRouteEntry
from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.dispatch import Dispatcher
from tests.e2e.network.conftest import Building, answers, shown
from tests.sandbox.network.worlds import many_regions, two_regions


def test_a_route_made_and_deleted_by_a_call_is_in_the_kernel_at_once(build: Building) -> None:
    cloud, network = build(two_regions())
    dispatcher = Dispatcher(cloud)
    namespaces = dict(network.plan.namespaces)
    for index in range(8):
        where = {
            "TransitRouterRouteTableId": "vtb-tr-service",
            "TransitRouterRouteEntryDestinationCidrBlock": f"100.97.{index}.0/24",
            "TransitRouterRouteEntryNextHopType": "Attachment",
            "TransitRouterRouteEntryNextHopId": "att-service",
        }
        for action in ("CreateTransitRouterRouteEntry", "DeleteTransitRouterRouteEntry"):
            dispatcher.call(CBN.version, action, where)
            network.settled()
            there = f"100.97.{index}.0/24" in shown(network, "tr-tr-service", "route", "show", "table", "all")
            assert there == action.startswith("Create")
    assert network.plan.namespaces.keys() == namespaces.keys()


def test_a_vpc_route_made_by_a_call_carries_packets(build: Building) -> None:
    cloud, network = build(two_regions())
    dispatcher = Dispatcher(cloud)
    where = {"RouteTableId": "vtb-client", "DestinationCidrBlock": "100.103.7.181/32", "RegionId": "cn-shanghai"}
    hop = {"NextHopType": "Attachment", "NextHopId": "att-client"}
    dispatcher.call(VPC.version, "CreateRouteEntry", where | hop)
    cloud.put(
        TransitRouterRouteEntry(id="r", table="vtb-tr-service", destination="100.103.7.181/32", hop="att-service")
    )
    network.settled()
    assert answers(network, "ecs2", "100.103.7.181")
    dispatcher.call(VPC.version, "DeleteRouteEntry", where)
    network.settled()
    assert not answers(network, "ecs2", "100.103.7.181")


def test_hosts_and_vpcs_come_and_go(build: Building) -> None:
    cloud, network = build(two_regions())
    cloud.put(Host(id="i-new", vpc="vpc-client", vswitch="vsw-client-n", address="172.16.1.9"))
    cloud.put(Vpc(id="vpc-new", region="cn-hangzhou", cidr="10.9.0.0/16"))
    network.settled()
    assert answers(network, "i-new", "10.0.0.20")
    assert {"vpc-vpc-new", "services-vpc-new"} <= network.plan.namespaces.keys()
    host, vpc = cloud.get(Host, "i-new"), cloud.get(Vpc, "vpc-new")
    assert host
    assert vpc
    cloud.change(host, address="172.16.1.10")
    network.settled()
    assert answers(network, "ecs2", "172.16.1.10")
    assert not answers(network, "ecs2", "172.16.1.9")
    cloud.remove(host)
    cloud.remove(vpc)
    network.settled()
    assert "host-i-new" not in network.plan.namespaces
    assert not answers(network, "ecs2", "172.16.1.10")


def test_a_host_may_move_to_another_vpc(build: Building) -> None:
    """Its interface keeps its name while the link behind it is another one."""
    cloud, network = build(two_regions())
    host = cloud.get(Host, "i-two")
    assert host
    cloud.change(host, vpc="vpc-service", vswitch="vsw-service-k", address="10.0.1.7")
    network.settled()
    assert answers(network, "ecs2", "10.0.0.1")
    assert answers(network, "ecs2", "100.103.7.181"), "cloud services of the new region"


def test_reset_begins_again(build: Building) -> None:
    cloud, network = build(two_regions())
    for row in cloud.all(TransitRouterRouteEntry):
        cloud.remove(row)
    network.settled()
    assert not answers(network, "ecs2", "100.118.28.44")
    cloud.reset()
    network.settled()
    assert answers(network, "ecs2", "100.118.28.44")


def test_thirty_regions_and_sixty_hosts_forward(build: Building) -> None:
    _, network = build(many_regions(30, 60))
    assert len(network.plan.namespaces) == 30 * 3 + 60 + 1
    assert answers(network, "i-59", "10.0.0.1")
    assert answers(network, "i-0", "10.13.0.1")
