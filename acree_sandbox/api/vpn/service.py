"""What the VPN actions share: look-ups by id, refusals of what is being configured, public addresses."""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.api.vpn.resources import CustomerGateway, VpnConnection, VpnGateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.resources import Resource

GATEWAY_BUSY = "VpnGateway.Configuring"
CONNECTION_BUSY = "VpnConnection.Configuring"
PUBLIC = IPv4Network("203.0.113.0/24")
"""Where public addresses of the cloud come from when no world names them (RFC 5737)."""


def need_gateway(cloud: Cloud, identifier: str) -> VpnGateway:
    """A VPN gateway; ApiError ``InvalidVpnGatewayInstanceId.NotFound``."""
    return cloud.need(VpnGateway, identifier, "InvalidVpnGatewayInstanceId.NotFound")


def need_connection(cloud: Cloud, identifier: str) -> VpnConnection:
    """An IPsec connection; ApiError ``InvalidVpnConnectionInstanceId.NotFound``."""
    return cloud.need(VpnConnection, identifier, "InvalidVpnConnectionInstanceId.NotFound")


def need_customer_gateway(cloud: Cloud, identifier: str) -> CustomerGateway:
    """A customer gateway; ApiError ``InvalidCustomerGatewayInstanceId.NotFound``."""
    return cloud.need(CustomerGateway, identifier, "InvalidCustomerGatewayInstanceId.NotFound")


def refuse_busy(row: Resource, code: str) -> None:
    """Raise ApiError while a resource is on its way to another status."""
    if row.next_status:
        raise ApiError(code, f"The {row.kind} {row.id!r} is {row.status}; wait until that is over, then try again.")


def configure(cloud: Cloud, gateway: VpnGateway) -> None:
    """Begin a task on a VPN gateway, which does one at a time; ApiError ``VpnGateway.Configuring``."""
    refuse_busy(gateway, GATEWAY_BUSY)
    cloud.tasks.begin(gateway.id, code=GATEWAY_BUSY)


def public_addresses(cloud: Cloud, count: int) -> list[str]:
    """Public addresses that nothing has yet, the lowest first.

    Raises:
        ApiError: `OperationFailed.AllocateIpFailed`, when there are not so many left.
    """
    used = {address for gateway in cloud.all(VpnGateway) for address in gateway.addresses}
    for row in cloud.all(VpnConnection):
        used |= {row.address, *(str(tunnel["InternetIp"]) for tunnel in row.tunnels)}
    free = [address for host in PUBLIC.hosts() if (address := str(host)) not in used][:count]
    if len(free) < count:
        raise ApiError("OperationFailed.AllocateIpFailed", f"The sandbox has no public address left of {PUBLIC}.")
    return free


def vpc_of(cloud: Cloud, gateway: VpnGateway) -> Vpc:
    """The VPC of a VPN gateway."""
    return cloud.need(Vpc, gateway.vpc, "InvalidVpcId.NotFound")
