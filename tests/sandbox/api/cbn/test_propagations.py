"""Propagations; what they share with associations is tested there."""

from tests.sandbox.api.cbn.networks import Network

MAKE = "EnableTransitRouterRouteTablePropagation"
LIST = "ListTransitRouterRouteTablePropagations"


def test_an_attachment_propagates_into_many_tables_once_each(network: Network) -> None:
    router = network.router()
    attachment, first, second = network.attach(router), network.system_table(router), network.table(router)
    network.propagate(attachment, first)
    network.propagate(attachment, second)
    found = network.ask(LIST, TransitRouterAttachmentId=attachment)["TransitRouterPropagations"]
    assert [row["TransitRouterRouteTableId"] for row in found] == [first, second]
    assert found[0] == {
        "TransitRouterAttachmentId": attachment,
        "TransitRouterRouteTableId": first,
        "Status": "Active",
        "ResourceType": "VPC",
        "ResourceId": "vpc-hz",
    }
    whole = {"TransitRouterAttachmentId": attachment, "TransitRouterRouteTableId": first}
    assert first in network.refused("PropagationExist.TransitRouterTable", MAKE, whole)


def test_a_table_forgets_what_no_longer_propagates(network: Network) -> None:
    router = network.router()
    attachment, table = network.attach(router), network.system_table(router)
    network.propagate(attachment, table)
    assert network.known(table) == {("10.0.0.0/16", attachment)}
    whole = {"TransitRouterAttachmentId": attachment, "TransitRouterRouteTableId": table}
    network.ask("DisableTransitRouterRouteTablePropagation", whole)
    assert network.known(table) == set()
    assert network.ask(LIST)["TransitRouterPropagations"] == []
