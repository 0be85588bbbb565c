"""`acree trace`: one packet there and its answer back."""

from __future__ import annotations

import argparse
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from acree_infra.cli.options import add_output, add_stack, put, style
from acree_infra.errors import UnknownName

if TYPE_CHECKING:
    from acree_infra.routing.plan_model import Plan

DROPPED = 4


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("source", help="an address, a client, or a vSwitch of one")
    parser.add_argument("destination", help="an address, or a leg: registry, auth, oss")
    add_stack(parser)
    add_output(parser, "text", "json")
    parser.epilog = "Ends with 4 when the packet or its answer is dropped. example: acree trace shanghai oss -s dev"


def run(options: argparse.Namespace) -> int:
    """Trace through the plan's tables; a leg is traced to each of its prefixes, the first one that fails is shown."""
    from acree_infra.cli.judged import planned  # 0.2 s that `--help` does without
    from acree_infra.reports.document import trace_document  # as above
    from acree_infra.reports.output import as_json, as_text  # as above
    from acree_infra.reports.trace_text import trace_lines  # as above
    from acree_infra.routing.network import Network  # as above
    from acree_infra.routing.trace import Verdict, trace  # as above

    plan = planned(options)
    network = Network(plan)
    source = source_address(plan, options.source)
    traces = [trace(network, source, target) for target in destination_addresses(plan, options.destination)]
    shown = next((found for found in traces if found.verdict is Verdict.DROPPED), traces[0])
    if options.format == "json":
        put(options, as_json(trace_document(shown)))
    else:
        put(options, as_text(trace_lines(shown, style(options))))
    return DROPPED if shown.verdict is Verdict.DROPPED else 0


def source_address(plan: Plan, text: str) -> IPv4Address:
    """The address that a source means: itself, or the first host of a client's first vSwitch, or of a vSwitch.

    Raises:
        UnknownName: it is none of these.
    """
    if (address := _address(text)) is not None:
        return address
    subnets = {subnet.id: subnet for node in (plan.service, *plan.clients) for subnet in node.subnets}
    named = {node.name: node.subnets[0] for node in (plan.service, *plan.clients) if node.subnets}
    subnet = subnets.get(text) or named.get(text)
    if subnet is None:
        raise UnknownName(
            f"{text!r} is no address, no client and no vSwitch of this stack",
            remedy=f"clients are {', '.join(node.name for node in plan.clients)}",
        )
    return subnet.cidr.network_address + 1


def destination_addresses(plan: Plan, text: str) -> list[IPv4Address]:
    """The addresses that a destination means: itself, the registry's, or one in each prefix of a leg.

    Raises:
        UnknownName: it is neither an address nor a leg, or the leg is not known yet.
    """
    if (address := _address(text)) is not None:
        return [address]
    if text == "registry" and plan.registry_address is not None:
        return [plan.registry_address]
    for target in plan.targets:
        if target.leg == text and target.leg != "registry":
            return [prefix[min(1, prefix.num_addresses - 1)] for prefix in target.prefixes]
    known = ", ".join(str(target.leg) for target in plan.targets)
    raise UnknownName(f"{text!r} is no address and no leg of this plan", remedy=f"legs are {known}")


def _address(text: str) -> IPv4Address | None:
    try:
        return IPv4Address(text)
    except ValueError:
        return None
