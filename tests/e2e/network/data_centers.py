"""The kinds of data centers' connections, applied with calls and without the engine."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from acree_sandbox.api import load_services
from acree_sandbox.api.cbn.resources import TransitRouterTable
from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.core.registry import Service
from acree_sandbox.core.world import Pace, World
from acree_sandbox.world.file import load_world

WORLDS = Path(__file__).parents[3] / "stacks" / "worlds"
HANGZHOU = "cn-hangzhou"
SERVICE_VPC, SERVICE_TABLE = "vpc-bp1demo", "vtb-bp1main"
HQ = "192.168.10.0/24"
AUTH, OTHER_AUTH = "100.103.9.188/32", "100.103.7.181/32"
STORAGE = "100.118.28.0/24"
LEGS = {"registry": "10.0.0.20", "auth": "100.103.9.188", "storage": "100.118.28.44"}


def cloud_at(name: str) -> Cloud:
    """A cloud of an example's world in which everything settles at once."""
    load_services()
    return Cloud(World(paces={"*": Pace(seconds=0)}, populate=load_world(WORLDS / f"{name}.yaml").populate))


class Calls:
    """Calls of the cloud by their names."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self._dispatcher = Dispatcher(cloud)

    def ask(
        self, action: str, sent: Mapping[str, str] | None = None, service: Service = VPC, **more: str
    ) -> dict[str, Any]:
        """Call an action in Hangzhou."""
        return dict(self._dispatcher.call(service.version, action, {"RegionId": HANGZHOU, **(sent or {}), **more}))

    def route(self, table: str, destination: str, hop_type: str, hop: str, region: str = HANGZHOU) -> dict[str, str]:
        """Add a route of a VPC's or a VBR's table; return what deletes it."""
        which = {"RegionId": region, "RouteTableId": table, "DestinationCidrBlock": destination}
        self.ask("CreateRouteEntry", which, NextHopType=hop_type, NextHopId=hop)
        return {**which, "NextHopId": hop}

    def router(self) -> tuple[str, str]:
        """Make a CEN with a transit router; return the ids of the router and of its system table."""
        cen = str(self.ask("CreateCen", service=CBN, Name="c")["CenId"])
        router = str(self.ask("CreateTransitRouter", service=CBN, CenId=cen)["TransitRouterId"])
        return router, self.cloud.where(TransitRouterTable, "router", router)[0].id

    def join(self, action: str, table: str, **sent: str) -> str:
        """Make an attachment that a table serves and learns from; return its id."""
        attachment = str(self.ask(action, sent, CBN)["TransitRouterAttachmentId"])
        ends = {"TransitRouterAttachmentId": attachment, "TransitRouterRouteTableId": table}
        self.ask("AssociateTransitRouterAttachmentWithRouteTable", ends, CBN)
        self.ask("EnableTransitRouterRouteTablePropagation", ends, CBN)
        return attachment

    def service_vpc(self, router: str, table: str) -> str:
        """Attach the service VPC, with static routes to the cloud services and the way back to the data center."""
        zones = {"ZoneMappings.1.ZoneId": "cn-hangzhou-j", "ZoneMappings.1.VSwitchId": "vsw-bp1j"}
        zones |= {"ZoneMappings.2.ZoneId": "cn-hangzhou-k", "ZoneMappings.2.VSwitchId": "vsw-bp1k"}
        action = "CreateTransitRouterVpcAttachment"
        attachment = self.join(action, table, TransitRouterId=router, VpcId=SERVICE_VPC, **zones)
        for destination in (AUTH, OTHER_AUTH, STORAGE):
            self.static(table, destination, attachment)
        self.route(SERVICE_TABLE, HQ, "Attachment", attachment)
        return attachment

    def static(self, table: str, destination: str, attachment: str) -> None:
        """Add a static route to a transit router's table."""
        name = "TransitRouterRouteEntry"
        sent = {"TransitRouterRouteTableId": table, f"{name}DestinationCidrBlock": destination}
        sent |= {f"{name}NextHopType": "Attachment", f"{name}NextHopId": attachment}
        self.ask("CreateTransitRouterRouteEntry", sent, CBN)
