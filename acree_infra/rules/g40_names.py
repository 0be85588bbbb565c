"""G40: clients resolve the registry's name to its private address."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed


@RULES.rule("G40", "names", Severity.WARN, Severity.INFO)
def names(context: Context) -> Iterator[Hit]:
    """Warn when clients may not resolve the registry's name to the address of the linked VPC.

    The registry makes its record only in VPCs that are linked to it; elsewhere the name has no answer, or a
    public one (2.4). `dns: none` leaves it to you; `dns: hosts` needs lines copied to every node, which is
    noted. A zone wider than the full name hides its other names from the clients. A declared address that the
    account does not confirm leads nowhere.

    To lift: use `dns: private-zone`, or lower `rules.G40` with a reason.
    """
    if context.routed:
        yield from _mode(context)
        yield from _zone(context)
    yield from _address(context)


def _mode(context: Context) -> Iterator[Hit]:
    hosts, address = listed(context.lock.legs.registry.hosts), context.plan.registry_address or "its address"
    where = context.stack.where("dns")
    if context.stack.topology.dns.mode == "none":
        yield Hit(
            f"dns is none: nothing makes {hosts} resolve to {address} for {_clients(context)}",
            where,
            "write `dns: private-zone`, or make the records yourself and lower rules.G40 with a reason",
        )
    elif context.stack.topology.dns.mode == "hosts":
        yield Hit(
            f"dns is hosts: every node of {_clients(context)} needs the line `{address} {hosts.replace(',', '')}`, "
            "new nodes too",
            where,
            "copy it into /etc/hosts or the node pool's start script, or write `dns: private-zone`",
            Severity.INFO,
        )


def _clients(context: Context) -> str:
    return listed(client.node.name for client in context.routed)


def _zone(context: Context) -> Iterator[Hit]:
    zone, mode = context.stack.topology.dns.zone, context.stack.topology.dns.mode
    if zone is None or mode != "private-zone":
        return
    where = context.stack.where("dns", "zone")
    for host in context.lock.legs.registry.hosts:
        if host.endswith(f".{zone}"):
            yield Hit(
                f"private zone {zone} is wider than {host}: the clients' VPCs lose every other name under {zone}",
                where,
                "leave dns.zone out: the full name becomes the zone",
            )
        elif host != zone:
            yield Hit(
                f"private zone {zone} does not hold {host}, so that name gets a zone of its own",
                where,
                "correct dns.zone or leave it out",
            )


def _address(context: Context) -> Iterator[Hit]:
    declared, service = context.stack.topology.legs.registry, context.plan.service.id
    if declared is None:
        return
    for linked in context.lock.legs.registry.linked_vpcs:
        if linked.vpc == service and linked.address not in {None, declared.address}:
            yield Hit(
                f"legs.registry.address declares {declared.address}, but the instance's link in {service} has "
                f"{linked.address}: names would resolve to an address that does not answer",
                context.stack.where("legs", "registry", "address"),
                "correct the address, or remove legs.registry to use what the account says",
            )
