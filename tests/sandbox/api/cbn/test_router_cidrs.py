"""CIDR blocks of transit routers: kept and shown."""

from acree_sandbox.api.cbn.resources import TransitRouterCidr
from acree_sandbox.core.cloud import Cloud
from tests.sandbox.api.cbn.networks import Network


def test_a_block_comes_back_as_it_was_sent(network: Network, cloud: Cloud) -> None:
    router = network.router()
    made = network.ask("CreateTransitRouterCidr", TransitRouterId=router, Cidr="192.168.10.0/24", Name="n")
    which = {"TransitRouterId": router, "TransitRouterCidrId": str(made["TransitRouterCidrId"])}
    (row,) = network.ask("ListTransitRouterCidr", which)["CidrLists"]
    assert (row["Cidr"], row["Name"], row["PublishCidrRoute"], row["Family"]) == ("192.168.10.0/24", "n", True, "IPv4")
    network.ask("ModifyTransitRouterCidr", which, Cidr="192.168.11.0/24", PublishCidrRoute="false")
    (row,) = network.ask("ListTransitRouterCidr", TransitRouterId=router)["CidrLists"]
    assert (row["Cidr"], row["Name"], row["PublishCidrRoute"]) == ("192.168.11.0/24", "n", False)
    network.ask("DeleteTransitRouterCidr", which)
    assert network.ask("ListTransitRouterCidr")["CidrLists"] == []
    network.refused("InvalidTransitRouterCidrId.NotFound", "DeleteTransitRouterCidr", which)
    network.ask("CreateTransitRouterCidr", TransitRouterId=router, Cidr="192.168.10.0/24")
    network.ask("DeleteTransitRouter", TransitRouterId=router)
    assert cloud.all(TransitRouterCidr) == []
