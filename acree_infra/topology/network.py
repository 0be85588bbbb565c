"""What a stack file says about CEN, transit routers and the VPC of the registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import ConfigDict, Field, model_validator

from acree_infra.topology.shorthand import ShorthandModel
from acree_infra.topology.values import (
    AttachmentId,
    BandwidthPackageId,
    CenChoice,
    Cidr,
    Model,
    Region,
    RouteTableId,
    TransitRouterChoice,
    VpcId,
    VSwitchId,
)


class Bandwidth(Model):
    """Inter-region bandwidth; without it a connection has only a tiny test bandwidth (G37)."""

    type: Literal["data-transfer", "package"] = "data-transfer"
    """Pay by data transfer with a cap, or a bandwidth package."""
    mbps: int = Field(strict=True, ge=1, le=100_000)
    """Cap, or the share of the package, in Mbit/s."""
    package: BandwidthPackageId | None = None
    """The bandwidth package, `cenbwp-…`."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"required": ["type"], "properties": {"type": {"const": "package"}}},
            "then": {"required": ["package"], "properties": {"package": {"type": "string"}}},
            "else": {"properties": {"package": {"type": "null"}}},
        }
    )

    @model_validator(mode="after")
    def _package_goes_with_its_type(self) -> Bandwidth:
        if (self.type == "package") != (self.package is not None):
            raise ValueError("expected `package: cenbwp-…` exactly when `type: package`")
        return self


class TransitRouter(ShorthandModel):
    """The transit router of one region: a `tr-…` that exists, or `create`."""

    shorthand: ClassVar[str] = "id"

    id: TransitRouterChoice | None = None
    """`create`, or an id. When absent: the one that the CEN has in this region, else it is created."""
    table: RouteTableId | None = None
    """Route table for the attachments that this stack makes (N1); the system table when absent."""
    bandwidth: Bandwidth | None = None
    """Bandwidth between this region and the registry's, when it differs from `network.bandwidth`."""
    peer_attachment: AttachmentId | None = None
    """The inter-region connection to the registry's region, when one exists that is to be used."""


class AttachedVpc(ShorthandModel):
    """A VPC that is attached to the transit router of its region."""

    shorthand: ClassVar[str] = "id"

    id: VpcId
    """The VPC. CIDRs, vSwitches, zones and route tables are asked."""
    cidrs: tuple[Cidr, ...] = ()
    """CIDRs, secondary ones too, when they are to be declared instead of asked."""
    vswitches: tuple[VSwitchId, ...] = ()
    """vSwitches to attach, each in another zone (G30); chosen from supported zones when absent."""
    route_tables: tuple[RouteTableId, ...] = ()
    """VPC tables that get routes; every table in use when absent (G26)."""
    attachment: AttachmentId | None = None
    """The attachment, when one exists that is to be used."""


class Network(Model):
    """CEN, the transit routers, and the VPC that the registry is linked to."""

    cen: CenChoice
    """`create`, or the CEN that exists."""
    service_vpc: AttachedVpc
    """The VPC of the registry's region that is linked to the instance."""
    transit_routers: Mapping[Region, TransitRouter] = Field(
        default_factory=dict, json_schema_extra={"additionalProperties": False}
    )
    """Transit routers by region; absent regions are looked up in the CEN, else created."""
    bandwidth: Bandwidth | None = None
    """Bandwidth of every inter-region connection."""
