"""Switches of a stack: DNS, advertising, quotas, resolvers, rule levels, route overrides."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import ConfigDict, Field, StrictBool, model_validator

from acree_infra.topology.shorthand import ShorthandModel
from acree_infra.topology.values import Address, AttachmentId, Cidr, Hostname, Model, Region, RouteTableId


class Dns(ShorthandModel):
    """How clients learn the registry's address (2.4)."""

    shorthand: ClassVar[str] = "mode"

    mode: Literal["private-zone", "hosts", "none"] = "private-zone"
    """`private-zone` makes records; `hosts` prints lines to copy; `none` leaves it to you."""
    zone: Hostname | None = None
    """Zone name, when not the registry's full name (N4). A wider zone hides its other names from clients."""


class Quotas(Model):
    """Limits of the account; every one can be raised by a request to the service."""

    vpc_routes: int = Field(default=200, strict=True, ge=1)
    """Custom routes per VPC table (4.4)."""
    vpc_tables: int = Field(default=10, strict=True, ge=1)
    """Route tables per VPC (4.4)."""
    transit_router_routes: int | None = Field(default=None, strict=True, ge=1)
    """Routes per transit router table; not known, so not checked unless set (N5)."""
    linked_vpcs: int | None = Field(default=None, strict=True, ge=1)
    """Linked VPCs per instance; read from the account where it says so (K6, N7)."""
    vbr_routes: int = Field(default=200, strict=True, ge=1)
    """Custom routes per virtual border router; an older page says 48 (K5)."""
    bgp_routes: int = Field(default=110, strict=True, ge=1)
    """Routes per BGP peer; what comes beyond is dropped (4.4)."""
    vpn_routes: int = Field(default=20, strict=True, ge=1)
    """Destination-based, and policy-based, routes per VPN gateway; from 2021 (N14)."""
    vpn_selectors: int = Field(default=5, strict=True, ge=1)
    """Local, and remote, CIDRs per IPsec connection; from 2021 (N14)."""


class Options(Model):
    """Switches with stated defaults."""

    auto_advertise: StrictBool = True
    """The inter-region connection advertises routes; when off, static routes are written instead (K2, G28)."""
    static_without_advertise: StrictBool = True
    """Write those static routes; turning this off as well is refused (G28)."""
    aggregate: StrictBool = False
    """Merge neighbouring ranges where the sum is exactly the same set of addresses (G19)."""
    vpc_route_synchronisation: StrictBool = False
    """Let the transit router write its routes into VPC tables (4.3, N12)."""
    grace_days: int = Field(default=7, strict=True, ge=0, le=365)
    """Days that a vanished auth address keeps its routes (G24)."""
    resolvers: tuple[Address, ...] = ()
    """DNS servers to ask; those of the machine when empty (N8)."""
    quotas: Quotas = Quotas()
    """Limits of the account."""
    protected_prefixes: tuple[Cidr, ...] = ()
    """Routes that lie in one of these, or hold one, change only when somebody accepts it (`acree diff --accept`)."""


class RuleLevel(Model):
    """A lowered severity, with the reason that reports show."""

    severity: Literal["warn", "info", "off"]
    """The new severity."""
    reason: str = Field(min_length=8)
    """Why this is right for this stack."""


class RouteOverride(Model):
    """Changes a planned route (N1): leave it out, or give it another next hop."""

    region: Region
    """Region of the table."""
    destination: Cidr
    """Destination of the planned route."""
    table: RouteTableId | None = None
    """Only in this VPC table; in every table of the region when absent."""
    next_hop: AttachmentId | None = None
    """The attachment to use instead."""
    omit: StrictBool = False
    """Do not create the route."""
    reason: str = Field(min_length=8)
    """Why; shown as the reason of the route."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"required": ["omit"], "properties": {"omit": {"const": True}}},
            "then": {"properties": {"next-hop": {"type": "null"}}},
            "else": {"required": ["next-hop"], "properties": {"next-hop": {"type": "string"}}},
        }
    )

    @model_validator(mode="after")
    def _one_change(self) -> RouteOverride:
        if self.omit == (self.next_hop is not None):
            raise ValueError("expected exactly one of `omit: true` and `next-hop: tr-attach-…`")
        return self
