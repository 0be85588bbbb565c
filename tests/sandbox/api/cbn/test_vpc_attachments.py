"""VPC attachments."""

from dataclasses import replace

import pytest

from acree_sandbox.api.cbn.resources import Attachment, TransitRouterGrant
from acree_sandbox.api.vpc.resources import HeldAddress, RouteEntry, Vpc, VSwitch, free_addresses
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import HANGZHOU, SHANGHAI, Network, add_vpc, populate, zone_parameters
from tests.sandbox.conftest import Clock

CREATE = "CreateTransitRouterVpcAttachment"
DELETE = "DeleteTransitRouterVpcAttachment"


def test_an_attachment_is_listed_as_it_was_made(network: Network) -> None:
    router = network.router()
    identifier = network.attach(
        router,
        CenId=network.cen,
        RegionId=HANGZHOU,
        TransitRouterAttachmentName="va",
        TransitRouterAttachmentDescription="d",
        AutoPublishRouteEnabled="false",
        TransitRouterVPCAttachmentOptions='{"ipv6Support":"disable"}',
    )
    found = network.ask("ListTransitRouterVpcAttachments", CenId=network.cen, TransitRouterAttachmentId=identifier)
    (row,) = found["TransitRouterAttachments"]
    interfaces = [zone.pop("NetworkInterfaceId") for zone in row["ZoneMappings"]]
    assert row == {
        "TransitRouterAttachmentId": identifier,
        "TransitRouterAttachmentName": "va",
        "TransitRouterAttachmentDescription": "d",
        "TransitRouterId": router,
        "CenId": network.cen,
        "Status": "Attached",
        "CreationTime": "2026-01-01T00:00:00Z",
        "ResourceType": "VPC",
        "OrderType": "PayByCenOwner",
        "ChargeType": "POSTPAY",
        "AutoPublishRouteEnabled": False,
        "Tags": [],
        "VpcId": "vpc-hz",
        "VpcOwnerId": 1234567890123456,
        "VpcRegionId": HANGZHOU,
        "ZoneMappings": [
            {"ZoneId": "cn-hangzhou-j", "VSwitchId": "vsw-hz-j"},
            {"ZoneId": "cn-hangzhou-k", "VSwitchId": "vsw-hz-k"},
        ],
        "TransitRouterVPCAttachmentOptions": {"ipv6Support": "disable"},
        "Options": {},
    }
    assert len(set(interfaces)) == 2
    assert all(interface.startswith("eni-bp1") for interface in interfaces)
    assert found["TotalCount"] == 1


def test_it_is_neither_associated_nor_propagating(network: Network) -> None:
    network.attach(network.router())
    assert network.ask("ListTransitRouterRouteTableAssociations")["TransitRouterAssociations"] == []
    assert network.ask("ListTransitRouterRouteTablePropagations")["TransitRouterPropagations"] == []


def test_an_interface_takes_an_address_of_each_vswitch(network: Network, cloud: Cloud) -> None:
    before = {row.id: free_addresses(cloud, row) for row in cloud.all(VSwitch, HANGZHOU)}
    identifier = network.attach(network.router())
    after = {row.id: free_addresses(cloud, row) for row in cloud.all(VSwitch, HANGZHOU)}
    assert {its: before[its] - after[its] for its in before} == {"vsw-hz-j": 1, "vsw-hz-k": 1, "vsw-hz-h": 0}
    assert {row.holder for row in cloud.all(HeldAddress)} == {identifier}
    network.ask(DELETE, TransitRouterAttachmentId=identifier)
    assert cloud.all(HeldAddress) == []


def test_the_router_may_be_named_by_cen_and_region(network: Network) -> None:
    router = network.router(SHANGHAI)
    parameters = zone_parameters("vpc-sh") | {"VpcId": "vpc-sh", "CenId": network.cen, "RegionId": SHANGHAI}
    network.ask(CREATE, parameters)
    (row,) = network.ask("ListTransitRouterVpcAttachments")["TransitRouterAttachments"]
    assert row["TransitRouterId"] == router
    assert network.refused("InvalidTransitRouterId.NotFound", CREATE, parameters | {"RegionId": HANGZHOU})
    parameters.pop("RegionId")
    assert network.refused("MissingParameter.TransitRouterId", CREATE, parameters)


