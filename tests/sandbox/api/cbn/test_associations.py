"""Associations, and what they share with propagations."""

import pytest

from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import HANGZHOU, SHANGHAI, Network, WorkedExample, populate
from tests.sandbox.api.cbn.test_routers import add_basic
from tests.sandbox.conftest import Clock

MAKE = "AssociateTransitRouterAttachmentWithRouteTable"
LIST = "ListTransitRouterRouteTableAssociations"
REPLACE = "ReplaceTransitRouterRouteTableAssociation"
END = "DissociateTransitRouterAttachmentFromRouteTable"


def ends(attachment: str, table: str) -> dict[str, str]:
    return {"TransitRouterAttachmentId": attachment, "TransitRouterRouteTableId": table}


def test_an_association_is_listed(network: Network) -> None:
    router = network.router()
    attachment, table = network.attach(router), network.system_table(router)
    network.associate(attachment, table)
    assert network.ask(LIST, ends(attachment, table)) == {
        "TotalCount": 1,
        "MaxResults": 50,
        "TransitRouterAssociations": [
            ends(attachment, table) | {"Status": "Active", "ResourceType": "VPC", "ResourceId": "vpc-hz"}
        ],
    }


def test_an_attachment_has_one_association(network: Network) -> None:
    router = network.router()
    attachment, table, other = network.attach(router), network.system_table(router), network.table(router)
    network.associate(attachment, table)
    for wanted in (table, other):
        message = network.refused("AssociationExist.TransitRouterTable", MAKE, ends(attachment, wanted))
        assert table in message
    network.ask(END, ends(attachment, table))
    network.associate(attachment, other)


def test_a_connection_has_one_at_each_end(example: WorkedExample) -> None:
    found = example.network.ask(LIST, TransitRouterAttachmentId=example.peer)["TransitRouterAssociations"]
    assert {(row["TransitRouterRouteTableId"], row["ResourceId"]) for row in found} == {
        (example.service_table, example.client),
        (example.client_table, example.service),
    }
    code = "AssociationExist.TransitRouterTable"
    assert example.network.refused(code, MAKE, ends(example.peer, example.network.table(example.client)))


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 4),
        ({"TransitRouterAttachmentResourceType": "TR"}, 2),
        ({"TransitRouterAttachmentResourceType": "VPC"}, 2),
        ({"TransitRouterAttachmentResourceId": "vpc-sh"}, 1),
        ({"Status": "Active"}, 4),
        ({"Status": "Associating"}, 0),
        ({"TransitRouterRouteTableId": "vtb-none"}, 0),
        ({"TransitRouterAttachmentId": "tr-attach-none"}, 0),
        ({"MaxResults": "3"}, 4),
    ],
)
@pytest.mark.parametrize(
    ("action", "key"),
    [
        (LIST, "TransitRouterAssociations"),
        ("ListTransitRouterRouteTablePropagations", "TransitRouterPropagations"),
    ],
)
def test_filters(example: WorkedExample, action: str, key: str, filters: dict[str, str], count: int) -> None:
    found = example.network.ask(action, filters)
    assert found["TotalCount"] == count
    assert len(found[key]) == min(count, int(filters.get("MaxResults", "50")))


def test_a_table_lists_its_own(example: WorkedExample) -> None:
    found = example.network.ask(LIST, TransitRouterRouteTableId=example.client_table)["TransitRouterAssociations"]
    assert {row["TransitRouterAttachmentId"] for row in found} == {example.client_vpc, example.peer}


def test_an_association_is_replaced(network: Network) -> None:
    router = network.router()
    attachment, table, other = network.attach(router), network.system_table(router), network.table(router)
    assert network.refused("InstanceNotExist.Association", REPLACE, ends(attachment, other))
    network.associate(attachment, table)
    network.ask(REPLACE, ends(attachment, other))
    (row,) = network.ask(LIST)["TransitRouterAssociations"]
    assert row["TransitRouterRouteTableId"] == other


@pytest.mark.parametrize("action", [MAKE, REPLACE, "EnableTransitRouterRouteTablePropagation"])
def test_ends_must_fit(network: Network, action: str) -> None:
    here, there = network.router(HANGZHOU), network.router(SHANGHAI)
    attachment, table = network.attach(here), network.system_table(here)
    assert network.refused("InvalidAttachmentId.NotFound", action, ends("tr-attach-none", table))
    assert network.refused("InvalidRouteTableId.NotFound", action, ends(attachment, "vtb-none"))
    far = network.system_table(there)
    message = network.refused("IllegalParam.TransitRouterTableId", action, ends(attachment, far))
    assert there in message


@pytest.mark.parametrize("action", [MAKE, "EnableTransitRouterRouteTablePropagation"])
def test_basic_edition_has_no_links(network: Network, cloud: Cloud, action: str) -> None:
    basic = add_basic(cloud, network.cen, HANGZHOU)
    attachment = network.attach(network.router(SHANGHAI), "vpc-sh")
    with cloud.transaction():
        cloud.change(cloud.need(Attachment, attachment, ""), router=basic.id)
    code = "OperationUnsupported.TransitRouterType"
    assert network.refused(code, action, ends(attachment, network.system_table(basic.id)))


def test_what_does_not_exist_does_not_end(network: Network) -> None:
    router = network.router()
    whole = ends(network.attach(router), network.system_table(router))
    assert "NotFound" in network.refused("InstanceNotExist.Association", END, whole)
    assert "NotFound" in network.refused(
        "InstanceNotExist.Propagation", "DisableTransitRouterRouteTablePropagation", whole
    )


class TestStatuses:
    @pytest.fixture
    def world(self) -> World:
        paces = {"*": Pace(seconds=0), "association": Pace(seconds=2), "propagation": Pace(seconds=2)}
        return World(paces=paces, populate=populate)

    @pytest.mark.parametrize(
        ("make", "listing", "key", "end", "names"),
        [
            (MAKE, LIST, "TransitRouterAssociations", END, ("Associating", "Dissociating")),
            (
                "EnableTransitRouterRouteTablePropagation",
                "ListTransitRouterRouteTablePropagations",
                "TransitRouterPropagations",
                "DisableTransitRouterRouteTablePropagation",
                ("Enabling", "Disabling"),
            ),
        ],
    )
    def test_over_time(
        self, network: Network, clock: Clock, make: str, listing: str, key: str, end: str, names: tuple[str, str]
    ) -> None:
        router = network.router()
        whole = ends(network.attach(router), network.system_table(router))
        network.ask(make, whole)

        def statuses() -> list[str]:
            return [row["Status"] for row in network.ask(listing)[key]]

        assert statuses() == [names[0]]
        assert network.refused("IncorrectStatus.Status", end, whole)
        clock.pass_by(2)
        assert statuses() == ["Active"]
        network.ask(end, whole)
        assert statuses() == [names[1]]
        clock.pass_by(2)
        assert statuses() == []

    def test_a_replacement_takes_its_time(self, network: Network, clock: Clock) -> None:
        router = network.router()
        attachment, table, other = network.attach(router), network.system_table(router), network.table(router)
        network.associate(attachment, table)
        assert network.refused("IncorrectStatus.Status", REPLACE, ends(attachment, other))
        clock.pass_by(2)
        network.ask(REPLACE, ends(attachment, other))
        assert [row["Status"] for row in network.ask(LIST)["TransitRouterAssociations"]] == ["Associating"]
        clock.pass_by(2)
        assert [row["Status"] for row in network.ask(LIST)["TransitRouterAssociations"]] == ["Active"]
