"""``customer-gateways`` and ``vpn-gateways``: devices that the cloud knows, and VPN gateways of VPCs.

.. code-block:: yaml

    customer-gateways:
      - {id: cgw-bp1hq, region: cn-hangzhou, address: 198.51.100.10, asn: 65530}
    vpn-gateways:
      - {id: vpn-bp1hq, vpc: vpc-bp1demo, vswitches: [vsw-bp1j, vsw-bp1k], addresses: [203.0.113.10, 203.0.113.11]}
"""

from __future__ import annotations

from acree_sandbox.api.vpc.resources import Vpc, VSwitch, take_address
from acree_sandbox.api.vpn.resources import CustomerGateway, VpnGateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.world.reader import Section
from acree_sandbox.world.sections import section

BANDWIDTH = 10


@section("customer-gateways")
def put_customer_gateway(cloud: Cloud, item: Section) -> None:
    """Put a customer gateway."""
    cloud.put(
        CustomerGateway(
            id=item.text("id"),
            region=item.text("region"),
            status="active",
            name=item.text("name", ""),
            address=item.address("address"),
            asn=int(item.number("asn", 0)),
            resource_group="rg-default",
        )
    )


@section("vpn-gateways")
def put_vpn_gateway(cloud: Cloud, item: Section) -> None:
    """Put a VPN gateway; it takes an address in each of its vSwitches."""
    gateway, vpc = item.text("id"), cloud.get(Vpc, item.text("vpc"))
    if vpc is None:
        raise item.wrong("vpc", f"there is no VPC {item.text('vpc')!r} in this world")
    vswitches, addresses = item.texts("vswitches"), item.texts("addresses")
    if not 1 <= len(vswitches) == len(addresses) <= 2:  # noqa: PLR2004  # one for each tunnel
        raise item.wrong("addresses", f"wanted one or two vSwitches and as many addresses, found {addresses}")
    for name in vswitches:
        vswitch = cloud.get(VSwitch, name)
        if vswitch is None or vswitch.vpc != vpc.id:
            raise item.wrong("vswitches", f"{name!r} is not a vSwitch of {vpc.id}")
        if take_address(cloud, vswitch, gateway, "vpn-gateway") is None:
            raise item.wrong("vswitches", f"{name} has no free address")
    cloud.put(
        VpnGateway(
            id=gateway,
            region=vpc.region,
            status="active",
            name=item.text("name", ""),
            vpc=vpc.id,
            vswitches=vswitches,
            addresses=addresses,
            bandwidth=int(item.number("mbps", BANDWIDTH)),
            auto_propagate=item.flag("auto-propagate"),
            owner=cloud.account,
            resource_group="rg-default",
        )
    )
