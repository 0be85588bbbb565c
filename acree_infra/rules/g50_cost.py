"""G50: what costs money, without prices."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import counted


@RULES.rule("G50", "cost", Severity.INFO)
def cost(context: Context) -> Iterator[Hit]:
    """Tell what is charged: attachments by the hour, inter-region traffic or bandwidth, links beyond the quota.

    Cross-region set-ups cause charges (S18). No prices are given, since they change; the network services'
    support tells them. VPC peering is free inside a region and charged between regions.

    To lift: nothing to lift; switch the note off by `rules.G50` with a reason.
    """
    attachments = len(context.plan.vpc_attachments)
    peers = context.plan.peer_attachments
    items = [f"{counted(attachments, 'VPC attachment')} (by the hour)"] if attachments else []
    if peers:
        package = sum(1 for peer in peers if peer.bandwidth_type == "BandwidthPackage")
        kinds = [f"{len(peers) - package} by data transfer"] if package < len(peers) else []
        kinds += [f"{package} by bandwidth package"] if package else []
        items.append(f"{counted(len(peers), 'inter-region connection')} ({', '.join(kinds)})")
    items += _of_premises(context)
    if context.plan.links:
        items.append(f"{counted(len(context.plan.links), 'linked VPC')} (charged beyond the instance's quota)")
    if items:
        new = sum(1 for a in context.attachments if a.id is None)
        fresh = f"; {new} of the attachments are new with this stack" if context.attachments else ""
        yield Hit(
            f"charged while they exist: {'; '.join(items)}{fresh}",
            context.stack.where("network"),
            "the price pages of CEN and Container Registry, or support, tell the prices",
        )


def _of_premises(context: Context) -> list[str]:
    """What data centers and peerings cost; a peering inside one region is free (2.2)."""
    premises = context.plan.premises
    across = sum(peering.region != peering.peer_region for peering in premises.peerings)
    counts = (
        (len(premises.attachments), "site attachment", "by the hour"),
        (len(premises.vpn_gateways), "VPN gateway", "by bandwidth"),
        (sum(not connection.gateway for connection in premises.connections), "IPsec connection", "by the hour"),
        (len(premises.vbrs), "leased line", "port and line"),
        (across, "inter-region VPC peering", "by traffic"),
    )
    return [f"{counted(number, noun)} ({how})" for number, noun, how in counts if number]
