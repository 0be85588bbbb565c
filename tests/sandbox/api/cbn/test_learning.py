"""What tables know, by the state of a cloud: the data plane reads these answers too."""

from dataclasses import replace

import pytest

from acree_sandbox.api.cbn import learning
from acree_sandbox.api.cbn.learning import offers, table_routes, tables, vpc_routes
from acree_sandbox.api.cbn.learning_rule import ACTIVE, REJECTED, Route, routes
from acree_sandbox.api.cbn.learning_rule import Network as Known
from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.vpc.resources import RouteTable, Vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import BEIJING, HANGZHOU, OSS, SHANGHAI, Network, WorkedExample, populate
from tests.sandbox.conftest import Clock

P = "TransitRouterRouteEntry"
HERE, FAR = "10.0.0.0/16", "172.16.0.0/16"


def test_the_worked_example(example: WorkedExample) -> None:
    known = example.network.known
    assert known(example.service_table) == {
        (OSS, example.service_vpc),
        (HERE, example.service_vpc),
        (FAR, example.peer),
    }
    assert known(example.client_table) == {(FAR, example.client_vpc), (HERE, example.peer), (OSS, example.peer)}


def test_without_auto_advertise_nothing_crosses(network: Network) -> None:
    example = WorkedExample(network, advertise=False)
    assert network.known(example.client_table) == {(FAR, example.client_vpc)}
    update = "UpdateTransitRouterPeerAttachmentAttribute"
    network.ask(update, TransitRouterAttachmentId=example.peer, AutoPublishRouteEnabled="true")
    assert (OSS, example.peer) in network.known(example.client_table)
    network.ask(update, TransitRouterAttachmentId=example.peer, AutoPublishRouteEnabled="false")
    assert network.known(example.client_table) == {(FAR, example.client_vpc)}


def test_it_needs_the_association_there_and_the_propagation_here(example: WorkedExample) -> None:
    network, peer = example.network, {"TransitRouterAttachmentId": example.peer}
    there = peer | {"TransitRouterRouteTableId": example.service_table}
    network.ask("DissociateTransitRouterAttachmentFromRouteTable", there)
    assert network.known(example.client_table) == {(FAR, example.client_vpc)}
    assert (FAR, example.peer) in network.known(example.service_table)
    network.ask("AssociateTransitRouterAttachmentWithRouteTable", there)
    assert (OSS, example.peer) in network.known(example.client_table)
    here = peer | {"TransitRouterRouteTableId": example.client_table}
    network.ask("DisableTransitRouterRouteTablePropagation", here)
    assert network.known(example.client_table) == {(FAR, example.client_vpc)}


def test_the_table_associated_with_the_connection_is_sent(example: WorkedExample) -> None:
    network = example.network
    custom = network.table(example.service)
    network.route(custom, "10.77.0.0/16", example.service_vpc)
    network.ask(
        "ReplaceTransitRouterRouteTableAssociation",
        TransitRouterAttachmentId=example.peer,
        TransitRouterRouteTableId=custom,
    )
    assert network.known(example.client_table) == {(FAR, example.client_vpc), ("10.77.0.0/16", example.peer)}


def test_secondary_cidrs_are_learned_and_follow_the_vpc(network: Network, cloud: Cloud) -> None:
    router = network.router()
    table, attachment = network.system_table(router), network.attach(router)
    network.propagate(attachment, table)
    vpc = cloud.need(Vpc, "vpc-hz", "")
    with cloud.transaction():
        cloud.put(replace(vpc, secondary_cidrs=["192.168.50.0/24", "100.100.0.0/24"]))
    assert network.known(table) == {(HERE, attachment), ("192.168.50.0/24", attachment)}
    with cloud.transaction():
        cloud.put(vpc)
        cloud.put(RouteTable(id="vtb-custom", vpc="vpc-hz"))
    assert network.known(table) == {(HERE, attachment)}


def test_a_static_route_rejects_the_learned_one_until_it_goes(example: WorkedExample, cloud: Cloud) -> None:
    entry = example.network.route(example.client_table, HERE, example.client_vpc)
    rows = [row for row in table_routes(cloud, example.client_table) if row.destination == HERE]
    assert [(row.hop, row.status) for row in rows] == [(example.client_vpc, ACTIVE), (example.peer, REJECTED)]
    example.network.ask("DeleteTransitRouterRouteEntry", {f"{P}Id": entry})
    rows = [row for row in table_routes(cloud, example.client_table) if row.destination == HERE]
    assert [(row.hop, row.status) for row in rows] == [(example.peer, ACTIVE)]


def test_three_regions_in_a_row_do_not_pass_on(example: WorkedExample) -> None:
    network = example.network
    third = network.router(BEIJING)
    table, attachment = network.system_table(third), network.attach(third, "vpc-bj")
    peer = network.peer(example.client, third, AutoPublishRouteEnabled="true")
    for its, where in ((attachment, table), (peer, table), (peer, example.client_table)):
        network.associate(its, where)
        network.propagate(its, where)
    assert network.known(table) == {("192.168.0.0/16", attachment), (FAR, peer)}
    assert ("192.168.0.0/16", peer) in network.known(example.client_table)
    assert not {row for row in network.known(example.service_table) if row[0].startswith("192")}


