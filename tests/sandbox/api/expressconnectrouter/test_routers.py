"""Express Connect Routers: what they join, and what they carry between data centers, VPCs and transit routers."""

from collections.abc import Callable
from typing import Any

import pytest

from acree_sandbox.api.cbn.learning import CloudNetwork, table_routes
from acree_sandbox.api.cbn.learning_rule import advertised
from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.expressconnectrouter.routes import carrier
from acree_sandbox.api.expressconnectrouter.service import ECR
from acree_sandbox.core.cloud import Cloud
from tests.sandbox.api.cbn.networks import HANGZHOU
from tests.sandbox.api.expressconnect.conftest import world as express_connect_world
from tests.sandbox.api.expressconnect.networks import HQ, Lines

OSS = "100.118.28.0/24"
world = express_connect_world


class Routers(Lines):
    """Short words for ECR calls."""

    def ecr(self, **more: str) -> str:
        """Make an ECR."""
        return str(self.ask("CreateExpressConnectRouter", more, ECR, AlibabaSideAsn="65000")["EcrId"])

    def child(self, ecr: str, **more: str) -> dict[str, str]:
        """Parameters of the VBR as a child."""
        return {"EcrId": ecr, "ChildInstanceId": "vbr-hq", "ChildInstanceType": "VBR", **more}

    def new_child(self, ecr: str, region: str = HANGZHOU) -> dict[str, str]:
        """Parameters of the VBR as a child that is to be."""
        return self.child(ecr, ChildInstanceRegionId=region)

    def join(self, ecr: str) -> None:
        """Give the VBR to an ECR, with a data center behind it."""
        self.site()
        self.ask("AttachExpressConnectRouterChildInstance", self.new_child(ecr), ECR)
        self.bgp(own="65000")

    def associate(self, ecr: str, *prefixes: str, **node: str) -> str:
        """Associate a VPC or a router."""
        allowed = {f"AllowedPrefixes.{n}": prefix for n, prefix in enumerate(prefixes, 1)}
        wanted = {"EcrId": ecr, "AssociationRegionId": HANGZHOU, **allowed, **node}
        return str(self.ask("CreateExpressConnectRouterAssociation", wanted, ECR)["AssociationId"])


@pytest.fixture
def routers(call: Callable[..., dict[str, Any]], cloud: Cloud) -> Routers:
    return Routers(call, cloud)


class TestRouters:
    """The router itself."""

    def test_it_comes_back_as_it_was_sent(self, routers: Routers) -> None:
        name = routers.ecr(Name="n", Description="d")
        (row,) = routers.ask("DescribeExpressConnectRouter", service=ECR, EcrId=name)["EcrList"]
        assert (row["Name"], row["Description"], row["AlibabaSideAsn"], row["Status"]) == ("n", "d", 65000, "ACTIVE")
        routers.ask("ModifyExpressConnectRouter", service=ECR, EcrId=name, Name="m")
        (row,) = routers.ask("DescribeExpressConnectRouter", service=ECR)["EcrList"]
        assert (row["Name"], row["Description"]) == ("m", "d")

    def test_regions_and_modes(self, routers: Routers) -> None:
        name = routers.ecr()
        assert routers.ask("DescribeExpressConnectRouterRegion", service=ECR, EcrId=name)["RegionIdList"] == []
        routers.join(name)
        assert routers.ask("DescribeExpressConnectRouterRegion", service=ECR, EcrId=name)["RegionIdList"] == [HANGZHOU]
        modes = {"TransitModeList.1.RegionId": HANGZHOU, "TransitModeList.1.Mode": "ECMP"}
        routers.ask("ModifyExpressConnectRouterInterRegionTransitMode", modes, ECR, EcrId=name)
        found = routers.ask("DescribeExpressConnectRouterInterRegionTransitMode", service=ECR, EcrId=name)
        assert found["InterRegionTransitModeList"] == [{"RegionId": HANGZHOU, "Mode": "ECMP"}]

    def test_one_that_joins_something_stays(self, routers: Routers) -> None:
        name = routers.ecr()
        routers.join(name)
        routers.refused("OperationDenied.EcrHasChildInstance", "DeleteExpressConnectRouter", service=ECR, EcrId=name)
        routers.ask("DetachExpressConnectRouterChildInstance", routers.child(name), ECR)
        routers.ask("DeleteExpressConnectRouter", service=ECR, EcrId=name)
        gone = "DescribeInstanceGrantedToExpressConnectRouter"
        routers.refused("ResourceNotFound.EcrId", gone, service=ECR, EcrId=name)

    def test_tags_and_groups(self, routers: Routers) -> None:
        name = routers.ecr()
        whose = {"ResourceType": "EXPRESSCONNECTROUTER", "ResourceId.1": name, "Tag.1.Key": "a", "Tag.1.Value": "b"}
        routers.ask("TagResources", whose, ECR)
        routers.ask("MoveResourceGroup", service=ECR, ResourceId=name, NewResourceGroupId="rg-2")
        (row,) = routers.ask("DescribeExpressConnectRouter", service=ECR, ResourceGroupId="rg-2")["EcrList"]
        assert row["Tags"] == [{"Key": "a", "Value": "b"}]


