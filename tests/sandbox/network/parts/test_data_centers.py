"""Devices, VBRs, ECRs, VPN gateways and peerings, read off the plan."""

from typing import Any

import pytest

from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.expressconnectrouter.service import ECR
from acree_sandbox.api.vpc.resources import RouteTable, VSwitch
from acree_sandbox.api.vpcpeer.service import VPCPEER
from acree_sandbox.api.vpn.resources import ESTABLISHED, TunnelState
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.description import describe
from acree_sandbox.network.naming import number
from acree_sandbox.network.parts import names
from acree_sandbox.network.parts.doors import doors
from acree_sandbox.network.parts.tunnels import DEVICE, FROM_CLOUD, FROM_TUNNEL, INSIDE
from acree_sandbox.network.values import BLACK_HOLE, Address, End, Link, Namespace, NetworkPlan, Route, Rule
from tests.e2e.network.data_centers import HANGZHOU, HQ, SERVICE_TABLE, SERVICE_VPC, Calls, cloud_at

TUNNELS = "TunnelOptionsSpecification"


def has_link(plan: NetworkPlan, near: End, far: End) -> bool:
    return Link(*sorted((near, far))) in plan.links


def ways(its: Namespace, table: int) -> dict[str, str]:
    """Interface by destination of a table."""
    return {route.destination: route.link for route in its.routes if route.table == table}


class TestSites:
    """A device is an ordinary router."""

    def test_it_knows_its_hosts_and_a_default_route(self) -> None:
        plan = describe(cloud_at("vpn-gateway"))
        its = plan.namespaces[names.site("site-hq")]
        host = names.site_end("site-hq", "site-hq.hq-runner").link
        assert ways(its, names.MAIN_TABLE) == {"0.0.0.0/0": "eth0", "192.168.10.11/32": host}
        assert its.addresses == {Address("eth0", "198.51.100.10")}
        assert Rule(32766, names.MAIN_TABLE) in its.rules
        assert has_link(plan, End(its.name, "eth0"), End(names.INTERNET, names.site_link("site-hq")))

    def test_its_hosts_are_hosts_with_one_way_out(self) -> None:
        plan = describe(cloud_at("vpn-gateway"))
        its = plan.namespaces[names.host("site-hq.hq-runner")]
        assert its.addresses == {Address("eth0", "192.168.10.11")}
        assert has_link(plan, End(its.name, "eth0"), names.site_end("site-hq", "site-hq.hq-runner"))

    def test_the_internet_knows_public_addresses_only(self) -> None:
        its = describe(cloud_at("vpn-gateway")).namespaces[names.INTERNET]
        assert {route.destination for route in its.routes} == {"198.51.100.10/32"}
        assert Rule(1000, 0) in its.rules

    def test_without_sites_there_is_no_internet(self) -> None:
        assert names.INTERNET not in describe(cloud_at("dev")).namespaces


class TestVbrs:
    """A VBR follows its own table."""

    def test_its_line_ends_at_the_device(self) -> None:
        plan = describe(cloud_at("express-connect"))
        its = plan.namespaces[names.vbr("vbr-bp1hq")]
        assert has_link(plan, End(its.name, "line"), End(names.site("site-hq"), "eth1"))
        assert its.addresses == {Address("line", "10.255.0.1")}
        assert ways(its, number("vtb-bp1hq")) == {"10.255.0.2/32": "line"}

    def test_custom_routes_lead_to_the_line(self) -> None:
        cloud = cloud_at("express-connect")
        Calls(cloud).route("vtb-bp1hq", HQ, "RouterInterface", "ri-bp1hq")
        its = describe(cloud).namespaces[names.vbr("vbr-bp1hq")]
        assert ways(its, number("vtb-bp1hq"))[HQ] == "line"

    def test_a_closed_one_is_not_there(self) -> None:
        cloud = cloud_at("express-connect")
        Calls(cloud).ask("TerminateVirtualBorderRouter", VbrId="vbr-bp1hq")
        assert names.vbr("vbr-bp1hq") not in describe(cloud).namespaces