@pytest.mark.parametrize(
    ("code", "changed", "words"),
    [
        ("IllegalParam.RegionId", {"RegionId": SHANGHAI}, "cn-hangzhou"),
        ("InvalidCenId.NotFound", {"CenId": "cen-none"}, "cen-none"),
        ("InvalidTransitRouterId.NotFound", {"TransitRouterId": "tr-none"}, "tr-none"),
        ("InvalidVpcId.NotFound", {"VpcId": "vpc-none"}, "vpc-none"),
        ("InvalidVpcId.NotFound", {"VpcId": "vpc-sh"}, "cn-shanghai"),
        ("MissingParameter.VpcId", {"VpcId": ""}, "VpcId"),
        ("IllegalParam.VpcOwnerId", {"VpcOwnerId": "42"}, "1234567890123456"),
        ("IllegalParam.ChargeType", {"ChargeType": "PREPAY"}, "POSTPAY"),
        ("InvalidParameter.ResourceType", {"ResourceType": "VBR"}, "VPC"),
        ("InvalidName", {"TransitRouterAttachmentName": "https://x"}, "https://"),
        ("UnknownParameter.RouteTableAssociationEnabled", {"RouteTableAssociationEnabled": "true"}, "known"),
    ],
)
def test_what_is_refused(network: Network, code: str, changed: dict[str, str], words: str) -> None:
    parameters = zone_parameters("vpc-hz") | {"TransitRouterId": network.router(), "VpcId": "vpc-hz"}
    assert words in network.refused(code, CREATE, parameters | changed)


def test_a_vpc_is_attached_once_in_a_cen(network: Network) -> None:
    router = network.router()
    first = network.attach(router)
    parameters = zone_parameters("vpc-hz") | {"TransitRouterId": router, "VpcId": "vpc-hz"}
    assert first in network.refused("InstanceExist.TransitRouterAttachment", CREATE, parameters)


class TestFewCens:
    @pytest.fixture
    def world(self) -> World:
        quotas = {"ChildInstanceRelatedCen": 1, "CenQuotaVpcAttachPerTransitRouter": 1}
        return World(paces={"*": Pace(seconds=0)}, quotas=quotas, populate=populate)

    def test_a_vpc_is_in_as_many_cens_as_the_quota_says(self, network: Network) -> None:
        network.attach(network.router())
        network.cen = network.ask("CreateCen")["CenId"]
        parameters = zone_parameters("vpc-hz") | {"TransitRouterId": network.router(), "VpcId": "vpc-hz"}
        assert "1 CENs of 1" in network.refused("QuotaFull.ChildInstanceRelatedCen", CREATE, parameters)

    def test_a_router_has_as_many_vpcs_as_the_quota_says(self, network: Network, cloud: Cloud) -> None:
        router = network.router()
        network.attach(router)
        with cloud.transaction():
            add_vpc(cloud, "vpc-2", HANGZHOU, "10.9.0.0/16", {"vsw-2-j": "j", "vsw-2-k": "k"})
        parameters = {"TransitRouterId": router, "VpcId": "vpc-2"}
        for number, letter in ((1, "j"), (2, "k")):
            parameters[f"ZoneMappings.{number}.ZoneId"] = f"cn-hangzhou-{letter}"
            parameters[f"ZoneMappings.{number}.VSwitchId"] = f"vsw-2-{letter}"
        assert network.refused("QuotaExceeded.CenQuotaVpcAttachPerTransitRouter", CREATE, parameters)


def test_another_accounts_vpc_needs_a_grant(network: Network, cloud: Cloud) -> None:
    with cloud.transaction():
        vpc = cloud.need(Vpc, "vpc-hz", "")
        cloud.put(replace(vpc, owner="9999999999999999"))
    parameters = zone_parameters("vpc-hz") | {"TransitRouterId": network.router(), "VpcId": "vpc-hz"}
    message = network.refused("OperationFailed.ResourceNotGranted", CREATE, parameters)
    assert "9999999999999999" in message
    with cloud.transaction():
        cloud.put(TransitRouterGrant(id="g", cen=network.cen, resource="vpc-hz", resource_type="VPC"))
    network.ask(CREATE, parameters | {"VpcOwnerId": "9999999999999999"})
    (row,) = network.ask("ListTransitRouterVpcAttachments")["TransitRouterAttachments"]
    assert row["VpcOwnerId"] == 9999999999999999


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 2),
        ({"RegionId": HANGZHOU}, 1),
        ({"RegionId": "cn-beijing"}, 0),
        ({"VpcId": "vpc-sh"}, 1),
        ({"Status": "Attached"}, 2),
        ({"Status": "Attaching"}, 0),
        ({"OrderType": "PayByCenOwner"}, 2),
        ({"OrderType": "PayByResourceOwner"}, 0),
        ({"CenId": "cen-none"}, 0),
        ({"TransitRouterId": "tr-none"}, 0),
        ({"TransitRouterAttachmentId": "tr-attach-none"}, 0),
        ({"Tag.1.Key": "k", "Tag.1.Value": "v"}, 1),
    ],
)
def test_filters(network: Network, filters: dict[str, str], count: int) -> None:
    network.attach(network.router(HANGZHOU), "vpc-hz")
    network.attach(network.router(SHANGHAI), "vpc-sh", **{"Tag.1.Key": "k", "Tag.1.Value": "v"})
    found = network.ask("ListTransitRouterVpcAttachments", filters)
    assert found["TotalCount"] == count == len(found["TransitRouterAttachments"])


