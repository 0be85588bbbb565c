"""ECS instances as the sandbox keeps them."""

from __future__ import annotations

from dataclasses import dataclass

from acree_sandbox.core.resources import Resource, resource


@resource("host", prefix="i", indexes=("vpc", "vswitch"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Host(Resource):
    """A virtual machine with one address.

    Attributes:
        name: host name.
        vpc: id of its VPC.
        vswitch: id of its vSwitch.
        zone: zone id.
        address: its private address.
    """

    name: str = ""
    vpc: str = ""
    vswitch: str = ""
    zone: str = ""
    address: str = ""
