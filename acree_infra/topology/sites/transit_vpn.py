"""An IPsec connection that is attached to a transit router (5.1)."""

from __future__ import annotations

from typing import Literal

from acree_infra.topology.sites.tunnel import Ipsec
from acree_infra.topology.sites.way import RouterWay


class TransitVpnWay(RouterWay, Ipsec):
    """An IPsec connection on an Enterprise Edition transit router, dual tunnel since 2024-11-26 (5.2)."""

    kind: Literal["transit-vpn"]
    """Kind of the way."""
    routes: Literal["static", "bgp"] = "static"
    """How the connection knows the site: its own destination routes, or BGP."""
