"""G28: the client transit router learns its routes, or has static ones."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES


@RULES.rule("G28", "learned-or-static", Severity.REFUSE)
def learned_or_static(context: Context) -> Iterator[Hit]:
    """Refuse an inter-region connection that advertises nothing when no static routes replace it.

    With auto-advertise each side learns the other's table, static routes too; without it the same rows must be
    written on both sides (K2, 2.3). A connection that exists keeps its own setting.

    To lift: set `options.auto-advertise` or `options.static-without-advertise` to true.
    """
    options = context.stack.topology.options
    if options.static_without_advertise:
        return
    where = context.stack.where("options", "static-without-advertise")
    silent = [peer for peer in context.plan.peer_attachments if not peer.auto_advertise]
    for peer in silent:
        name = f"{peer.name} ({peer.id})" if peer.id else peer.name
        yield Hit(
            f"inter-region connection {name} between {peer.region} and {peer.peer_region} does not advertise routes, "
            "and options.static-without-advertise is off: neither side would know the way",
            where,
            "set options.static-without-advertise to true" + ("" if peer.id else ", or options.auto-advertise to true"),
        )
    if not silent and context.remote and context.plan.waiting and not options.auto_advertise:
        yield Hit(
            "options.auto-advertise and options.static-without-advertise are both off: no transit router would know "
            "the way to the other region",
            where,
            "set one of the two to true",
        )