class TestChildren:
    """VBRs of an ECR."""

    def test_a_vbr_is_with_one_ecr_or_one_transit_router(self, routers: Routers) -> None:
        first, second = routers.ecr(), routers.ecr()
        routers.join(first)
        attach = "AttachExpressConnectRouterChildInstance"
        routers.refused("OperationDenied.VbrAttachedToEcr", attach, routers.new_child(second), ECR)
        router, _ = routers.router()
        wanted = {"TransitRouterId": router, "VbrId": "vbr-hq"}
        routers.refused("OperationDenied.VbrAttachedToEcr", "CreateTransitRouterVbrAttachment", wanted, CBN)

    def test_what_is_not_there(self, routers: Routers) -> None:
        name = routers.ecr()
        attach = "AttachExpressConnectRouterChildInstance"
        elsewhere = routers.new_child(name, "cn-shanghai")
        routers.refused("ResourceNotFound.ChildInstanceId", attach, elsewhere, ECR)
        routers.refused("ResourceNotFound.EcrId", attach, routers.new_child("ecr-x"), ECR)
        detach = "DetachExpressConnectRouterChildInstance"
        routers.refused("ResourceNotFound.ChildInstanceId", detach, routers.child(name), ECR)

    def test_bgp_that_is_there_has_the_number_of_the_ecr(self, routers: Routers) -> None:
        name = routers.ecr()
        routers.bgp()
        attach = "AttachExpressConnectRouterChildInstance"
        told = routers.refused("OperationDenied.AsnNotMatch", attach, routers.new_child(name), ECR)
        assert "LocalAsn 45104" in told
        (group,) = routers.ask("DescribeBgpGroups", RouterId="vbr-hq")["BgpGroups"]["BgpGroup"]
        which = {"BgpGroupId": group["BgpGroupId"]}
        routers.ask("ModifyBgpGroupAttribute", which, LocalAsn="65000")
        routers.ask(attach, routers.new_child(name), ECR)

    def test_lists(self, routers: Routers) -> None:
        name = routers.ecr()
        asked = {"EcrId": name, "ChildInstanceId": "vbr-hq"}
        found = routers.ask("DescribeExpressConnectRouterChildInstance", asked, ECR)
        assert (found["ChildInstanceList"], found["TotalCount"]) == ([], 0)
        routers.join(name)
        change = {**routers.child(name), "Description": "d"}
        routers.ask("ModifyExpressConnectRouterChildInstance", change, ECR)
        (row,) = routers.ask("DescribeExpressConnectRouterChildInstance", asked, ECR)["ChildInstanceList"]
        assert (row["Status"], row["ChildInstanceRegionId"], row["Description"]) == ("ACTIVE", HANGZHOU, "d")


