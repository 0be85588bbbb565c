"""G30: a VPC attachment stands in two zones."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import VpcAttachment, VpcNode
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed

_ZONES = 2


@RULES.rule("G30", "zones", Severity.REFUSE)
def zones(context: Context) -> Iterator[Hit]:
    """Refuse a new VPC attachment with fewer than two vSwitches in different supported zones.

    The transit router puts an interface into each vSwitch and needs one free address there; the service wants
    two zones where the region has them (4.3). A region with a single zone takes one. Zones are never taken from
    a page but asked (K10). An attachment that exists is left as it is.

    To lift: add a vSwitch in another supported zone, or name two in `vswitches`.
    """
    for attachment in context.plan.vpc_attachments:
        if attachment.id is None:
            node = context.nodes[attachment.vpc]
            yield from _unknown(context, node)
            yield from _unfit(context, node, attachment)


def _supported(context: Context, region: str) -> tuple[str, ...]:
    return next((facts.zones for facts in context.lock.networks.regions if facts.region == region), ())


def _declared(context: Context, node: VpcNode) -> tuple[str, ...]:
    if node is context.plan.service:
        return context.stack.topology.network.service_vpc.vswitches
    return context.clients_by_name[node.name].declared.vswitches


def _unknown(context: Context, node: VpcNode) -> Iterator[Hit]:
    known = {subnet.id for subnet in node.subnets}
    missing = [name for name in _declared(context, node) if name not in known]
    if missing:
        yield Hit(
            f"vswitches of {node.name} names {listed(missing)}, which {node.id} does not have; it has "
            f"{listed(sorted(known)) or 'none'}",
            context.node_where(node, "vswitches"),
            f"correct the id, or run `acree resolve --stack {context.stack.name}` when the vSwitch is new",
        )


def _unfit(context: Context, node: VpcNode, attachment: VpcAttachment) -> Iterator[Hit]:
    supported = _supported(context, attachment.region)
    subnets = {subnet.id: subnet for subnet in node.subnets}
    where = context.node_where(node, "vswitches")
    good = set()
    for mapping in attachment.zones:
        subnet = subnets.get(mapping.vswitch)
        if supported and mapping.zone not in supported:
            yield Hit(
                f"vSwitch {mapping.vswitch} of {node.name} is in {mapping.zone}, where transit routers of "
                f"{attachment.region} take none; supported: {listed(supported, len(supported))}",
                where,
                "name a vSwitch of a supported zone in `vswitches`",
            )
        elif subnet is not None and subnet.free_addresses < 1:
            yield Hit(
                f"vSwitch {mapping.vswitch} ({subnet.cidr}) of {node.name} has no free address; the transit router "
                "takes one",
                where,
                "free an address, or name another vSwitch in `vswitches`",
            )
        else:
            good.add(mapping.zone)
    wanted = min(_ZONES, len(supported)) if supported else _ZONES
    if len(good) < wanted:
        yield Hit(
            f"attachment {attachment.name} of {node.id} in {attachment.region} would stand in {len(good)} of {wanted} "
            f"zones needed ({listed(sorted(good)) or 'none'}); transit routers there support "
            f"{listed(supported, len(supported)) or 'zones that were not asked'}",
            where,
            "add a vSwitch with a free address in another supported zone and resolve again, or name two in `vswitches`",
        )
