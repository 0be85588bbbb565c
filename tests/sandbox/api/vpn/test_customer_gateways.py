"""Customer gateways: addresses that are taken, and what comes back."""

import pytest

from tests.sandbox.api.vpn.networks import HANGZHOU, Vpn


def test_it_comes_back_as_it_was_sent(vpn: Vpn) -> None:
    made = vpn.ask(
        "CreateCustomerGateway",
        {"Tags.1.Key": "a", "Tags.1.Value": "b"},
        IpAddress="198.51.100.9",
        Asn="65001",
        Name="n",
    )
    found = vpn.ask("DescribeCustomerGateway", CustomerGatewayId=made["CustomerGatewayId"])
    assert (found["IpAddress"], found["Asn"], found["Name"]) == ("198.51.100.9", 65001, "n")
    assert found["Tags"]["Tag"] == [{"Key": "a", "Value": "b"}]


def test_an_as_number_that_was_not_sent_is_not_answered(vpn: Vpn) -> None:
    """The provider would replace the gateway otherwise."""
    assert "Asn" not in vpn.ask("DescribeCustomerGateway", CustomerGatewayId=vpn.peers[1])


@pytest.mark.parametrize("address", ["100.64.0.1", "100.100.0.1", "100.127.255.255"])
def test_an_address_of_the_cloud_services_is_refused(vpn: Vpn, address: str) -> None:
    """G15."""
    message = vpn.refused("InvalidIpAddress", "CreateCustomerGateway", IpAddress=address)
    assert address in message


@pytest.mark.parametrize("address", ["100.63.255.255", "100.128.0.0", "198.51.100.77"])
def test_addresses_beside_them_are_taken(vpn: Vpn, address: str) -> None:
    assert vpn.peer(address).startswith("cgw-")


@pytest.mark.parametrize("address", ["x", "198.51.100", "198.51.100.1/32"])
def test_what_is_no_address_is_refused(vpn: Vpn, address: str) -> None:
    vpn.refused("InvalidIpAddress", "CreateCustomerGateway", IpAddress=address)


def test_lists_are_by_region_and_id(vpn: Vpn) -> None:
    found = vpn.ask("DescribeCustomerGateways")["CustomerGateways"]["CustomerGateway"]
    assert [row["CustomerGatewayId"] for row in found] == vpn.peers
    assert vpn.ask("DescribeCustomerGateways", RegionId="cn-shanghai")["TotalCount"] == 0
    only = vpn.ask("DescribeCustomerGateways", CustomerGatewayId=vpn.peers[1])["CustomerGateways"]["CustomerGateway"]
    assert [row["IpAddress"] for row in only] == ["198.51.100.11"]


def test_changes_keep_what_is_not_sent(vpn: Vpn) -> None:
    vpn.ask("ModifyCustomerGatewayAttribute", CustomerGatewayId=vpn.peers[0], Description="d")
    vpn.ask("ModifyCustomerGatewayAttribute", CustomerGatewayId=vpn.peers[0], Name="other")
    found = vpn.ask("DescribeCustomerGateway", CustomerGatewayId=vpn.peers[0])
    assert (found["Name"], found["Description"], found["IpAddress"]) == ("other", "d", "198.51.100.10")


def test_one_in_use_stays(vpn: Vpn) -> None:
    connection = vpn.connection()
    message = vpn.refused("DependencyViolation.VpnConnection", "DeleteCustomerGateway", CustomerGatewayId=vpn.peers[1])
    assert connection in message
    vpn.ask("DeleteVpnConnection", VpnConnectionId=connection)
    vpn.ask("DeleteCustomerGateway", CustomerGatewayId=vpn.peers[1])
    vpn.refused("InvalidCustomerGatewayInstanceId.NotFound", "DescribeCustomerGateway", CustomerGatewayId=vpn.peers[1])


def test_tags_and_groups(vpn: Vpn) -> None:
    whose = {"ResourceType": "CustomerGateway", "ResourceId.1": vpn.peers[0]}
    vpn.ask("TagResources", {**whose, "Tag.1.Key": "k", "Tag.1.Value": "v"})
    vpn.ask("MoveVpnResourceGroup", ResourceType="CustomerGateway", InstanceId=vpn.peers[0], NewResourceGroupId="rg-2")
    found = vpn.ask("DescribeCustomerGateway", CustomerGatewayId=vpn.peers[0])
    assert found["Tags"]["Tag"] == [{"Key": "k", "Value": "v"}]
    assert found["ResourceGroupId"] == "rg-2"
    assert vpn.ask("DescribeCustomerGateways", RegionId=HANGZHOU, ResourceGroupId="rg-2")["TotalCount"] == 1