class TestDoors:
    """Where packets come into a VPC."""

    @pytest.fixture
    def peered(self) -> tuple[Cloud, str]:
        cloud = cloud_at("vpc-peering")
        sent = {"VpcId": "vpc-bp1ci", "AcceptingVpcId": SERVICE_VPC, "AcceptingRegionId": "cn-hangzhou"}
        made = Calls(cloud).ask("CreateVpcPeerConnection", sent, VPCPEER)
        return cloud, str(made["InstanceId"])

    def test_a_peering_is_served_by_every_table_in_turn(self, peered: tuple[Cloud, str]) -> None:
        cloud, peering = peered
        link = names.peering_link(peering)
        assert dict(doors(cloud, SERVICE_VPC)) == {link: ("vsw-bp1j",)}
        vswitch = cloud.need(VSwitch, "vsw-bp1j", "none")
        cloud.put(RouteTable(id="vtb-other", region="cn-hangzhou", status="Available", vpc=SERVICE_VPC))
        cloud.change(vswitch, route_table="vtb-other")
        assert dict(doors(cloud, SERVICE_VPC)) == {link: ("vsw-bp1k", "vsw-bp1j")}, "the VPC's own table first"
        its = describe(cloud).namespaces[names.vpc(SERVICE_VPC)]
        assert Rule(30, number(SERVICE_TABLE), link=link) in its.rules
        turns = {(SERVICE_TABLE, "vsw-bp1k"), ("vtb-other", "vsw-bp1j")}
        assert {(rule.table, rule.mark) for rule in its.rules if rule.link == link and rule.mark} == {
            (number(table), number(crossed)) for table, crossed in turns
        }
        assert f'iifname "{link}" ct mark set numgen inc mod 2' in its.marking

    def test_it_is_a_link_between_two_vpcs(self, peered: tuple[Cloud, str]) -> None:
        cloud, peering = peered
        link = names.peering_link(peering)
        ends = (End(names.vpc("vpc-bp1ci"), link), End(names.vpc(SERVICE_VPC), link))
        assert has_link(describe(cloud), *ends)
        Calls(cloud).route("vtb-bp1ci", "10.0.0.0/16", "VpcPeer", peering)
        its = describe(cloud).namespaces[names.vpc("vpc-bp1ci")]
        assert ways(its, number("vtb-bp1ci"))["10.0.0.0/16"] == link
        Calls(cloud).ask("DeleteVpcPeerConnection", {"InstanceId": peering, "Force": "true"}, VPCPEER)
        assert not has_link(describe(cloud), *ends)


class TestExpressConnectRouters:
    """An ECR directly with a VPC whose vSwitches have a table of their own."""

    def test_its_association_is_the_next_hop_that_leads_to_it(self) -> None:
        calls = Calls(cloud_at("express-connect-router-vpc"))
        ecr = str(calls.ask("CreateExpressConnectRouter", service=ECR, AlibabaSideAsn="65000")["EcrId"])
        child = {"EcrId": ecr, "ChildInstanceId": "vbr-bp1hq", "ChildInstanceType": "VBR"}
        calls.ask("AttachExpressConnectRouterChildInstance", child, ECR, ChildInstanceRegionId=HANGZHOU)
        calls.route("vtb-bp1hq", HQ, "RouterInterface", "ri-bp1hq")
        sent = {"EcrId": ecr, "AssociationRegionId": HANGZHOU, "VpcId": SERVICE_VPC}
        association = str(calls.ask("CreateExpressConnectRouterAssociation", sent, ECR)["AssociationId"])
        link, own = names.node_link(ecr, SERVICE_VPC), number("vtb-bp1own")

        def way() -> str | None:
            return ways(describe(calls.cloud).namespaces[names.vpc(SERVICE_VPC)], own).get(HQ)

        assert way() is None, "a custom table learns nothing"
        calls.route("vtb-bp1own", HQ, "Ecr", association)
        assert way() == link
        back = ways(describe(calls.cloud).namespaces[names.express_connect_router(ecr)], number(f"{ecr}/data centers"))
        assert back == {HQ: names.node_link(ecr, "vbr-bp1hq")}


