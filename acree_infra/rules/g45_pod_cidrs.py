"""G45: pod ranges are declared, and not in the service space."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.intervals import overlap
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed
from acree_infra.topology.values import SERVICE_SPACE


@RULES.rule("G45", "pod-cidrs", Severity.WARN, Severity.INFO)
def pod_cidrs(context: Context) -> Iterator[Hit]:
    """Warn when pods live in 100.64.0.0/10; ask for pod ranges where none are declared.

    A pod range there hides cloud services from the nodes: Gardener's default 100.96.0.0/11 blocked the DNS
    server 100.100.2.136 (gardener issue 1963). Pod ranges cannot be asked from the account, and without them
    G9 cannot compare.

    To lift: move the pods elsewhere; declare `pod-cidrs` of each client, an empty list where there are none; or
    lower `rules.G45` with a reason.
    """
    for client in context.everyone:
        inside = [cidr for cidr in client.declared.pod_cidrs if overlap(cidr, SERVICE_SPACE)]
        if inside:
            yield Hit(
                f"pod CIDR {listed(inside)} of {client.title} lies in {SERVICE_SPACE}, where all cloud "
                "services live: pods and nodes may lose DNS, auth or OSS",
                context.place_where(client, "pod-cidrs"),
                f"give the cluster a pod range outside {SERVICE_SPACE}",
            )
    silent = [client.node.name for client in context.everyone if "pod_cidrs" not in client.declared.model_fields_set]
    if silent:
        yield Hit(
            f"no pod-cidrs declared for {listed(silent)}: their overlap with service prefixes (G9) is not checked",
            context.stack.where("clients" if context.clients else "sites"),
            "declare `pod-cidrs` of the clusters there, or an empty list where there are none",
            Severity.INFO,
        )
