"""One explicit provider per region: a resource in the wrong region is impossible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pulumi
import pulumi_alicloud as alicloud

from acree_infra.routing.plan_model import Plan

ACCOUNT_TYPE = "Domestic"
"""Left out, the provider asks the billing API for it while it starts; only purchases of instances use it."""


def regions(plan: Plan) -> tuple[str, ...]:
    """The regions in which the plan creates or looks up anything, sorted."""
    premises = plan.premises
    wanted = {plan.region, *(router.region for router in plan.transit_routers)}
    wanted |= {gateway.region for gateway in premises.customer_gateways}
    wanted |= {connection.region for connection in premises.connections} | {vbr.region for vbr in premises.vbrs}
    return tuple(sorted(wanted | {peering.region for peering in premises.peerings}))


class Providers:
    """The providers of a stack by region.

    They hold no credentials: the provider itself reads those from the environment, so none enters the state.

    Args:
        wanted: the regions.
        parent: what they belong to in somebody else's program; None in acree's own.
    """

    def __init__(self, wanted: Iterable[str], parent: pulumi.Resource | None = None) -> None:
        under = None if parent is None else pulumi.ResourceOptions(parent=parent)
        self._providers = {
            region: alicloud.Provider(region, region=region, account_type=ACCOUNT_TYPE, opts=under) for region in wanted
        }

    def of(self, region: str) -> alicloud.Provider:
        """The provider of a region of the plan."""
        return self._providers[region]

    def options(
        self,
        parent: pulumi.Resource,
        region: str,
        *,
        depends_on: Sequence[pulumi.Resource] = (),
        delete_before_replace: bool = False,
        ignore_changes: Sequence[str] = (),
        hooks: pulumi.ResourceHookBinding | None = None,
    ) -> pulumi.ResourceOptions:
        """Options of a resource of this region inside a component."""
        return pulumi.ResourceOptions(
            parent=parent,
            provider=self.of(region),
            depends_on=list(depends_on),
            delete_before_replace=delete_before_replace or None,
            ignore_changes=list(ignore_changes),
            hooks=hooks,
        )
