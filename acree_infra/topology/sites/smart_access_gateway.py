"""A Smart Access Gateway, by its Cloud Connect Network on a Basic Edition transit router (5.1)."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, model_validator

from acree_infra.topology.sites.way import Way
from acree_infra.topology.values import CenId, CloudNetworkArea, CloudNetworkId, SmartGatewayId, TransitRouterId


class SmartAccessGatewayWay(Way):
    """A Smart Access Gateway (SAG); what is known of this path is from 2021 (G4, K11, N13)."""

    kind: Literal["smart-access-gateway"]
    """Kind of the way."""
    gateway: SmartGatewayId
    """The Smart Access Gateway; this stack makes none."""
    network: CloudNetworkId
    """The Cloud Connect Network (CCN) that it belongs to."""
    area: CloudNetworkArea
    """Region id of the CCN, the access region of AnyTunnel: never an ordinary region (G52)."""
    transit_router: TransitRouterId
    """The Basic Edition transit router of the registry's region in the CCN's CEN."""
    entries: Literal["by-hand", "create"] = "by-hand"
    """Who makes the AnyTunnel entries: `by-hand` lists them for the console; `create` lets the stack make them."""
    cen: CenId | None = None
    """The CEN of CCN and router, which entries that the stack makes are made in; goes with `entries: create`."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"required": ["entries"], "properties": {"entries": {"const": "create"}}},
            "then": {"required": ["cen"], "properties": {"cen": {"type": "string"}}},
            "else": {"properties": {"cen": {"type": "null"}}},
        }
    )

    @model_validator(mode="after")
    def _cen_goes_with_entries(self) -> SmartAccessGatewayWay:
        if (self.entries == "create") != (self.cen is not None):
            raise ValueError("expected `cen: cen-…` exactly when `entries: create`")
        return self
