"""Waits until a VPC route is in effect, before the next change of the same VPC begins."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pulumi
from pulumi_alicloud import vpc

from acree_infra.program.providers import Providers
from acree_infra.routing.nouns import Table

PAUSE = 0.25
"""Seconds between two looks."""

LOOKS = 400
"""Looks after which the provider's own retries have to do."""

_TOKEN = "alicloud:vpc/getRouteEntries:getRouteEntries"  # noqa: S105  # the name of a look-up


class Settling:
    """A hook of the engine that ends when a new or changed route is `Available`.

    The provider's newer class for routes returns while a route is still `Pending`. The service refuses the next
    change of that VPC meanwhile (G31), and the provider then sleeps 3.5 seconds at least: far longer than a route
    takes. It is also what makes an update end with routes that forward.

    Args:
        providers: by region.
        tables: the VPC tables that get routes.
    """

    def __init__(self, providers: Providers, tables: Mapping[str, Table]) -> None:
        self._providers, self._tables = providers, tables
        hook = pulumi.ResourceHook("route-available", self._wait, pulumi.ResourceHookOptions(ignore_errors=True))
        self.binding = pulumi.ResourceHookBinding(after_create=[hook], after_update=[hook])

    async def _wait(self, args: pulumi.ResourceHookArgs) -> None:
        """The hook; an error of it is shown as a warning, since the route itself was made."""
        route = args.new_inputs or {}
        table, destination = self._tables[route["routeTableId"]], route["destinationCidrBlock"]
        for _ in range(LOOKS):
            if await self._is_available(table, destination):
                return
            await asyncio.sleep(PAUSE)
        raise TimeoutError(
            f"{destination} in {table} is made, but not `Available` after {LOOKS} looks; "
            "see it in the console if the next route fails"
        )

    async def _is_available(self, table: Table, destination: str) -> bool:
        answer = await pulumi.runtime.invoke_async(
            _TOKEN,
            {"routeTableId": table.id, "cidrBlock": destination},
            pulumi.InvokeOptions(provider=self._providers.of(table.region)),
            vpc.GetRouteEntriesResult,
        )
        return bool(answer.entries) and all(entry.status == "Available" for entry in answer.entries)
