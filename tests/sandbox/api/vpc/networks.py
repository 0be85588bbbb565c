"""Short words for calls of Vpc, and a VPC with two vSwitches, a custom table and an attachment to build on."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.vpc.resources import RouteEntry, RouteTable, Vpc, VSwitch
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError

HANGZHOU = "cn-hangzhou"
SHANGHAI = "cn-shanghai"
OSS = "100.118.28.0/24"
HOP = "tr-attach-1"


def add_attachment(cloud: Cloud, vpc: str, identifier: str = HOP, **more: Any) -> Attachment:  # noqa: ANN401  # fields
    """Put an attachment of a VPC, attached unless said otherwise."""
    fields = {"status": "Attached", "resource_type": "VPC", "router": "tr-1", "cen": "cen-1", **more}
    return cloud.put(Attachment(id=identifier, region=HANGZHOU, resource=vpc, **fields))


class Network:
    """A VPC of 10.0.0.0/16 in Hangzhou, made by calls.

    Attributes:
        vpc: its id.
        own: id of its own table.
        first, second: ids of its vSwitches, 10.0.0.0/24 and 10.0.1.0/24.
        custom: id of a custom table.
    """

    def __init__(self, call: Callable[..., dict[str, Any]], cloud: Cloud) -> None:
        self._call = call
        self.cloud = cloud
        made = self.ask("CreateVpc", RegionId=HANGZHOU, CidrBlock="10.0.0.0/16", VpcName="v")
        self.vpc, self.own = str(made["VpcId"]), str(made["RouteTableId"])
        self.first, self.second = (self.vswitch(f"10.0.{n}.0/24", zone=zone) for n, zone in enumerate("hj"))
        self.custom = self.table()
        add_attachment(cloud, self.vpc)

    def ask(self, action: str, parameters: Mapping[str, str] | None = None, **more: str) -> dict[str, Any]:
        """Call an action."""
        return self._call(VPC, action, {**(parameters or {}), **more})

    def refused(self, code: str, action: str, parameters: Mapping[str, str] | None = None, **more: str) -> str:
        """Call an action that must be refused with a code and change nothing; return the message."""
        before = self.cloud.revision
        with pytest.raises(ApiError) as caught:
            self.ask(action, parameters, **more)
        assert caught.value.code == code, caught.value
        assert self.cloud.revision == before
        assert caught.value.status == (404 if "NotFound" in code and "NotFound" in caught.value.message else 400)
        return caught.value.message

    def vswitch(self, cidr: str, zone: str = "h", **more: str) -> str:
        """Make a vSwitch."""
        made = self.ask("CreateVSwitch", more, VpcId=self.vpc, ZoneId=f"{HANGZHOU}-{zone}", CidrBlock=cidr)
        return str(made["VSwitchId"])

    def table(self, **more: str) -> str:
        """Make a custom table."""
        return str(self.ask("CreateRouteTable", more, VpcId=self.vpc)["RouteTableId"])

    def route(self, destination: str, table: str = "", **more: str) -> str:
        """Add a route to the attachment, into the VPC's own table unless said otherwise."""
        hop = {"NextHopType": "Attachment", "NextHopId": HOP}
        where = {"RouteTableId": table or self.own, "DestinationCidrBlock": destination}
        return str(self.ask("CreateRouteEntry", hop | where, **more)["RouteEntryId"])

    def no_route(self, code: str, destination: str, **more: str) -> str:
        """Add a route that must be refused; return the message."""
        hop = {"NextHopType": "Attachment", "NextHopId": HOP}
        where = {"RouteTableId": self.own, "DestinationCidrBlock": destination}
        return self.refused(code, "CreateRouteEntry", hop | where | more)

    def entries(self, table: str = "", **more: str) -> list[dict[str, Any]]:
        """List a table's rows."""
        found = self.ask("DescribeRouteEntryList", more, RouteTableId=table or self.own, MaxResult="100")
        return list(found["RouteEntrys"]["RouteEntry"])

    def entry(self, identifier: str) -> RouteEntry:
        """The entry of an id, as it is kept."""
        return self.cloud.need(RouteEntry, identifier, "none")

    def kept(self) -> tuple[Vpc, VSwitch, RouteTable]:
        """The VPC, its first vSwitch and its custom table, as they are kept."""
        return (
            self.cloud.need(Vpc, self.vpc, "none"),
            self.cloud.need(VSwitch, self.first, "none"),
            self.cloud.need(RouteTable, self.custom, "none"),
        )
