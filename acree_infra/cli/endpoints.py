"""What a person calls the two ends of a packet, as addresses."""

from __future__ import annotations

from ipaddress import IPv4Address

from acree_infra.errors import UnknownName
from acree_infra.routing.network import Place
from acree_infra.routing.nouns import LegId
from acree_infra.routing.plan_model import Plan
from acree_infra.topology.found import suggestion


def source_address(plan: Plan, text: str) -> IPv4Address:
    """The address that a source means: itself, or the first host of a vSwitch.

    A client means its first vSwitch, a site its first CIDR.

    Raises:
        UnknownName: it is none of these; the message names the nearest.
    """
    if (address := _address(text)) is not None:
        return address
    nodes: tuple[Place, ...] = (plan.service, *plan.clients, *plan.premises.sites)
    named = {node.name: node.subnets[0] for node in nodes if node.subnets}
    subnets = named | {subnet.id: subnet for node in nodes for subnet in node.subnets}
    if text not in subnets:
        site = ", no site" if plan.premises.sites else ""
        raise UnknownName(
            f"{text!r} is no address, no client{site} and no vSwitch of this stack", remedy=suggestion(text, subnets)
        )
    return subnets[text].cidr.network_address + 1


def destination_addresses(plan: Plan, text: str) -> list[IPv4Address]:
    """The addresses that a destination means: itself, the registry's, or one in each prefix of a leg.

    Args:
        plan: the plan.
        text: an address, a leg, or a host of one.

    Raises:
        UnknownName: it is none of these; the message names the nearest.
    """
    if (address := _address(text)) is not None:
        return [address]
    for target in plan.targets:
        if text == target.leg or text in target.hosts:
            if target.leg is LegId.REGISTRY and plan.registry_address is not None:
                return [plan.registry_address]
            return [prefix[min(1, prefix.num_addresses - 1)] for prefix in target.prefixes]
    known = [name for target in plan.targets for name in (str(target.leg), *target.hosts)]
    raise UnknownName(f"{text!r} is no address, no leg and no host of this plan", remedy=suggestion(text, known))


def _address(text: str) -> IPv4Address | None:
    try:
        return IPv4Address(text)
    except ValueError:
        return None