class TestVpcs:
    """An ECR directly with a VPC."""

    def test_routes_both_ways(self, routers: Routers) -> None:
        name = routers.ecr()
        routers.join(name)
        routers.associate(name, VpcId="vpc-1")
        assert routers.rows("vtb-1") == {HQ: ("ECR", name)}
        assert routers.rows("vtb-hq") == {HQ: ("BGP", "ri-hq"), "10.0.0.0/16": ("ECR", name)}
        assert carrier(routers.cloud, name, "10.0.0.0/16") == "vpc-1"
        assert carrier(routers.cloud, name, OSS) == ""

    def test_allowed_prefixes_replace_the_vpcs_own(self, routers: Routers) -> None:
        name = routers.ecr()
        routers.join(name)
        association = routers.associate(name, "10.0.0.0/24", VpcId="vpc-1")
        assert "10.0.0.0/24" in routers.rows("vtb-hq")
        assert "10.0.0.0/16" not in routers.rows("vtb-hq")
        which = {"EcrId": name, "AssociationId": association}
        change = {**which, "AllowedPrefixes.1": "10.0.0.0/16", "AllowedPrefixes.2": OSS}
        routers.ask("ModifyExpressConnectRouterAssociationAllowedPrefix", change, ECR)
        assert {OSS, "10.0.0.0/16"} <= set(routers.rows("vtb-hq"))
        wrong = {**which, "AllowedPrefixes.1": "10.0.0.1/16"}
        routers.refused(
            "IllegalParam.AllowedPrefixes", "ModifyExpressConnectRouterAssociationAllowedPrefix", wrong, ECR
        )

    def test_route_synchronisation_shuts_them_out(self, routers: Routers) -> None:
        """G34."""
        name = routers.ecr()
        routers.join(name)
        routers.associate(name, VpcId="vpc-1")
        router, table = routers.router()
        attachment = routers.vpc_attached(router, table)
        change = {"TransitRouterAttachmentId": attachment, "AutoPublishRouteEnabled": "true"}
        assert HQ in routers.rows("vtb-1")
        routers.ask("UpdateTransitRouterVpcAttachmentAttribute", change, CBN)
        assert HQ not in routers.rows("vtb-1")

    def test_custom_routes_lead_to_the_association_of_an_ecr(self, routers: Routers) -> None:
        name = routers.ecr()
        association = routers.associate(name, VpcId="vpc-1")
        route = {"RouteTableId": "vtb-1", "DestinationCidrBlock": HQ, "NextHopType": "Ecr", "NextHopId": association}
        routers.refused("InvalidNextHopId.NotFound", "CreateRouteEntry", {**route, "NextHopId": name})
        elsewhere = routers.associate(routers.ecr(), TransitRouterId=routers.router()[0])
        routers.refused("InvalidNextHopId.NotFound", "CreateRouteEntry", {**route, "NextHopId": elsewhere})
        routers.ask("CreateRouteEntry", route)
        which = {"EcrId": name, "AssociationId": association}
        routers.refused("OperationDenied.RouteEntryExist", "DeleteExpressConnectRouterAssociation", which, ECR)
        wide = {**route, "DestinationCidrBlock": OSS}
        routers.refused("InvalidCidrBlock", "CreateRouteEntry", wide)

    @pytest.mark.parametrize(
        ("code", "node"),
        [
            ("MissingParameter.VpcId", {}),
            ("MissingParameter.VpcId", {"VpcId": "vpc-1", "TransitRouterId": "tr-1"}),
            ("ResourceNotFound.InstanceId", {"VpcId": "vpc-x"}),
            ("ResourceNotFound.InstanceId", {"TransitRouterId": "tr-x"}),
        ],
    )
    def test_what_cannot_be_associated(self, routers: Routers, code: str, node: dict[str, str]) -> None:
        wanted = {"EcrId": routers.ecr(), "AssociationRegionId": HANGZHOU, **node}
        routers.refused(code, "CreateExpressConnectRouterAssociation", wanted, ECR)

    def test_a_transit_router_is_with_any_number_but_once_with_each(self, routers: Routers) -> None:
        router, _ = routers.router()
        first, second = routers.ecr(), routers.ecr()
        assert routers.associate(first, TransitRouterId=router) != routers.associate(second, TransitRouterId=router)
        wanted = {"EcrId": second, "AssociationRegionId": HANGZHOU, "TransitRouterId": router}
        routers.refused("ResourceAlreadyExist.Association", "CreateExpressConnectRouterAssociation", wanted, ECR)

    def test_a_vpc_is_with_one_ecr(self, routers: Routers) -> None:
        first, second = routers.ecr(), routers.ecr()
        routers.associate(first, VpcId="vpc-1")
        wanted = {"EcrId": second, "AssociationRegionId": HANGZHOU, "VpcId": "vpc-1"}
        routers.refused("ResourceAlreadyExist.Association", "CreateExpressConnectRouterAssociation", wanted, ECR)