def test_the_older_attachment_wins(network: Network, cloud: Cloud, clock: Clock) -> None:
    router = network.router()
    table = network.system_table(router)
    first = network.attach(router)
    clock.pass_by(1)
    second = network.peer(router, network.router(SHANGHAI))
    network.propagate(second, table)
    network.propagate(first, table)
    with cloud.transaction():
        row = cloud.need(Attachment, second, "")
        cloud.put(replace(row, resource_type="VPC", resource="vpc-hz", peer_router=""))
    assert [(row.hop, row.status) for row in table_routes(cloud, table)] == [(first, ACTIVE), (second, REJECTED)]


def test_all_tables_at_once(example: WorkedExample, cloud: Cloud) -> None:
    found = tables(cloud)
    assert set(found) == {example.service_table, example.client_table}
    assert {route.destination for route in found[example.client_table]} == {OSS, HERE, FAR}


def test_a_table_is_computed_once_a_revision(
    example: WorkedExample, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    rule = routes

    def counted(network: Known, table: str) -> tuple[Route, ...]:
        asked.append(table)
        return rule(network, table)

    monkeypatch.setattr(learning, "routes", counted)
    example.network.route(example.service_table, "10.50.0.0/16")
    for _ in range(3):
        table_routes(cloud, example.service_table)
        example.network.entries(example.service_table)
    assert asked == [example.service_table]
    example.network.route(example.service_table, "10.51.0.0/16")
    assert {row.destination for row in table_routes(cloud, example.service_table)} >= {"10.50.0.0/16", "10.51.0.0/16"}
    assert len(asked) == 2


def test_a_refused_call_leaves_no_wrong_answer(example: WorkedExample, cloud: Cloud) -> None:
    before = table_routes(cloud, example.service_table)
    parameters = {"TransitRouterRouteTableId": example.service_table, f"{P}DestinationCidrBlock": "10.50.0.0/16"}
    parameters |= {f"{P}NextHopType": "BlackHole", "DryRun": "true"}
    assert example.network.refused("DryRunOperation", "CreateTransitRouterRouteEntry", parameters)
    assert table_routes(cloud, example.service_table) == before


class TestRouteSynchronisation:
    def test_without_it_a_vpc_gets_nothing(self, example: WorkedExample, cloud: Cloud) -> None:
        assert vpc_routes(cloud, "vpc-sh") == ()

    def test_the_tables_routes_but_not_its_own_nor_cloud_services(self, example: WorkedExample, cloud: Cloud) -> None:
        example.network.route(example.client_table, "10.60.0.0/16")
        example.network.ask(
            "UpdateTransitRouterVpcAttachmentAttribute",
            TransitRouterAttachmentId=example.client_vpc,
            AutoPublishRouteEnabled="true",
        )
        (route,) = vpc_routes(cloud, "vpc-sh")
        assert (route.destination, route.hop, route.hop_resource) == (HERE, example.client_vpc, example.client)
        assert (route.origin_type, route.origin) == ("VPC", "vpc-hz")
        assert vpc_routes(cloud, "vpc-hz") == ()

    def test_it_needs_the_association(self, example: WorkedExample, cloud: Cloud) -> None:
        whole = {"TransitRouterAttachmentId": example.client_vpc}
        example.network.ask("UpdateTransitRouterVpcAttachmentAttribute", whole, AutoPublishRouteEnabled="true")
        assert vpc_routes(cloud, "vpc-sh")
        example.network.ask(
            "DissociateTransitRouterAttachmentFromRouteTable", whole, TransitRouterRouteTableId=example.client_table
        )
        assert vpc_routes(cloud, "vpc-sh") == ()


class TestStatuses:
    @pytest.fixture
    def world(self) -> World:
        paces = {"*": Pace(seconds=0), "propagation": Pace(seconds=5), "association": Pace(seconds=5)}
        return World(paces=paces | {"attachment": Pace(seconds=0)}, populate=populate)

    def test_a_link_counts_when_it_is_active(self, network: Network, clock: Clock) -> None:
        example = WorkedExample(network)
        assert network.known(example.client_table) == set()
        clock.pass_by(5)
        assert network.known(example.client_table) == {
            (FAR, example.client_vpc),
            (HERE, example.peer),
            (OSS, example.peer),
        }
        network.ask(
            "DisableTransitRouterRouteTablePropagation",
            TransitRouterAttachmentId=example.service_vpc,
            TransitRouterRouteTableId=example.service_table,
        )
        assert network.known(example.client_table) == {(FAR, example.client_vpc), (OSS, example.peer)}


def test_one_attachment_of_a_type_that_offers_nothing(network: Network, cloud: Cloud) -> None:
    router = network.router()
    table = network.system_table(router)
    with cloud.transaction():
        cloud.put(
            Attachment(
                id="tr-attach-v", status="Attached", router=router, region=HANGZHOU, resource_type="VBR", resource="v"
            )
        )
    network.propagate("tr-attach-v", table)
    assert network.known(table) == set()


def test_what_a_type_offers_is_registered_once() -> None:
    with pytest.raises(ValueError, match="a VPC offers is registered"):
        offers("VPC")(lambda _cloud, _attachment: ())
