"""Short words for VPN calls, and a VPC with a VPN gateway to build on."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from acree_sandbox.api.cbn.learning import table_routes
from acree_sandbox.api.cbn.resources import TransitRouterTable
from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.registry import Service

HANGZHOU = "cn-hangzhou"
HQ = "192.168.10.0/24"
PSK = "a-very-long-key"


class Vpn:
    """A VPC of 10.0.0.0/16 in Hangzhou with a VPN gateway, made by calls.

    Attributes:
        vpc: its id.
        own: id of its own table.
        vswitches: ids of its vSwitches in two zones.
        gateway: id of the VPN gateway.
        peers: ids of two customer gateways; the first has an AS number.
    """

    def __init__(self, call: Callable[..., dict[str, Any]], cloud: Cloud) -> None:
        self._call = call
        self.cloud = cloud
        made = self.ask("CreateVpc", RegionId=HANGZHOU, CidrBlock="10.0.0.0/16", VpcName="v")
        self.vpc, self.own = str(made["VpcId"]), str(made["RouteTableId"])
        self.vswitches = [self.vswitch(f"10.0.{n}.0/24", zone) for n, zone in enumerate("jk")]
        self.gateway = self.made_gateway()
        self.peers = [self.peer("198.51.100.10", Asn="65530"), self.peer("198.51.100.11")]

    def ask(
        self, action: str, parameters: Mapping[str, str] | None = None, service: Service = VPC, **more: str
    ) -> dict[str, Any]:
        """Call an action."""
        return self._call(service, action, {"RegionId": HANGZHOU, **(parameters or {}), **more})

    def refused(
        self, code: str, action: str, parameters: Mapping[str, str] | None = None, service: Service = VPC, **more: str
    ) -> str:
        """Call an action that must be refused with a code and change nothing; return the message."""
        with self.cloud.transaction():  # what has fallen due comes first
            before = self.cloud.revision
        with pytest.raises(ApiError) as caught:
            self.ask(action, parameters, service, **more)
        assert caught.value.code == code, caught.value
        assert self.cloud.revision == before
        return caught.value.message

    def vswitch(self, cidr: str, zone: str) -> str:
        """Make a vSwitch."""
        made = self.ask("CreateVSwitch", VpcId=self.vpc, ZoneId=f"{HANGZHOU}-{zone}", CidrBlock=cidr)
        return str(made["VSwitchId"])

    def made_gateway(self, **more: str) -> str:
        """Make a VPN gateway in both vSwitches."""
        first, second = self.vswitches
        where = {"VpcId": self.vpc, "VSwitchId": first, "DisasterRecoveryVSwitchId": second, "Bandwidth": "10"}
        return str(self.ask("CreateVpnGateway", where | more)["VpnGatewayId"])

    def peer(self, address: str, **more: str) -> str:
        """Make a customer gateway."""
        return str(self.ask("CreateCustomerGateway", more, IpAddress=address)["CustomerGatewayId"])

    def tunnels(self, **bgp: str) -> dict[str, str]:
        """Parameters of two tunnels to the two customer gateways."""
        sent: dict[str, str] = {}
        for number, (role, peer) in enumerate(zip(("master", "slave"), self.peers, strict=True), 1):
            name = f"TunnelOptionsSpecification.{number}"
            sent |= {f"{name}.Role": role, f"{name}.CustomerGatewayId": peer, f"{name}.TunnelIkeConfig.Psk": PSK}
            sent |= {f"{name}.TunnelBgpConfig.{key}": its for key, its in bgp.items() if number == 1}
        return sent

    def subnets(self, local: str = "0.0.0.0/0", remote: str = "0.0.0.0/0") -> dict[str, str]:
        """Parameters of the prefixes on both sides."""
        return {"LocalSubnet": local, "RemoteSubnet": remote}

    def connection(self, **more: str) -> str:
        """Make a connection of the gateway with two tunnels."""
        sent = {**self.tunnels(), **self.subnets(), "VpnGatewayId": self.gateway, **more}
        return str(self.ask("CreateVpnConnection", sent)["VpnConnectionId"])

    def attachment(self, **more: str) -> str:
        """Make a connection for a transit router with two tunnels."""
        sent = {**self.tunnels(), **self.subnets(), **more}
        return str(self.ask("CreateVpnAttachment", sent)["VpnConnectionId"])

    def route(self, destination: str, hop: str, **more: str) -> dict[str, Any]:
        """Add a destination-based route."""
        sent = {"VpnGatewayId": self.gateway, "RouteDest": destination, "NextHop": hop, "Weight": "100"}
        return self.ask("CreateVpnRouteEntry", sent | {"PublishVpc": "true"} | more)

    def vpc_routes(self) -> dict[str, str]:
        """Next hop by destination of the custom rows of the VPC's own table."""
        found = self.ask("DescribeRouteEntryList", RouteTableId=self.own, MaxResult="100")["RouteEntrys"]["RouteEntry"]
        return {
            row["DestinationCidrBlock"]: row["NextHops"]["NextHop"][0]["NextHopId"]
            for row in found
            if row["Type"] == "Custom"
        }

    def router(self) -> tuple[str, str]:
        """Make a CEN with a transit router; return the ids of the router and of its system table."""
        cen = str(self.ask("CreateCen", service=CBN, Name="c", ProtectionLevel="REDUCED")["CenId"])
        router = str(self.ask("CreateTransitRouter", service=CBN, CenId=cen)["TransitRouterId"])
        return router, self.cloud.where(TransitRouterTable, "router", router)[0].id

    def attached(self, router: str, connection: str, **more: str) -> str:
        """Attach a connection to a router."""
        sent = {"TransitRouterId": router, "VpnId": connection, **more}
        return str(self.ask("CreateTransitRouterVpnAttachment", sent, CBN)["TransitRouterAttachmentId"])

    def propagate(self, attachment: str, table: str) -> None:
        """Let a table learn from an attachment, and serve it."""
        ends = {"TransitRouterAttachmentId": attachment, "TransitRouterRouteTableId": table}
        self.ask("AssociateTransitRouterAttachmentWithRouteTable", ends, CBN)
        self.ask("EnableTransitRouterRouteTablePropagation", ends, CBN)

    def learned(self, table: str) -> dict[str, str]:
        """Type of the origin by destination of what a transit router's table learned."""
        return {route.destination: route.hop_type for route in table_routes(self.cloud, table)}
