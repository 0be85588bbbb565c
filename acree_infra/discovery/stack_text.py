"""A proposal as the text of a stack file, with comments for what nobody but its reader knows."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.cloud.inventory import Named
from acree_infra.discovery.proposal import Proposal

MBPS = 100
"""Cap of each inter-region connection until somebody decides; paid by data transfer, so it costs nothing unused."""


def stack_text(proposal: Proposal) -> str:
    """The whole file."""
    return "\n".join([*_head(proposal), *_clients(proposal), *_also(proposal)]) + "\n"


def _head(proposal: Proposal) -> Iterator[str]:
    registry, service = proposal.registry, proposal.service_vpc
    yield "# yaml-language-server: $schema=schema/stack.schema.json"
    yield f"# Private access to {_called(registry)}."
    yield "config:"
    yield "  acree:registry:"
    yield f"    region: {registry.region}"
    yield f"    instance: {registry.id}"
    if proposal.link is not None:
        yield f"    link: {proposal.link.id}  # {_about(proposal.link)}: links the service VPC, in a first stage"
    yield "  acree:network:"
    yield f"    cen: {proposal.cen}"
    yield f"    service-vpc: {service.id}  # {_about(service)}"
    yield f"    bandwidth: {{type: data-transfer, mbps: {MBPS}}}  # cap of each inter-region connection: yours to set"


def _clients(proposal: Proposal) -> Iterator[str]:
    yield "  acree:clients:"
    for client in proposal.clients:
        yield f"    - name: {client.name}"
        yield f"      region: {client.vpc.region}"
        yield f"      vpc: {client.vpc.id}  # {_about(client.vpc)}"
        yield "      pod-cidrs: []  # ranges of clusters' pods there: they cannot be asked (G45)"


def _also(proposal: Proposal) -> Iterator[str]:
    """What exists besides, so that nobody has to look it up to add it."""
    taken = {proposal.service_vpc.id, *(client.vpc.id for client in proposal.clients)}
    rows = [("VPC", vpc) for vpc in proposal.inventory.vpcs if vpc.id not in taken]
    rows += [("VPN gateway", gateway) for gateway in proposal.inventory.vpn_gateways]
    rows += [("virtual border router", vbr) for vbr in proposal.inventory.vbrs]
    if rows:
        yield "# Also there:"
    for kind, found in rows:
        yield f"#   {kind} {found.id} in {found.region}: {_about(found)}"


def _called(named: Named) -> str:
    return f"{named.id} ({_plain(named.name)})" if named.name else named.id


def _about(named: Named) -> str:
    return ", ".join(_plain(text) for text in (named.name, named.about) if text) or "no name"


def _plain(text: str) -> str:
    """A name on one line: somebody else chose it, and it stands in a comment."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())
