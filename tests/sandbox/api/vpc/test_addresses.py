"""The addresses of a vSwitch, which attachments, hosts and registry links take."""

from acree_sandbox.api.vpc.resources import HeldAddress, VSwitch, free_addresses, release_addresses, take_address
from acree_sandbox.core.cloud import Cloud
from tests.sandbox.api.vpc.networks import Network


def test_the_first_free_address_is_taken(network: Network, cloud: Cloud) -> None:
    _, vswitch, _ = network.kept()
    rows = [take_address(cloud, vswitch, holder, "ecs") for holder in ("i-1", "i-2")]
    assert [row.address for row in rows if row] == ["10.0.0.1", "10.0.0.2"]
    release_addresses(cloud, "i-1")
    again = take_address(cloud, vswitch, "i-3", "ecs")
    assert again
    assert (again.address, again.holder, again.vpc) == ("10.0.0.1", "i-3", network.vpc)


def test_a_wanted_address_is_taken_once(network: Network, cloud: Cloud) -> None:
    _, vswitch, _ = network.kept()
    assert take_address(cloud, vswitch, "i-1", "ecs", "10.0.0.9")
    assert take_address(cloud, vswitch, "i-2", "ecs", "10.0.0.9") is None
    assert len(cloud.all(HeldAddress)) == 1


def test_reserved_and_foreign_addresses_are_not_to_be_had(network: Network, cloud: Cloud) -> None:
    _, vswitch, _ = network.kept()
    for address in ("10.0.0.0", "10.0.0.253", "10.0.0.255", "10.0.1.1", "10.9.9.9"):
        assert take_address(cloud, vswitch, "i-1", "ecs", address) is None, address
    assert take_address(cloud, vswitch, "i-1", "ecs", "10.0.0.252")


def test_a_full_vswitch(network: Network, cloud: Cloud) -> None:
    vswitch = cloud.need(VSwitch, network.vswitch("10.0.9.0/29"), "none")
    assert free_addresses(cloud, vswitch) == 4
    taken = [take_address(cloud, vswitch, f"i-{number}", "ecs") for number in range(5)]
    assert [its.address if its else None for its in taken] == ["10.0.9.1", "10.0.9.2", "10.0.9.3", "10.0.9.4", None]
    assert free_addresses(cloud, vswitch) == 0
