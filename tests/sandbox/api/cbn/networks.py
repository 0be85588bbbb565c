"""The network that tests of Cbn build on: two regions with a VPC each, and short words for the usual calls."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.vpc.resources import Vpc, VSwitch
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError

HANGZHOU = "cn-hangzhou"
SHANGHAI = "cn-shanghai"
BEIJING = "cn-beijing"
VPCS = {
    "vpc-hz": (HANGZHOU, "10.0.0.0/16", {"vsw-hz-j": "j", "vsw-hz-k": "k", "vsw-hz-h": "h"}),
    "vpc-sh": (SHANGHAI, "172.16.0.0/16", {"vsw-sh-m": "m", "vsw-sh-n": "n"}),
    "vpc-bj": (BEIJING, "192.168.0.0/16", {"vsw-bj-a": "a", "vsw-bj-b": "b"}),
}
OSS = "100.118.28.0/24"


def populate(cloud: Cloud) -> None:
    """Put the VPCs, each with a /24 vSwitch in each of its zones."""
    for identifier, (region, cidr, zones) in VPCS.items():
        add_vpc(cloud, identifier, region, cidr, zones)


def add_vpc(
    cloud: Cloud,
    identifier: str,
    region: str,
    cidr: str,
    zones: Mapping[str, str],
    **more: Any,  # noqa: ANN401  # fields
) -> None:
    """Put a VPC and its vSwitches, `zones` being their zone letters by id."""
    cloud.put(Vpc(id=identifier, region=region, status="Available", cidr=cidr, **more))
    start = cidr.rsplit(".", 2)[0]
    for number, (vswitch, letter) in enumerate(zones.items()):
        cloud.put(
            VSwitch(
                id=vswitch,
                region=region,
                status="Available",
                vpc=identifier,
                zone=f"{region}-{letter}",
                cidr=f"{start}.{number}.0/24",
            )
        )


def zone_parameters(vpc: str, name: str = "ZoneMappings", letters: str = "") -> dict[str, str]:
    """The zone mappings of a test VPC: its first two vSwitches, or those of the named zones."""
    region, _, zones = VPCS[vpc]
    chosen = [(its, zone) for its, zone in zones.items() if not letters or zone in letters][: len(letters) or 2]
    found: dict[str, str] = {}
    for number, (vswitch, letter) in enumerate(chosen, 1):
        found |= {f"{name}.{number}.ZoneId": f"{region}-{letter}", f"{name}.{number}.VSwitchId": vswitch}
    return found


class Network:
    """Short words for calls of Cbn; each returns the id that it made."""

    def __init__(self, call: Callable[..., dict[str, Any]]) -> None:
        self._call = call
        self.cen = self.ask("CreateCen", Name="c")["CenId"]

    def ask(self, action: str, parameters: Mapping[str, str] | None = None, **more: str) -> dict[str, Any]:
        """Call an action."""
        return self._call(CBN, action, {**(parameters or {}), **more})

    def refused(self, code: str, action: str, parameters: Mapping[str, str] | None = None, **more: str) -> str:
        """Call an action that must be refused with a code; return the message."""
        with pytest.raises(ApiError) as caught:
            self.ask(action, parameters, **more)
        assert caught.value.code == code, caught.value
        return caught.value.message

    def router(self, region: str = HANGZHOU) -> str:
        """Make a transit router."""
        return str(self.ask("CreateTransitRouter", CenId=self.cen, RegionId=region)["TransitRouterId"])

    def system_table(self, router: str) -> str:
        """Find a router's system table."""
        found = self.ask("ListTransitRouterRouteTables", TransitRouterId=router, TransitRouterRouteTableType="System")
        return str(found["TransitRouterRouteTables"][0]["TransitRouterRouteTableId"])

    def table(self, router: str, **more: str) -> str:
        """Make a custom table."""
        made = self.ask("CreateTransitRouterRouteTable", more, TransitRouterId=router)
        return str(made["TransitRouterRouteTableId"])

    def attach(self, router: str, vpc: str = "vpc-hz", **more: str) -> str:
        """Attach a test VPC by its first two vSwitches."""
        parameters = zone_parameters(vpc) | {"TransitRouterId": router, "VpcId": vpc}
        made = self.ask("CreateTransitRouterVpcAttachment", parameters, **more)
        return str(made["TransitRouterAttachmentId"])

    def peer(self, router: str, far: str, **more: str) -> str:
        """Connect two routers."""
        parameters = {"TransitRouterId": router, "PeerTransitRouterId": far}
        made = self.ask("CreateTransitRouterPeerAttachment", parameters, **more)
        return str(made["TransitRouterAttachmentId"])

    def associate(self, attachment: str, table: str) -> None:
        """Associate an attachment with a table."""
        self._link("AssociateTransitRouterAttachmentWithRouteTable", attachment, table)

    def propagate(self, attachment: str, table: str) -> None:
        """Let a table learn from an attachment."""
        self._link("EnableTransitRouterRouteTablePropagation", attachment, table)

    def route(self, table: str, destination: str, hop: str = "", **more: str) -> str:
        """Add a static route, to a black hole when no attachment is named."""
        kind = {"TransitRouterRouteEntryNextHopType": "Attachment" if hop else "BlackHole"}
        kind |= {"TransitRouterRouteEntryNextHopId": hop} if hop else {}
        made = self.ask(
            "CreateTransitRouterRouteEntry",
            kind,
            TransitRouterRouteTableId=table,
            TransitRouterRouteEntryDestinationCidrBlock=destination,
            **more,
        )
        return str(made["TransitRouterRouteEntryId"])

    def entries(self, table: str, parameters: Mapping[str, str] | None = None, **more: str) -> list[dict[str, Any]]:
        """List a table's routes."""
        found = self.ask("ListTransitRouterRouteEntries", parameters, TransitRouterRouteTableId=table, **more)
        return list(found["TransitRouterRouteEntries"])

    def known(self, table: str, **more: str) -> set[tuple[str, str]]:
        """Destination and next hop of a table's routes."""
        return {
            (row["TransitRouterRouteEntryDestinationCidrBlock"], row["TransitRouterRouteEntryNextHopId"])
            for row in self.entries(table, more)
        }

    def _link(self, action: str, attachment: str, table: str) -> None:
        self.ask(action, TransitRouterAttachmentId=attachment, TransitRouterRouteTableId=table)


class WorkedExample:
    """Section 2 of the domain reference: service VPC in Hangzhou, client VPC in Shanghai, system tables only."""

    def __init__(self, network: Network, *, advertise: bool = True) -> None:
        self.network = network
        self.service, self.client = network.router(HANGZHOU), network.router(SHANGHAI)
        self.service_table, self.client_table = map(network.system_table, (self.service, self.client))
        self.service_vpc = network.attach(self.service, "vpc-hz")
        self.client_vpc = network.attach(self.client, "vpc-sh")
        self.peer = network.peer(
            self.service,
            self.client,
            Bandwidth="10",
            BandwidthType="DataTransfer",
            AutoPublishRouteEnabled=str(advertise).lower(),
        )
        for attachment, table in (
            (self.service_vpc, self.service_table),
            (self.peer, self.service_table),
            (self.client_vpc, self.client_table),
            (self.peer, self.client_table),
        ):
            network.associate(attachment, table)
            network.propagate(attachment, table)
        network.route(self.service_table, OSS, self.service_vpc)
