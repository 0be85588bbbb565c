"""Leased lines of a plan: what the cloud is told of them, and what is loaded onto the devices at their other ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from acree_infra.routing.nouns import Origin, Route, Table
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.nouns import SiteAttachment
from acree_sandbox.api.expressconnect.resources import Vbr
from acree_sandbox.api.sites.resources import Site
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.parts import names
from tests.e2e.network.worlds.account import Account


@dataclass(frozen=True, slots=True)
class Loaded:
    """What somebody has loaded onto a device for one line.

    Attributes:
        namespace: the device's.
        port: its interface to the line.
        address: its address there.
        prefixes: what it sends over the line.
    """

    namespace: str
    port: str
    address: str
    prefixes: tuple[str, ...]


def attach(account: Account, attachment: SiteAttachment, cen: str, router: str) -> str:
    """Attach a VBR to a transit router; the id of the attachment."""
    made = account.call(
        "CBN",
        "CreateTransitRouterVbrAttachment",
        attachment.region,
        CenId=cen,
        TransitRouterId=router,
        VbrId=attachment.resource,
        AutoPublishRouteEnabled=True,
    )
    return made.needed("TransitRouterAttachmentId")


def route(account: Account, table: Table, routes: Iterable[Route]) -> None:
    """Write routes over the line into a VBR's table."""
    chosen = [{"Key": "VbrId", "Value": [table.owner]}]
    listed = account.call("VPC", "DescribeVirtualBorderRouters", table.region, Filter=chosen)
    (vbr,) = listed.parts("VirtualBorderRouterSet", "VirtualBorderRouterType")
    for its in routes:
        account.call(
            "VPC",
            "CreateRouteEntry",
            table.region,
            RouteTableId=vbr.needed("RouteTableId"),
            DestinationCidrBlock=str(its.destination),
            NextHopType="RouterInterface",
            NextHopId=vbr.needed("VlanInterfaceId"),
        )


def take_down(account: Account, vbr: str, region: str) -> None:
    """Take a VBR out of service; its line carries nothing any more."""
    account.call("VPC", "TerminateVirtualBorderRouter", region, VbrId=vbr)


def loaded(plan: Plan, cloud: Cloud) -> Iterator[Loaded]:
    """The plan's rendered rows, for each device and line; a line that is down has none."""
    for site in cloud.all(Site):
        for place, line in enumerate(site.lines, 1):
            vbr = cloud.get(Vbr, line)
            assert vbr is not None
            if vbr.status != "active":
                continue
            prefixes = [
                str(its.destination)
                for its in plan.routes
                if (its.table.owner, its.hop.name, its.origin) == (site.name, line, Origin.RENDERED)
            ]
            yield Loaded(names.site(site.id), names.site_port(place), vbr.peer, tuple(prefixes))
