"""The live guard on AnyTunnel entries: one that the service gave up is no entry, though the engine takes it for one.

The provider waits for `Active` when it makes an entry, and never looks at its status again: the next update would
leave an entry in place that nothing is reached by, and end well.
"""

from __future__ import annotations

import asyncio

import pulumi
from pulumi_alicloud import cen

from acree_infra.errors import AccessError, PolicyError
from acree_infra.program.providers import Providers
from acree_infra.routing.plan_model import Plan

FAILED = "Failed"
_TOKEN = "alicloud:cen/getRouteServices:getRouteServices"  # noqa: S105  # the name of a look-up


async def refuse_failed(plan: Plan, providers: Providers) -> None:
    """Ask the account for the entries that the plan makes, before the first resource.

    Raises:
        PolicyError: one of them is there with status `Failed`.
        AccessError: the account did not answer.
    """
    made = [entry for entry in plan.premises.service_entries if entry.created]
    wanted = {(entry.cen, entry.host_region, entry.access_region) for entry in made}
    answers = await asyncio.gather(*(_failed(*each, providers) for each in sorted(wanted)))
    found = {row for answer in answers for row in answer}
    lost = [e for e in made if (e.cen, str(e.host), e.access_region) in found]
    if lost:
        names = ", ".join(f"{entry.host} for {entry.access_region} in {entry.cen}" for entry in lost)
        raise PolicyError(
            f"wanted AnyTunnel entries that are in effect, found status `{FAILED}`: {names}; nothing was created",
            remedy="look whether router, VPC and CCN are all attached to that CEN, delete these entries in the CEN "
            "console (Cloud Services), then run `pulumi up --refresh`",
        )


async def _failed(cen_id: str, region: str, area: str, providers: Providers) -> list[tuple[str, str, str]]:
    """CEN, prefix and access region of the entries that the service gave up."""
    asked = {"cenId": cen_id, "hostRegionId": region, "accessRegionId": area}  # the provider filters by no `Failed`
    try:
        answer = await pulumi.runtime.invoke_async(
            _TOKEN, asked, pulumi.InvokeOptions(provider=providers.of(region)), cen.GetRouteServicesResult
        )
    except Exception as error:  # the engine's SDK raises nothing more specific for a failed look-up
        raise AccessError(
            f"the AnyTunnel entries of {cen_id} in {region} could not be read: {error}",
            remedy="check the credentials and the permission cen:DescribeRouteServicesInCen",
        ) from error
    return [(row.cen_id, row.host, row.access_region_id) for row in answer.services if row.status == FAILED]
