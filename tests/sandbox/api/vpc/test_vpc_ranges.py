from tests.sandbox.api.vpc.networks import Network


def ranges(network: Network) -> list[str]:
    found = network.ask("DescribeVpcAttribute", VpcId=network.vpc)
    return list(found["SecondaryCidrBlocks"]["SecondaryCidrBlock"])


def add(network: Network, block: str) -> dict[str, object]:
    return network.ask("AssociateVpcCidrBlock", VpcId=network.vpc, SecondaryCidrBlock=block, IpVersion="IPV4")


def refused(network: Network, code: str, block: str, action: str = "AssociateVpcCidrBlock") -> str:
    return network.refused(code, action, VpcId=network.vpc, SecondaryCidrBlock=block)


def test_further_ranges_come_and_go(network: Network) -> None:
    assert add(network, "172.16.0.0/16") == {"CidrBlock": "172.16.0.0/16", "IpVersion": "IPV4"}
    add(network, "192.168.0.0/16")
    assert ranges(network) == ["172.16.0.0/16", "192.168.0.0/16"]
    vswitch = network.vswitch("172.16.5.0/24")
    assert vswitch in refused(network, "OperationFailed.CidrInUse", "172.16.0.0/16", "UnassociateVpcCidrBlock")
    network.ask("DeleteVSwitch", VSwitchId=vswitch)
    network.ask("UnassociateVpcCidrBlock", VpcId=network.vpc, SecondaryCidrBlock="172.16.0.0/16")
    assert ranges(network) == ["192.168.0.0/16"]
    message = refused(network, "InvalidCidrBlock.NotFound", "172.16.0.0/16", "UnassociateVpcCidrBlock")
    assert "not a secondary CIDR block" in message


def test_they_overlap_nothing(network: Network) -> None:
    assert network.vpc in refused(network, "InvalidCidrBlock.Overlapped", "10.0.128.0/17")
    add(network, "172.16.0.0/16")
    assert "172.16.0.0/16" in refused(network, "InvalidCidrBlock.Overlapped", "172.16.0.0/12")
    assert "100.64.0.0/10" in refused(network, "InvalidCidrBlock", "100.100.0.0/16")


def test_there_are_five_at_most(network: Network) -> None:
    for number in range(5):
        add(network, f"172.{16 + number}.0.0/16")
    assert "secondary-cidrs is 5" in refused(network, "QuotaExceeded.SecondaryCidr", "172.30.0.0/16")


def test_ipv6_is_refused_by_name(network: Network) -> None:
    message = network.refused(
        "UnsupportedParameter.IpVersion",
        "AssociateVpcCidrBlock",
        VpcId=network.vpc,
        SecondaryCidrBlock="172.16.0.0/16",
        IpVersion="IPV6",
    )
    assert '"IpVersion"' in message
