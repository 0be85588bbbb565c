"""The rows of a VPC's route tables, for whoever forwards or shows them."""

from __future__ import annotations

from typing import NamedTuple

from acree_sandbox.api.vpc.resources import RouteEntry, RouteTable, VSwitch
from acree_sandbox.core.cloud import Cloud

CLOUD_SERVICES = "100.64.0.0/10"
"""The built-in route of every VPC to the cloud services of its own region; nothing propagates it (4.2)."""
LOCAL = "local"
SERVICE = "service"


class Row(NamedTuple):
    """A row: destination, hop type and hop as the API spells them, `System` or `Custom`, the entry behind it."""

    destination: str
    hop_type: str
    hop: str
    type: str
    entry: RouteEntry | None = None


def rows(cloud: Cloud, table: RouteTable) -> list[Row]:
    """Every row of a table: one for each vSwitch of the VPC, the cloud services, and custom entries."""
    local = [Row(vswitch.cidr, LOCAL, vswitch.id, "System") for vswitch in cloud.where(VSwitch, "vpc", table.vpc)]
    custom = [
        Row(entry.destination, entry.hop_type, entry.hop, "Custom", entry)
        for entry in cloud.where(RouteEntry, "route_table", table.id)
    ]
    return [*local, Row(CLOUD_SERVICES, SERVICE, "", "System"), *custom]


def bound_table(cloud: Cloud, vswitch: VSwitch) -> RouteTable | None:
    """The table that decides for packets from a vSwitch."""
    return cloud.get(RouteTable, vswitch.route_table)
