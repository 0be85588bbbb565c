"""Where a VPN gateway stands: its VPC, and the vSwitches of it."""

from __future__ import annotations

from acree_infra.discovery.site_facts import VpnGatewayFacts
from acree_infra.errors import ConfigError
from acree_infra.routing.nouns import Subnet, VpcNode
from acree_infra.routing.sites.case import Case
from acree_infra.routing.vpcs import zone_mappings
from acree_infra.topology.sites.vpn_gateway import VpnGatewayWay


def gateway_subnets(case: Case, way: VpnGatewayWay, node: VpcNode) -> tuple[Subnet, ...]:
    """The vSwitches that a gateway stands in: those that exist, are declared, or have free addresses.

    Args:
        case: the way.
        way: the same, as declared.
        node: the VPC that it is declared for.

    Raises:
        LockError: a gateway that exists was not learned.
        ConfigError: it stands in another VPC; a new one has no vSwitch, or one that is not of its VPC.
    """
    if way.gateway != "create":
        known = case.fact(case.lock.networks.vpn_gateways, way.gateway)
        _stands_there(case, known, node)
        names = known.vswitches
    else:
        _are_of(case, way.vswitches, node)
        names = tuple(zone.vswitch for zone in zone_mappings(node, way.vswitches, ()))
        if not names:
            raise ConfigError(
                f"a new VPN gateway of {case.name} needs a vSwitch of {node.id}, and none has a free address",
                where=case.where,
                remedy=f"make a vSwitch in {node.id}, in two zones for two tunnels, or name a gateway that exists",
            )
    by_id = {subnet.id: subnet for subnet in node.subnets}
    zoned = sorted((by_id[name] for name in names if name in by_id), key=lambda subnet: (subnet.zone, subnet.id))
    return tuple(zoned)


def _stands_there(case: Case, known: VpnGatewayFacts, node: VpcNode) -> None:
    if known.vpc == node.id:
        return
    client = next((one.name for one in case.clients if one.id == known.vpc), "")
    remedy = f"write `vpc: {known.vpc}`, " + (
        f"the VPC of client {client}" if client else f"and add {known.vpc} to `clients`, unless it is the service VPC"
    )
    raise ConfigError(
        f"{case.name}: expected {known.id} in {node.id}, found it in {known.vpc}", where=case.where, remedy=remedy
    )


def _are_of(case: Case, names: tuple[str, ...], node: VpcNode) -> None:
    known = [subnet.id for subnet in node.subnets]
    for name in names:
        if name not in known:
            raise ConfigError(
                f"{case.name}: expected vSwitches of {node.id} for its new VPN gateway, found {name}",
                where=case.where,
                remedy=f"{node.id} has {', '.join(known) or 'none'}",
            )
