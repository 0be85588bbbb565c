"""Short words for Express Connect calls."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from acree_sandbox.api.cbn.learning import table_routes
from acree_sandbox.api.cbn.resources import TransitRouterTable
from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.sites.resources import Site
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.registry import Service
from tests.sandbox.api.cbn.networks import HANGZHOU

HQ = "192.168.10.0/24"
FAR_END = "10.255.0.2"


class Lines:
    """A VPC `vpc-1` and a VBR `vbr-hq`, and what is made by calls."""

    def __init__(self, call: Callable[..., dict[str, Any]], cloud: Cloud) -> None:
        self._call = call
        self.cloud = cloud

    def ask(
        self, action: str, parameters: Mapping[str, str] | None = None, service: Service = VPC, **more: str
    ) -> dict[str, Any]:
        """Call an action in Hangzhou."""
        return self._call(service, action, {"RegionId": HANGZHOU, **(parameters or {}), **more})

    def refused(
        self, code: str, action: str, parameters: Mapping[str, str] | None = None, service: Service = VPC, **more: str
    ) -> str:
        """Call an action that must be refused with a code; return the message."""
        with pytest.raises(ApiError) as caught:
            self.ask(action, parameters, service, **more)
        assert caught.value.code == code, caught.value
        return caught.value.message

    def site(self, *cidrs: str, asn: int = 65530) -> Site:
        """Put a data center at the line."""
        return self.cloud.put(Site(id="hq", cidrs=cidrs or (HQ,), asn=asn, lines=["vbr-hq"]))

    def line(self) -> str:
        """Order a line."""
        wanted = {"AccessPointId": "ap-a", "LineOperator": "CO", "PortType": "1000Base-LX", "bandwidth": "100"}
        return str(self.ask("CreatePhysicalConnection", wanted)["PhysicalConnectionId"])

    def vbr(self, line: str, **more: str) -> str:
        """Make a VBR at a line."""
        wanted = {"PhysicalConnectionId": line, "VlanId": "7", "LocalGatewayIp": "10.254.0.1"}
        wanted |= {"PeerGatewayIp": "10.254.0.2", "PeeringSubnetMask": "255.255.255.252"}
        return str(self.ask("CreateVirtualBorderRouter", wanted | more)["VbrId"])

    def bgp(self, vbr: str = "vbr-hq", address: str = FAR_END, asn: str = "65530", own: str = "45104") -> str:
        """Let a VBR speak BGP; return the id of the peer."""
        group = str(self.ask("CreateBgpGroup", RouterId=vbr, PeerAsn=asn, LocalAsn=own)["BgpGroupId"])
        return str(self.ask("CreateBgpPeer", BgpGroupId=group, PeerIpAddress=address)["BgpPeerId"])

    def route(self, destination: str = HQ, hop: str = "ri-hq", table: str = "vtb-hq") -> dict[str, str]:
        """Parameters of a custom route of a VBR to its line."""
        return {
            "RouteTableId": table,
            "DestinationCidrBlock": destination,
            "NextHopType": "RouterInterface",
            "NextHopId": hop,
        }

    def rows(self, table: str) -> dict[str, tuple[str, str]]:
        """Type and next hop by destination of a table's rows but the system's."""
        found = self.ask("DescribeRouteEntryList", RouteTableId=table, MaxResult="100")["RouteEntrys"]["RouteEntry"]
        return {
            row["DestinationCidrBlock"]: (row["Type"], row["NextHops"]["NextHop"][0]["NextHopId"])
            for row in found
            if row["Type"] != "System"
        }

    def router(self) -> tuple[str, str]:
        """Make a CEN with a transit router; return the ids of the router and of its system table."""
        cen = str(self.ask("CreateCen", service=CBN, Name="c")["CenId"])
        router = str(self.ask("CreateTransitRouter", service=CBN, CenId=cen)["TransitRouterId"])
        return router, self.cloud.where(TransitRouterTable, "router", router)[0].id

    def attached(self, router: str, table: str, vbr: str = "vbr-hq", **more: str) -> str:
        """Attach a VBR to a router, and let a table serve it and learn from it."""
        wanted = {"TransitRouterId": router, "VbrId": vbr, **more}
        made = str(self.ask("CreateTransitRouterVbrAttachment", wanted, CBN)["TransitRouterAttachmentId"])
        self.link(made, table)
        return made

    def link(self, attachment: str, table: str) -> None:
        """Let a table serve an attachment and learn from it."""
        ends = {"TransitRouterAttachmentId": attachment, "TransitRouterRouteTableId": table}
        self.ask("AssociateTransitRouterAttachmentWithRouteTable", ends, CBN)
        self.ask("EnableTransitRouterRouteTablePropagation", ends, CBN)

    def vpc_attached(self, router: str, table: str) -> str:
        """Attach the VPC."""
        zones = {"ZoneMappings.1.ZoneId": "cn-hangzhou-h", "ZoneMappings.1.VSwitchId": "vsw-1"}
        zones |= {"ZoneMappings.2.ZoneId": "cn-hangzhou-i", "ZoneMappings.2.VSwitchId": "vsw-2"}
        wanted = {"TransitRouterId": router, "VpcId": "vpc-1", **zones}
        made = str(self.ask("CreateTransitRouterVpcAttachment", wanted, CBN)["TransitRouterAttachmentId"])
        self.link(made, table)
        return made

    def static(self, table: str, destination: str, hop: str) -> None:
        """Add a static route to a transit router's table."""
        name = "TransitRouterRouteEntry"
        wanted = {"TransitRouterRouteTableId": table, f"{name}DestinationCidrBlock": destination}
        wanted |= {f"{name}NextHopType": "Attachment", f"{name}NextHopId": hop}
        self.ask("CreateTransitRouterRouteEntry", wanted, CBN)

    def learned(self, table: str) -> dict[str, str]:
        """Type of the next hop by destination of a transit router's table."""
        return {route.destination: route.hop_type for route in table_routes(self.cloud, table)}