class TestVpnGateways:
    """Routes lead into a tunnel that is up."""

    @pytest.fixture
    def calls(self) -> Calls:
        return Calls(cloud_at("vpn-gateway"))

    def connection(self, calls: Calls, action: str = "CreateVpnConnection", **more: str) -> list[dict[str, Any]]:
        peer = str(calls.ask("CreateCustomerGateway", IpAddress="198.51.100.10")["CustomerGatewayId"])
        sent = {"LocalSubnet": "0.0.0.0/0", "RemoteSubnet": "0.0.0.0/0", **more}
        for place, role in enumerate(("master", "slave"), 1):
            sent |= {f"{TUNNELS}.{place}.Role": role, f"{TUNNELS}.{place}.CustomerGatewayId": peer}
        self.name = str(calls.ask(action, sent)["VpnConnectionId"])
        shown = calls.ask("DescribeVpnConnection", VpnConnectionId=self.name)
        found: list[dict[str, Any]] = shown[TUNNELS]["TunnelOptions"]
        return found

    def test_a_route_leads_nowhere_until_a_tunnel_is_up_and_prefers_the_master(self, calls: Calls) -> None:
        first, second = self.connection(calls, VpnGatewayId="vpn-bp1demo")
        route = {"VpnGatewayId": "vpn-bp1demo", "NextHop": self.name, "RouteDest": HQ, "Weight": "100"}
        calls.ask("CreateVpnRouteEntry", route, PublishVpc="true")

        def way() -> str:
            its = describe(calls.cloud).namespaces[names.vpn_gateway("vpn-bp1demo")]
            return ways(its, number("vpn-bp1demo/tunnels"))[HQ]

        assert way() == BLACK_HOLE
        calls.cloud.put(TunnelState(id=second["TunnelId"], status=ESTABLISHED))
        assert way() == names.tunnel_link(second["TunnelId"])
        calls.cloud.put(TunnelState(id=first["TunnelId"], status=ESTABLISHED))
        assert way() == names.tunnel_link(first["TunnelId"])
        its = describe(calls.cloud).namespaces[names.vpc(SERVICE_VPC)]
        assert ways(its, number(SERVICE_TABLE))[HQ] == names.gateway_link("vpn-bp1demo")

    def test_policies_go_first_by_source(self, calls: Calls) -> None:
        self.connection(calls, VpnGatewayId="vpn-bp1demo")
        route = {"VpnGatewayId": "vpn-bp1demo", "NextHop": self.name, "RouteDest": HQ, "Weight": "100"}
        for source in ("10.0.0.0/16", "100.118.28.0/24"):
            calls.ask("CreateVpnPbrRouteEntry", route, RouteSource=source, PublishVpc="false")
        its = describe(calls.cloud).namespaces[names.vpn_gateway("vpn-bp1demo")]
        by_source = sorted((rule.priority, rule.source) for rule in its.rules if rule.source)
        assert by_source == [(100, "100.118.28.0/24"), (101, "10.0.0.0/16")]

    def test_the_end_of_a_tunnel_takes_all_that_comes_in(self, calls: Calls) -> None:
        first, _ = self.connection(calls, VpnGatewayId="vpn-bp1demo")
        plan = describe(calls.cloud)
        its = plan.namespaces[names.tunnel(first["TunnelId"])]
        assert {Rule(30, FROM_CLOUD, link=INSIDE), Rule(30, FROM_TUNNEL, link=DEVICE)} <= its.rules
        assert Route(FROM_TUNNEL, "0.0.0.0/0", INSIDE) in its.routes
        assert its.addresses == {Address("outside", "203.0.113.10")}
        internet = plan.namespaces[names.INTERNET]
        (rule,) = (rule for rule in internet.rules if rule.source)
        assert rule.source == "198.51.100.10/32"
        assert ways(internet, rule.table)["203.0.113.10/32"] == names.tunnel_link(first["TunnelId"])

    def test_a_transit_routers_connection(self, calls: Calls) -> None:
        first, _ = self.connection(calls, "CreateVpnAttachment")
        assert names.vpn_connection(self.name) not in describe(calls.cloud).namespaces
        static = {"VpnConnectionId": self.name, "NextHop": self.name, "RouteDest": HQ, "Weight": "100"}
        calls.ask("CreateVcoRouteEntry", static)
        router, table = calls.router()
        attachment = calls.join("CreateTransitRouterVpnAttachment", table, TransitRouterId=router, VpnId=self.name)
        calls.cloud.put(TunnelState(id=first["TunnelId"], status=ESTABLISHED))
        plan = describe(calls.cloud)
        its = plan.namespaces[names.vpn_connection(self.name)]
        assert ways(its, number(f"{self.name}/tunnels")) == {HQ: names.tunnel_link(first["TunnelId"])}
        link = names.attachment_link(attachment)
        assert has_link(plan, End(its.name, link), End(names.transit_router(router), link))
        calls.ask("DeleteTransitRouterVpnAttachment", {"TransitRouterAttachmentId": attachment, "Force": "true"}, CBN)
        assert names.vpn_connection(self.name) not in describe(calls.cloud).namespaces
