"""A leased line whose virtual border router is attached to a transit router (5.1)."""

from __future__ import annotations

from typing import Literal

from acree_infra.topology.sites.line import Line


class ExpressConnectWay(Line):
    """A virtual border router (VBR) on the transit router of the service region, or of another one."""

    kind: Literal["express-connect"]
    """Kind of the way."""
