import pytest

from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.api.vpc.next_hops import check_instance, next_hop
from acree_sandbox.api.vpc.resources import RouteEntry
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from tests.sandbox.api.vpc.networks import HANGZHOU, HOP, OSS, Network, add_attachment


def test_an_attachment_of_the_vpc(network: Network) -> None:
    entry = network.entry(network.route(OSS))
    assert (entry.hop_type, entry.hop, entry.vpc) == ("Attachment", HOP, network.vpc)


def test_an_attachment_that_does_not_exist(network: Network) -> None:
    assert "tr-attach-none" in network.no_route("InvalidAttachment.NotFound", OSS, NextHopId="tr-attach-none")


def test_an_attachment_of_something_else(network: Network, cloud: Cloud) -> None:
    add_attachment(cloud, "vbr-1", "tr-attach-2", resource_type="VBR")
    network.no_route("InvalidAttachment.NotFound", OSS, NextHopId="tr-attach-2")
    add_attachment(cloud, "vpc-other", "tr-attach-3")
    message = network.no_route("ResourceNotAssociated.Cen", OSS, NextHopId="tr-attach-3")
    assert "attaches vpc-other" in message
    assert network.vpc in message


@pytest.mark.parametrize(("status", "carries"), [("Attaching", False), ("Detaching", False), ("Modifying", True)])
def test_an_attachment_that_is_on_its_way(network: Network, cloud: Cloud, status: str, *, carries: bool) -> None:
    add_attachment(cloud, network.vpc, status=status)
    if carries:
        network.route(OSS)
    else:
        assert status in network.no_route("IncorrectStatus.CenRelation", OSS)


def test_a_host_of_the_vpc(network: Network, cloud: Cloud) -> None:
    cloud.put(Host(id="i-1", region=HANGZHOU, vpc=network.vpc))
    cloud.put(Host(id="i-2", region=HANGZHOU, vpc="vpc-other"))
    made = network.ask("CreateRouteEntry", RouteTableId=network.own, DestinationCidrBlock=OSS, NextHopId="i-1")
    assert network.entry(made["RouteEntryId"]).hop_type == "Instance"
    for wrong in ("i-2", "i-none"):
        message = network.no_route(
            "InvalidInstanceId.NotFound", "172.16.0.0/12", NextHopType="Instance", NextHopId=wrong
        )
        assert wrong in message


def test_a_black_hole_has_no_id(network: Network) -> None:
    network.route(OSS, NextHopType="BlackHole", NextHopId="")
    network.no_route("InvalidParameter.NextHopId", "172.16.0.0/12", NextHopType="BlackHole", NextHopId="x")


def test_what_the_sandbox_has_nothing_of_is_refused_by_name(network: Network) -> None:
    message = network.no_route("InvalidNextHopType", OSS, NextHopType="NatGateway", NextHopId="ngw-1")
    assert "'NatGateway'" in message
    assert "Attachment, BlackHole, " in message


def test_a_next_hop_has_an_id(network: Network) -> None:
    assert "Attachment" in network.no_route("MissingParameter.NextHopId", OSS, NextHopId="")


def test_a_type_is_checked_once() -> None:
    with pytest.raises(ValueError, match="Attachment is checked already"):
        next_hop("Attachment")(check_instance)


def test_a_forced_detachment_takes_the_routes_with_it(network: Network, cloud: Cloud) -> None:
    entry = network.route(OSS)
    where = {"TransitRouterAttachmentId": HOP}
    call = network._call
    with pytest.raises(ApiError, match=entry) as caught:
        call(CBN, "DeleteTransitRouterVpcAttachment", where)
    assert caught.value.code == "OperationFailed.AttachmentReferencedVpcRouteEntryExisted"
    assert [row.id for row in cloud.where(RouteEntry, "hop", HOP)] == [entry]
    call(CBN, "DeleteTransitRouterVpcAttachment", where, Force="true")
    assert cloud.get(Attachment, HOP) is None
    assert [row["Type"] for row in network.entries()] == ["System"] * 3
