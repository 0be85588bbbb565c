"""Data centers in the drawing of a world."""

from acree_sandbox.api.expressconnectrouter.service import ECR
from acree_sandbox.api.vpcpeer.service import VPCPEER
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.drawing import draw
from tests.e2e.network.data_centers import HANGZHOU, SERVICE_VPC, Calls, cloud_at

TUNNELS = "TunnelOptionsSpecification"
DEVICE = '  n_site_2d_hq[/"hq<br/>192.168.10.0/24<br/>198.51.100.10"/]'


def drawn(cloud: Cloud) -> list[str]:
    return draw(cloud).splitlines()


def test_a_device_with_its_hosts() -> None:
    lines = drawn(cloud_at("vpn-gateway"))
    assert DEVICE in lines
    assert '  n_site_2d_hq_2e_hq_2d_runner(["hq-runner<br/>192.168.10.11"]) --- n_site_2d_hq' in lines
    assert '    n_vpn_2d_bp1demo>"vpn-bp1demo<br/>203.0.113.10<br/>203.0.113.11"]' in lines
    assert "  n_vpn_2d_bp1demo --- n_vpc_2d_bp1demo" in lines


def test_a_connection_joins_a_device_with_a_gateway() -> None:
    calls = Calls(cloud_at("vpn-gateway"))
    peer = str(calls.ask("CreateCustomerGateway", IpAddress="198.51.100.10")["CustomerGatewayId"])
    sent = {"VpnGatewayId": "vpn-bp1demo", "LocalSubnet": "0.0.0.0/0", "RemoteSubnet": "0.0.0.0/0"}
    sent |= {f"{TUNNELS}.{place}.CustomerGatewayId": peer for place in (1, 2)}
    made = str(calls.ask("CreateVpnConnection", sent)["VpnConnectionId"])
    assert f'  n_site_2d_hq ---|"{made}"| n_vpn_2d_bp1demo' in drawn(calls.cloud)


def test_a_connection_that_nothing_has_is_not_drawn() -> None:
    calls = Calls(cloud_at("transit-vpn"))
    peer = str(calls.ask("CreateCustomerGateway", IpAddress="198.51.100.10")["CustomerGatewayId"])
    sent = {"LocalSubnet": "0.0.0.0/0", "RemoteSubnet": "0.0.0.0/0"}
    sent |= {f"{TUNNELS}.{place}.CustomerGatewayId": peer for place in (1, 2)}
    made = str(calls.ask("CreateVpnAttachment", sent)["VpnConnectionId"])
    assert made not in draw(calls.cloud)
    router, table = calls.router()
    calls.join("CreateTransitRouterVpnAttachment", table, TransitRouterId=router, VpnId=made)
    assert any(line.startswith(f'  n_site_2d_hq ---|"{made}"| n_tr_') for line in drawn(calls.cloud))


def test_lines_and_express_connect_routers() -> None:
    calls = Calls(cloud_at("express-connect-router"))
    lines = drawn(calls.cloud)
    assert '    n_vbr_2d_bp1hq>"vbr-bp1hq<br/>hq"]' in lines
    assert '  n_site_2d_hq ---|"pc-bp1hq"| n_vbr_2d_bp1hq' in lines
    ecr = str(calls.ask("CreateExpressConnectRouter", service=ECR, AlibabaSideAsn="65000")["EcrId"])
    child = {"EcrId": ecr, "ChildInstanceId": "vbr-bp1hq", "ChildInstanceType": "VBR"}
    calls.ask("AttachExpressConnectRouterChildInstance", child, ECR, ChildInstanceRegionId=HANGZHOU)
    sent = {"EcrId": ecr, "AssociationRegionId": HANGZHOU, "VpcId": SERVICE_VPC}
    association = str(calls.ask("CreateExpressConnectRouterAssociation", sent, ECR)["AssociationId"])
    node = f"n_{ecr.replace('-', '_2d_')}"
    assert f'  {node}{{{{"{ecr}"}}}}' in drawn(calls.cloud)
    assert f"  n_vbr_2d_bp1hq --- {node}" in drawn(calls.cloud)
    assert f'  {node} ---|"{association}"| n_vpc_2d_bp1demo' in drawn(calls.cloud)


def test_a_vbr_on_a_transit_router() -> None:
    calls = Calls(cloud_at("express-connect"))
    router, table = calls.router()
    made = calls.join("CreateTransitRouterVbrAttachment", table, TransitRouterId=router, VbrId="vbr-bp1hq")
    assert any(line.startswith(f'  n_vbr_2d_bp1hq ---|"{made}"| n_tr_') for line in drawn(calls.cloud))


def test_a_peering() -> None:
    calls = Calls(cloud_at("vpc-peering"))
    ends = {"VpcId": "vpc-bp1ci", "AcceptingVpcId": SERVICE_VPC, "AcceptingRegionId": HANGZHOU}
    made = str(calls.ask("CreateVpcPeerConnection", ends, VPCPEER)["InstanceId"])
    assert f'  n_vpc_2d_bp1ci ---|"{made}"| n_vpc_2d_bp1demo' in drawn(calls.cloud)
