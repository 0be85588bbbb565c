"""The live guard on the edition of transit routers: whatever the lock file says, a Basic one is refused (G1)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pulumi
from pulumi_alicloud import cen

from acree_infra.errors import AccessError, PolicyError, Problem
from acree_infra.program.providers import Providers
from acree_infra.routing.nouns import TransitRouterNode
from acree_infra.routing.plan_model import Plan
from acree_infra.rules.g01_basic_edition import UPGRADE_PAGE

_TOKEN = "alicloud:cen/getTransitRouters:getTransitRouters"  # noqa: S105  # the name of a look-up


async def refuse_basic(plan: Plan, providers: Providers) -> None:
    """Ask the account for every router of the plan's CEN, all regions at once, before the first resource.

    The plain form of the look-up is used, which runs in every preview. A look-up sees only the region of its
    provider. A CEN that is yet to be created has no routers: nothing is asked.

    Raises:
        PolicyError: a router is Basic Edition, or one that the plan uses is not in the CEN.
        AccessError: the account did not answer.
    """
    cen_id = plan.cen
    if cen_id is None or not plan.transit_routers:
        return
    answers = await asyncio.gather(*(_routers(cen_id, node.region, providers) for node in plan.transit_routers))
    problems = [
        problem
        for node, found in zip(plan.transit_routers, answers, strict=True)
        for problem in _problems(cen_id, node, found)
    ]
    if problems:
        raise PolicyError("\n".join(["the account's transit routers do not fit; nothing was created:", *problems]))


async def _routers(
    cen_id: str, region: str, providers: Providers
) -> list[cen.outputs.GetTransitRoutersTransitRouterResult]:
    try:
        answer = await pulumi.runtime.invoke_async(
            _TOKEN, {"cenId": cen_id}, pulumi.InvokeOptions(provider=providers.of(region)), cen.GetTransitRoutersResult
        )
    except Exception as error:  # the engine's SDK raises nothing more specific for a failed look-up
        raise AccessError(
            f"the transit routers of {cen_id} in {region} could not be read: {error}",
            remedy="check the credentials and the permission cen:ListTransitRouters",
        ) from error
    return list(answer.transit_routers)


def _problems(
    cen_id: str, node: TransitRouterNode, found: Iterable[cen.outputs.GetTransitRoutersTransitRouterResult]
) -> Iterable[str]:
    editions = {router.transit_router_id: router.type for router in found}
    for router_id, edition in sorted(editions.items()):
        if edition == "Basic":
            yield "  " + str(
                Problem(
                    None,
                    f"G1 basic-edition (refuse): transit router {router_id} of {cen_id} in {node.region} is Basic "
                    "Edition, which has no attachments, tables or static routes of the kind that the plan needs",
                    f"upgrade it to Enterprise Edition: {UPGRADE_PAGE}",
                )
            )
    if node.id is not None and node.id not in editions:
        yield "  " + str(
            Problem(
                None,
                f"transit router {node.id} is not in {cen_id} in {node.region}; "
                f"there is {', '.join(sorted(editions)) or 'none'}",
                "name another router in network.transit-routers, and run `acree resolve` again",
            )
        )
