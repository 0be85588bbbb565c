"""Gateways, leased lines and peerings by the official SDKs."""

from __future__ import annotations

from acree_infra.cloud.premises import (
    ConnectionRecord,
    ExpressRouterRecord,
    PeeringRecord,
    VbrRecord,
    VpnGatewayRecord,
)
from acree_infra.cloud.sdk.answer import Answer
from acree_infra.cloud.sdk.service import Service


class SdkPremisesReader:
    """Implements `PremisesReader`.

    Args:
        vpc: VPN gateways, connections and VBRs.
        peerings: VPC peerings.
        express: Express Connect Routers.
    """

    def __init__(self, vpc: Service, peerings: Service, express: Service) -> None:
        self._vpc = vpc
        self._peerings = peerings
        self._express = express

    def vpn_gateway(self, region: str, gateway: str) -> VpnGatewayRecord | None:
        """A VPN gateway; None when the region has none of this id."""
        parameters = {"RegionId": region, "VpnGatewayId": gateway}
        for item in self._vpc.by_number("DescribeVpnGateways", region, parameters, "VpnGateways", "VpnGateway"):
            if item.text("VpnGatewayId") == gateway:
                vswitches = (item.text("VSwitchId"), item.text("DisasterRecoveryVSwitchId"))
                return VpnGatewayRecord(gateway, item.needed("VpcId"), tuple(filter(None, vswitches)))
        return None

    def connections(self, region: str) -> tuple[ConnectionRecord, ...]:
        """All IPsec connections of a region."""
        path = ("VpnConnections", "VpnConnection")
        items = self._vpc.by_number("DescribeVpnConnections", region, {"RegionId": region}, *path)
        return tuple(
            ConnectionRecord(
                item.needed("VpnConnectionId"), item.text("Name"), item.text("VpnGatewayId"), tuple(_tunnels(item))
            )
            for item in items
        )

    def vbr(self, region: str, vbr: str) -> VbrRecord | None:
        """A VBR; None when the region has none of this id."""
        parameters = {"RegionId": region, "Filter": [{"Key": "VbrId", "Value": [vbr]}]}
        path = ("VirtualBorderRouterSet", "VirtualBorderRouterType")
        for item in self._vpc.by_number("DescribeVirtualBorderRouters", region, parameters, *path):
            if item.text("VbrId") == vbr:
                return VbrRecord(
                    id=vbr,
                    vlan=item.number("VlanId") or 0,
                    cloud=item.text("LocalGatewayIp"),
                    device=item.text("PeerGatewayIp"),
                    mask=item.text("PeeringSubnetMask"),
                    table=item.text("RouteTableId"),
                )
        return None

    def express_router(self, region: str, router: str) -> ExpressRouterRecord | None:
        """An Express Connect Router with what it joins; None when there is none of this id."""
        asked = {"EcrId": router}
        found = next(iter(self._express.by_token("DescribeExpressConnectRouter", region, asked, "EcrList")), None)
        if found is None or found.text("EcrId") != router:
            return None
        children = self._express.by_token(
            "DescribeExpressConnectRouterChildInstance", region, asked, "ChildInstanceList"
        )
        joined = list(
            self._express.by_token("DescribeExpressConnectRouterAssociation", region, asked, "AssociationList")
        )
        return ExpressRouterRecord(
            id=router,
            asn=found.number("AlibabaSideAsn") or 0,
            vbrs=tuple(sorted(child.needed("ChildInstanceId") for child in children)),
            vpcs=tuple(sorted(filter(None, (item.text("VpcId") for item in joined)))),
            transit_routers=tuple(sorted(filter(None, (item.text("TransitRouterId") for item in joined)))),
        )

    def peering(self, region: str, peering: str) -> PeeringRecord | None:
        """A VPC peering; None when the region has none of this id."""
        parameters = {"RegionId": region, "InstanceId": peering}
        for item in self._peerings.by_token("ListVpcPeerConnections", region, parameters, "VpcPeerConnects"):
            if item.text("InstanceId") == peering:
                return PeeringRecord(
                    id=peering,
                    region=item.needed("RegionId"),
                    vpc=item.part("Vpc").needed("VpcId"),
                    peer_region=item.needed("AcceptingRegionId"),
                    peer_vpc=item.part("AcceptingVpc").needed("VpcId"),
                    status=item.text("Status"),
                )
        return None


def _tunnels(item: Answer) -> list[tuple[int, str]]:
    """Numbers and addresses of the tunnels; of a connection with one tunnel, its own address."""
    options = item.part("TunnelOptionsSpecification").parts("TunnelOptions")
    if not options:
        address = item.text("InternetIp")
        return [(1, address)] if address else []
    numbered = ((tunnel.number("TunnelIndex") or place, tunnel) for place, tunnel in enumerate(options, start=1))
    return sorted((number, address) for number, tunnel in numbered if (address := tunnel.text("InternetIp")))
