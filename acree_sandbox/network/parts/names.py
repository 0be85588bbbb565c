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


def member_end(vpc_id: str, member: str) -> End:
    """A VPC router's end of the link to a host or a registry's link."""
    return End(vpc(vpc_id), interface_name("m", member))


def attachment_link(attachment: str) -> str:
    """The interface of an attachment, the same in each router that it joins."""
    return interface_name("att", attachment)
