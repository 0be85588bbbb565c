"""What every way from a data center into the cloud has, whatever its kind."""

from __future__ import annotations

from pydantic import Field

from acree_infra.topology.values import AttachmentId, Model, Name, Region

MOST_RANK = 9


class Way(Model):
    """A name, and a place in the order of preference."""

    name: Name | None = None
    """Short name, unique in the site; its kind when absent."""
    rank: int = Field(default=0, strict=True, ge=0, le=MOST_RANK)
    """0 is used while it works, then 1, and so on: weights of VPN routes, preference of BGP, metrics on the device."""


class RouterWay(Way):
    """A way that ends at an attachment of a transit router."""

    region: Region | None = None
    """Region of the transit router; the registry's when absent."""
    attachment: AttachmentId | None = None
    """The attachment to the transit router, when one exists that is to be used."""