def test_pages(network: Network) -> None:
    first = network.attach(network.router(HANGZHOU), "vpc-hz")
    second = network.attach(network.router(SHANGHAI), "vpc-sh")
    page = network.ask("ListTransitRouterVpcAttachments", MaxResults="1")
    assert [row["TransitRouterAttachmentId"] for row in page["TransitRouterAttachments"]] == [first]
    rest = network.ask("ListTransitRouterVpcAttachments", MaxResults="1", NextToken=page["NextToken"])
    assert [row["TransitRouterAttachmentId"] for row in rest["TransitRouterAttachments"]] == [second]
    assert "NextToken" not in rest


def test_an_update_keeps_what_it_does_not_name(network: Network) -> None:
    identifier = network.attach(
        network.router(), TransitRouterAttachmentName="a", Options='{"applianceModeSupport":"disable"}'
    )
    update = "UpdateTransitRouterVpcAttachmentAttribute"
    network.ask(update, TransitRouterAttachmentId=identifier, OrderType="PayByResourceOwner")
    network.ask(update, TransitRouterAttachmentId=identifier, Options='{"ipv6Support":"disable"}')
    network.ask(update, TransitRouterAttachmentId=identifier, AutoPublishRouteEnabled="true")
    (row,) = network.ask("ListTransitRouterVpcAttachments")["TransitRouterAttachments"]
    assert row["TransitRouterAttachmentName"] == "a"
    assert row["OrderType"] == "PayByResourceOwner"
    assert row["AutoPublishRouteEnabled"] is True
    assert row["Options"] == {"applianceModeSupport": "disable", "ipv6Support": "disable"}


def test_routes_are_synchronised_with_one_cen_only(network: Network) -> None:
    network.attach(network.router(), AutoPublishRouteEnabled="true")
    first, network.cen = network.cen, network.ask("CreateCen")["CenId"]
    router = network.router()
    parameters = zone_parameters("vpc-hz") | {"TransitRouterId": router, "VpcId": "vpc-hz"}
    code = "InvalidOperation.VpcAutoRoutesPublishInOtherCEN"
    assert first in network.refused(code, CREATE, parameters | {"AutoPublishRouteEnabled": "true"})
    identifier = network.ask(CREATE, parameters)["TransitRouterAttachmentId"]
    assert network.refused(
        code,
        "UpdateTransitRouterVpcAttachmentAttribute",
        TransitRouterAttachmentId=identifier,
        AutoPublishRouteEnabled="true",
    )


def test_what_keeps_an_attachment(network: Network, cloud: Cloud) -> None:
    router = network.router()
    table, identifier = network.system_table(router), network.attach(router)
    with cloud.transaction():
        cloud.put(
            RouteEntry(id="rte-vpc", vpc="vpc-hz", destination="10.9.0.0/16", hop_type="Attachment", hop=identifier)
        )
    entry = network.route(table, "10.8.0.0/16", identifier)
    network.associate(identifier, table)
    network.propagate(identifier, table)
    whole = {"TransitRouterAttachmentId": identifier}
    assert "rte-vpc" in network.refused("OperationFailed.AttachmentReferencedVpcRouteEntryExisted", DELETE, whole)
    with cloud.transaction():
        cloud.remove(cloud.need(RouteEntry, "rte-vpc", ""))
    assert entry in network.refused("OperationFailed.RouteEntryExist", DELETE, whole)
    network.ask("DeleteTransitRouterRouteEntry", TransitRouterRouteEntryId=entry)
    assert network.refused("OperationFailed.RouteTableAssociationExist", DELETE, whole)
    network.ask("DissociateTransitRouterAttachmentFromRouteTable", whole, TransitRouterRouteTableId=table)
    assert network.refused("OperationFailed.RouteTablePropagationExist", DELETE, whole)
    network.ask("DisableTransitRouterRouteTablePropagation", whole, TransitRouterRouteTableId=table)
    network.ask(DELETE, whole)
    assert cloud.all(Attachment) == []