class TestTransitRouters:
    """An ECR on a transit router."""

    def test_it_is_associated_before_it_is_attached(self, routers: Routers) -> None:
        name = routers.ecr()
        router, _ = routers.router()
        wanted = {"TransitRouterId": router, "EcrId": name}
        action = "CreateTransitRouterEcrAttachment"
        routers.refused("OperationFailed.EcrNotAssociated", action, wanted, CBN)
        association = routers.associate(name, TransitRouterId=router)
        attachment = routers.ask(action, wanted, CBN)["TransitRouterAttachmentId"]
        routers.refused("InstanceExist.TransitRouterAttachment", action, wanted, CBN)
        which = {"EcrId": name, "AssociationId": association}
        routers.refused("OperationDenied.AttachmentExist", "DeleteExpressConnectRouterAssociation", which, ECR)
        routers.ask("DeleteTransitRouterEcrAttachment", {"TransitRouterAttachmentId": str(attachment)}, CBN)
        routers.ask("DeleteExpressConnectRouterAssociation", which, ECR)

    def test_routes_both_ways(self, routers: Routers) -> None:
        name = routers.ecr()
        routers.join(name)
        router, table = routers.router()
        to_vpc = routers.vpc_attached(router, table)
        routers.static(table, OSS, to_vpc)
        routers.associate(name, TransitRouterId=router)
        wanted = {"TransitRouterId": router, "EcrId": name}
        attachment = str(routers.ask("CreateTransitRouterEcrAttachment", wanted, CBN)["TransitRouterAttachmentId"])
        routers.link(attachment, table)
        assert routers.learned(table) == {OSS: "VPC", "10.0.0.0/16": "VPC", HQ: "ECR"}
        (of_hq,) = [route for route in table_routes(routers.cloud, table) if route.destination == HQ]
        assert of_hq.as_path == 1
        assert set(routers.rows("vtb-hq")) == {HQ, OSS, "10.0.0.0/16"}
        assert carrier(routers.cloud, name, OSS) == router

    def test_allowed_prefixes_narrow_what_is_told(self, routers: Routers) -> None:
        name = routers.ecr()
        routers.join(name)
        router, table = routers.router()
        routers.vpc_attached(router, table)
        routers.associate(name, "10.0.0.0/8", TransitRouterId=router)
        wanted = {"TransitRouterId": router, "EcrId": name}
        attachment = str(routers.ask("CreateTransitRouterEcrAttachment", wanted, CBN)["TransitRouterAttachmentId"])
        routers.link(attachment, table)
        routers.static(table, OSS, attachment)
        assert set(routers.rows("vtb-hq")) == {HQ, "10.0.0.0/16"}

    def test_static_routes_to_it_are_not_told_to_other_regions(self, routers: Routers) -> None:
        """G33."""
        name = routers.ecr()
        router, table = routers.router()
        routers.associate(name, TransitRouterId=router)
        wanted = {"TransitRouterId": router, "EcrId": name}
        attachment = str(routers.ask("CreateTransitRouterEcrAttachment", wanted, CBN)["TransitRouterAttachmentId"])
        routers.static(table, HQ, attachment)
        told = advertised(CloudNetwork(routers.cloud), table, "tr-attach-peer")
        assert [route.destination for route in told] == []

    def test_attributes(self, routers: Routers) -> None:
        name = routers.ecr()
        router, _ = routers.router()
        routers.associate(name, TransitRouterId=router)
        wanted = {"TransitRouterId": router, "EcrId": name}
        attachment = str(routers.ask("CreateTransitRouterEcrAttachment", wanted, CBN)["TransitRouterAttachmentId"])
        change = {"TransitRouterAttachmentId": attachment, "TransitRouterAttachmentName": "n"}
        routers.ask("UpdateTransitRouterEcrAttachmentAttribute", change, CBN)
        (row,) = routers.ask("ListTransitRouterEcrAttachments", {}, CBN)["TransitRouterAttachments"]
        assert (row["TransitRouterAttachmentName"], row["EcrId"], row["AutoPublishRouteEnabled"]) == ("n", name, False)
