"""A leased line whose virtual border router belongs to an Express Connect Router (5.1)."""

from __future__ import annotations

from typing import Literal

from acree_infra.topology.sites.line import Line
from acree_infra.topology.values import ExpressRouterChoice


class ExpressConnectRouterWay(Line):
    """A VBR behind an Express Connect Router (ECR), which is on a transit router or joined to the service VPC."""

    kind: Literal["express-connect-router"]
    """Kind of the way."""
    router: ExpressRouterChoice = "create"
    """`create`, or the Express Connect Router that exists."""
    to: Literal["transit-router", "vpc"] = "transit-router"
    """What the Express Connect Router is joined to: a transit router, or the service VPC itself."""