def test_force_takes_all_that_refers_to_it_along(network: Network, cloud: Cloud) -> None:
    router = network.router()
    table, identifier = network.system_table(router), network.attach(router)
    with cloud.transaction():
        cloud.put(
            RouteEntry(id="rte-vpc", vpc="vpc-hz", destination="10.9.0.0/16", hop_type="Attachment", hop=identifier)
        )
    kept = network.route(table, "10.7.0.0/16")
    network.route(table, "10.8.0.0/16", identifier)
    network.associate(identifier, table)
    network.propagate(identifier, table)
    network.ask(DELETE, TransitRouterAttachmentId=identifier, Force="true")
    assert cloud.all(Attachment) == []
    assert cloud.all(RouteEntry) == []
    assert [row["TransitRouterRouteEntryId"] for row in network.entries(table)] == [kept]
    assert network.ask("ListTransitRouterRouteTableAssociations")["TotalCount"] == 0
    assert network.ask("ListTransitRouterRouteTablePropagations")["TotalCount"] == 0


def test_only_vpc_attachments_are_found_by_these_actions(network: Network) -> None:
    peer = network.peer(network.router(HANGZHOU), network.router(SHANGHAI))
    code = "InvalidTransitRouterAttachmentId.NotFound"
    assert "one of a TR" in network.refused(code, DELETE, TransitRouterAttachmentId=peer)
    assert network.refused(code, DELETE, TransitRouterAttachmentId="tr-attach-none")
    assert network.ask("ListTransitRouterVpcAttachments")["TransitRouterAttachments"] == []


def test_a_vpc_that_is_still_being_made(network: Network, cloud: Cloud) -> None:
    with cloud.transaction():
        vpc = cloud.need(Vpc, "vpc-hz", "")
        cloud.put(replace(vpc, status="Pending", next_status="Available", due_at=cloud.now() + 60))
    parameters = zone_parameters("vpc-hz") | {"TransitRouterId": network.router(), "VpcId": "vpc-hz"}
    assert "Pending" in network.refused("IncorrectStatus.VpcOrVswitch", CREATE, parameters)


class TestStatuses:
    @pytest.fixture
    def world(self) -> World:
        return World(paces={"*": Pace(seconds=0), "attachment": Pace(seconds=4)}, populate=populate)

    def test_over_time(self, network: Network, clock: Clock, cloud: Cloud) -> None:
        router = network.router()
        table, identifier = network.system_table(router), network.attach(router)
        whole = {"TransitRouterAttachmentId": identifier}

        def statuses() -> list[str]:
            return [row["Status"] for row in network.ask("ListTransitRouterVpcAttachments")["TransitRouterAttachments"]]

        assert statuses() == ["Attaching"]
        assert network.refused("IncorrectStatus.Attachment", "UpdateTransitRouterVpcAttachmentAttribute", whole)
        assert network.refused("IncorrectStatus.Attachment", "UpdateTransitRouterVpcAttachmentZones", whole)
        assert network.refused("IncorrectStatus.Status", DELETE, whole)
        for action in ("AssociateTransitRouterAttachmentWithRouteTable", "EnableTransitRouterRouteTablePropagation"):
            assert network.refused("IncorrectStatus.Status", action, whole, TransitRouterRouteTableId=table)
        clock.pass_by(4)
        assert statuses() == ["Attached"]
        network.ask("UpdateTransitRouterVpcAttachmentZones", whole | zone_parameters("vpc-hz", "AddZoneMappings", "h"))
        assert statuses() == ["Modifying"]
        clock.pass_by(4)
        assert statuses() == ["Attached"]
        network.ask(DELETE, whole)
        assert statuses() == ["Detaching"]
        assert len(cloud.all(HeldAddress)) == 3
        clock.pass_by(4)
        assert statuses() == []
        assert cloud.all(HeldAddress) == []
