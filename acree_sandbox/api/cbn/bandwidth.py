"""What an inter-region connection may carry, and who pays for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from acree_sandbox.api.cbn.resources import Attachment, BandwidthPackage, TransitRouter
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError

AREAS = {"cn": "China", "us": "North-America", "eu": "Europe", "ap": "Asia-Pacific"}
ELSEWHERE = {"cn-hongkong": "Asia-Pacific"}


@dataclass(frozen=True, slots=True)
class Bandwidth:
    """Bandwidth as a connection has it or as it is asked for.

    Attributes:
        mbps: Mbit/s; 0 when none was asked for: then the connection has the test bandwidth only.
        type: `BandwidthPackage`, `DataTransfer`, or empty.
        package: id of the package that pays.
        link_type: `Gold`, `Platinum`, or empty for the default.
    """

    mbps: int
    type: str
    package: str
    link_type: str


def area_of(region: str) -> str:
    """The area of the world, as bandwidth packages name it, that a region is in; empty where it is not known."""
    return ELSEWHERE.get(region) or AREAS.get(region.partition("-")[0], "")


def checked_bandwidth(
    cloud: Cloud, asked: Bandwidth, router: TransitRouter, peer: TransitRouter, *, instead_of: str = ""
) -> Bandwidth:
    """Check what is asked for a connection, and fill in what follows from it.

    Args:
        cloud: the state.
        asked: what was sent.
        router: router at one end.
        peer: router at the other end.
        instead_of: id of the connection that is changed; its own share of a package is free again.

    Raises:
        ApiError: type, package and amount do not go together, or the package has not enough left.
    """
    kind = asked.type or ("BandwidthPackage" if asked.package else "")
    asked = replace(asked, type=kind, link_type=asked.link_type or "Gold")
    if kind and not asked.mbps:
        raise ApiError("MissingParam.Bandwidth", f"A connection of type {kind} needs Bandwidth.")
    if asked.mbps and not kind:
        raise ApiError(
            "IllegalParam.BandwidthType", "Bandwidth needs BandwidthType DataTransfer, or a CenBandwidthPackageId."
        )
    if kind == "DataTransfer" and asked.package:
        raise ApiError(
            "IllegalParam.CenBandwidthPackageId", "A connection of type DataTransfer takes no CenBandwidthPackageId."
        )
    if kind == "BandwidthPackage":
        _refuse_unpaid(cloud, asked, {area_of(router.region), area_of(peer.region)}, router.cen, instead_of)
    return asked


def share_left(cloud: Cloud, package: BandwidthPackage, instead_of: str = "") -> int:
    """Mbit/s of a package that no connection has yet."""
    used = sum(row.bandwidth for row in users_of(cloud, package) if row.id != instead_of)
    return package.bandwidth - used


def users_of(cloud: Cloud, package: BandwidthPackage) -> list[Attachment]:
    """The connections that a package pays for."""
    return [row for row in cloud.where(Attachment, "cen", package.cen) if row.bandwidth_package == package.id]


def _refuse_unpaid(cloud: Cloud, asked: Bandwidth, areas: set[str], cen: str, instead_of: str) -> None:
    if asked.link_type != "Gold":
        raise ApiError(
            "ParameterIllegal.BandwidthPackageDefaultLinkTypeOnlySupportGold",
            f"A bandwidth package pays for Gold, not for {asked.link_type}.",
        )
    package = cloud.get(BandwidthPackage, asked.package) if asked.package else None
    if package is None:
        raise ApiError(
            "IllegalParam.CenBandwidthPackageId", f"The bandwidth package {asked.package!r} does not exist (NotFound)."
        )
    if package.cen != cen or {package.area_a, package.area_b} != areas:
        raise ApiError(
            "InvalidOperation.BwpNotAssociated",
            f"{package.id!r} serves {package.span} of {package.cen or 'no CEN'}; wanted {cen}, {sorted(areas)}.",
        )
    left = share_left(cloud, package, instead_of)
    if asked.mbps > left:
        raise ApiError(
            "InvalidOperation.BwpBandwidthExceeded",
            f"{package.id!r} has {left} of {package.bandwidth} Mbit/s left; {asked.mbps} were asked for.",
        )
