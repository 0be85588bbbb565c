"""G49: the registry's link runs and has an address."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.discovery.legs import LinkedVpc
from acree_infra.errors import Where
from acree_infra.rules.context import Context, PlacedClient
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES

_RUNNING = "RUNNING"


@RULES.rule("G49", "link-state", Severity.REFUSE, Severity.WARN)
def link_state(context: Context) -> Iterator[Hit]:
    """Refuse while a VPC that must be linked to the instance is not, or its link does not run.

    Without the link the registry has no private address (3.2). Where this stack makes the link it is only a
    warning: the address is known after the first `up`, so the routes come with the second (2.5).

    To lift: set `registry.link` (or a client's `link-vswitch`) to a vSwitch, wait for RUNNING, or declare
    `legs.registry`.
    """
    planned = {link.vpc for link in context.plan.links}
    service = context.plan.service.id
    if context.stack.topology.legs.registry is None:
        where = context.stack.where("registry", "link")
        yield from _state(context, service, "the service VPC", where, planned=service in planned)
    for client in context.clients:
        if client.linked and client.node.region != context.plan.region:
            yield _far(context, client)
        elif client.linked and client.node.id != service:
            where = context.client_where(client, "link-vswitch")
            yield from _state(
                context, client.node.id, f"client {client.node.name}", where, planned=client.node.id in planned
            )
    if context.lock.legs.auth is None and context.plan.registry_address is not None:
        yield _no_auth(context)


def _state(context: Context, vpc: str, whose: str, where: Where, *, planned: bool) -> Iterator[Hit]:
    linked = next((link for link in context.lock.legs.registry.linked_vpcs if link.vpc == vpc), None)
    if linked is not None and linked.status == _RUNNING and linked.address is not None:
        return
    instance = context.lock.legs.registry.instance
    resolve = f"`acree resolve --stack {context.stack.name}`"
    if planned:
        yield Hit(
            f"{vpc} of {whose} {_found(linked)} instance {instance}; this stack links it, and its routes follow in a "
            "second step",
            where,
            f"run `pulumi up`, then {resolve}, then `pulumi up` again",
            Severity.WARN,
        )
    else:
        yield Hit(
            f"{vpc} of {whose} {_found(linked)} instance {instance}: the registry has no running private address there",
            where,
            f"wait until the link is {_RUNNING} and run {resolve}"
            if linked is not None
            else f"name a vSwitch of {vpc} here to let this stack link it, or link it and run {resolve}",
        )


def _found(linked: LinkedVpc | None) -> str:
    if linked is None:
        return "is not linked to"
    if linked.address is None:
        return f"is linked ({linked.status}) without an address to"
    return f"is linked, but {linked.status}, to"


def _far(context: Context, client: PlacedClient) -> Hit:
    return Hit(
        f"client {client.node.name} is joined by `via: link`, but its VPC is in {client.node.region} and an instance "
        f"links VPCs of its own region {context.plan.region} only",
        context.client_where(client, "via"),
        "write `via: transit-router`, or leave the key out",
    )


def _no_auth(context: Context) -> Hit:
    """The address is there, but the challenge was not answered when the lock was made."""
    return Hit(
        f"the registry has address {context.plan.registry_address}, but its auth service is not known: there are no "
        "routes yet",
        context.stack.where("legs", "auth"),
        f"run `acree resolve --stack {context.stack.name}` where the registry answers, or declare legs.auth.host "
        "and legs.auth.addresses",
    )
