"""Data centers and peerings of a checkpoint: what the stack kept of them, and which of their rows are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from ipaddress import IPv4Network
from typing import Any

from acree_infra.program.checkpoint import Checkpoint
from acree_infra.program.names import DNS, RETURN, association_name, route_name
from acree_infra.program.outputs import PREMISES
from acree_infra.program.routes import is_made
from acree_infra.routing.nouns import Hop, HopKind, LegId, Route, Table, TableKind
from acree_infra.routing.saved import noun
from acree_infra.routing.sites.nouns import NO_PREMISES, Premises

_ENTRIES = ("RouteEntry", "PbrRouteEntry", "GatewayVcoRoute", "RouteService")
_PURPOSES = (RETURN, DNS, *LegId)
"""What a row that is a resource may be for; the ways back alone, but for AnyTunnel entries."""
_RECORDED = frozenset({TableKind.VPC, TableKind.TRANSIT_ROUTER})
"""Tables whose rows the checkpoint tells by themselves."""


class DeployedPremises:
    """What a checkpoint says of data centers and peerings.

    Args:
        checkpoint: the checkpoint.
    """

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._checkpoint = checkpoint
        self._kept: Mapping[str, Any] = checkpoint.outputs.get(PREMISES, {})

    @cached_property
    def parts(self) -> Premises:
        """Sites, gateways, lines, peerings; none for a stack without."""
        found: Premises = noun(Premises, self._kept["parts"], PREMISES) if self._kept else NO_PREMISES
        return found

    @cached_property
    def rows(self) -> Mapping[tuple[Table, IPv4Network], Route]:
        """Every row of the last update of a stack with some; none for a stack without."""
        found: tuple[Route, ...] = noun(tuple[Route, ...], self._kept["routes"], PREMISES) if self._kept else ()
        return {(row.table, row.destination): row for row in found}

    @cached_property
    def hops(self) -> Mapping[str, Hop]:
        """Next hops of VPC rows by the id of a gateway, an Express Connect Router or a peering."""
        ids: Mapping[str, Any] = self._checkpoint.outputs.get("edges", {})
        kinds = {gateway.name: HopKind.VPN_GATEWAY for gateway in self.parts.vpn_gateways}
        kinds |= {router.name: HopKind.EXPRESS_ROUTER for router in self.parts.express_routers}
        kinds |= {peering.name: HopKind.PEERING for peering in self.parts.peerings}
        hops = {str(ids.get(name, name)): Hop(kind, name) for name, kind in kinds.items()}
        joined = {association_name(router.name, router.vpc): router.name for router in self.parts.express_routers}
        return hops | {str(ids[of]): Hop(HopKind.EXPRESS_ROUTER, name) for of, name in joined.items() if of in ids}

    def of_edges(self) -> Iterator[Route]:
        """Rows of devices, tunnels, gateways and lines: those that are resources only where the checkpoint has them."""
        there = {one.name for kind in _ENTRIES for one in self._checkpoint.of(kind)}
        for row in self.rows.values():
            if row.table.kind not in _RECORDED:
                called = {route_name(row.table, purpose, row.destination) for purpose in _PURPOSES}
                if not is_made(row) or called & there:
                    yield row
