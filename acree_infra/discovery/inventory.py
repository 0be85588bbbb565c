"""What an account has that a stack file can name, read side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from acree_infra.cloud.inventory import InventoryReader, Named
from acree_infra.cloud.side_by_side import side_by_side

AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Inventory:
    """What exists; every tuple is sorted by region, then by id.

    Attributes:
        registries: registry instances.
        vpcs: VPCs.
        cens: CENs.
        transit_routers: by the CEN that they are in.
        vpn_gateways: VPN gateways.
        vbrs: virtual border routers.
    """

    registries: tuple[Named, ...]
    vpcs: tuple[Named, ...]
    cens: tuple[Named, ...]
    transit_routers: dict[str, tuple[Named, ...]]
    vpn_gateways: tuple[Named, ...]
    vbrs: tuple[Named, ...]


def take_inventory(reader: InventoryReader, regions: Sequence[str] = ()) -> Inventory:
    """List everything of some regions.

    Args:
        reader: the account.
        regions: where to look; every region of the account when empty.

    Raises:
        AccessError: the account refused the credentials.
        DiscoveryError: lists that cannot be read, each named.
    """
    places = tuple(regions) or reader.regions()
    kinds: dict[str, Callable[[str], tuple[Named, ...]]] = {
        "registries": reader.registries,
        "vpcs": reader.vpcs,
        "vpn_gateways": reader.vpn_gateways,
        "vbrs": reader.vbrs,
    }
    calls: dict[tuple[str, str], Callable[[], tuple[Named, ...]]] = {("cens", ""): reader.cens}
    calls |= {(kind, region): partial(list_, region) for kind, list_ in kinds.items() for region in places}
    found = side_by_side(calls, AT_ONCE)
    lists = {kind: tuple(chain.from_iterable(found[kind, region] for region in places)) for kind in kinds}
    cens = found["cens", ""]
    routers = side_by_side({cen.id: partial(reader.transit_routers, cen.id) for cen in cens}, AT_ONCE)
    return Inventory(cens=cens, transit_routers=routers, **lists)
