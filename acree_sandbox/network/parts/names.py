"""How the parts name what they share: the namespaces of resources and the ends of links between them."""

from __future__ import annotations

from acree_sandbox.network.naming import interface_name, namespace_name
from acree_sandbox.network.values import End

MAIN_TABLE = 254
UPLINK = "eth0"
"""The one interface of a host or a registry link."""
SERVICES = "services"
"""The interface of a VPC's router towards the cloud services."""


def host(identifier: str) -> str:
    """Namespace of a host."""
    return namespace_name("host", identifier)


def registry(identifier: str) -> str:
    """Namespace of a registry's link."""
    return namespace_name("registry", identifier)


def vpc(identifier: str) -> str:
    """Namespace of a VPC's router."""
    return namespace_name("vpc", identifier)


def services(identifier: str) -> str:
    """Namespace of the cloud services as a VPC reaches them."""
    return namespace_name("services", identifier)


def transit_router(identifier: str) -> str:
    """Namespace of a transit router."""
    return namespace_name("tr", identifier)


def vbr(identifier: str) -> str:
    """Namespace of a virtual border router."""
    return namespace_name("vbr", identifier)


def express_connect_router(identifier: str) -> str:
    """Namespace of an Express Connect Router."""
    return namespace_name("ecr", identifier)


def vpn_gateway(identifier: str) -> str:
    """Namespace of a VPN gateway."""
    return namespace_name("vpn", identifier)


def vpn_connection(identifier: str) -> str:
    """Namespace of a transit router's IPsec connection."""
    return namespace_name("vco", identifier)


def cloud_network(identifier: str) -> str:
    """Namespace of a Cloud Connect Network."""
    return namespace_name("ccn", identifier)


def tunnel(identifier: str) -> str:
    """Namespace of the cloud's end of a tunnel."""
    return namespace_name("tunnel", identifier)


def site(identifier: str) -> str:
    """Namespace of a data center's device."""
    return namespace_name("site", identifier)


INTERNET = "internet"
"""Namespace between the public addresses."""


def site_port(number: int) -> str:
    """The port of a device: 0 is outside, 1 the first leased line, and so on."""
    return f"eth{number}"


def peering_link(identifier: str) -> str:
    """The interface of a VPC peering, the same in both VPCs."""
    return interface_name("pcc", identifier)


def gateway_link(gateway: str) -> str:
    """The interface between a VPN gateway and its VPC, the same at both ends."""
    return interface_name("vpn", gateway)


def node_link(ecr: str, node: str) -> str:
    """The interface between an Express Connect Router and a VPC or a VBR, the same at both ends."""
    return interface_name("ecr", f"{ecr}/{node}")


def tunnel_link(identifier: str) -> str:
    """The interface between a tunnel's end and the router behind it, the same at both ends."""
    return interface_name("tun", identifier)


def smart_gateway_link(gateway: str) -> str:
    """The interface between a Smart Access Gateway and its Cloud Connect Network, the same at both ends."""
    return interface_name("sag", gateway)


def member_end(vpc_id: str, member: str) -> End:
    """A VPC router's end of the link to a host or a registry's link."""
    return End(vpc(vpc_id), interface_name("m", member))


def site_link(site_id: str) -> str:
    """The internet's interface to a device."""
    return interface_name("site", site_id)


def site_end(site_id: str, member: str) -> End:
    """A device's end of the link to a host behind it."""
    return End(site(site_id), interface_name("m", member))


def attachment_link(attachment: str) -> str:
    """The interface of an attachment, the same in each router that it joins."""
    return interface_name("att", attachment)
