"""AnyTunnel entries of Basic Edition transit routers, where the stack file lets this stack make them (4.1, G4)."""

from __future__ import annotations

import pulumi
from pulumi_alicloud import cen

from acree_infra.program.names import component, route_name
from acree_infra.program.scene import Scene
from acree_infra.routing.nouns import Route, TableKind
from acree_infra.routing.sites.nouns import ServiceEntry
from acree_infra.topology.ownership import route_name as owned_name

HOOK = "of an AnyTunnel entry, which says more with `--run-program`,"
"""Name of the hook. A `destroy` that runs no program and fails shows it in place of what the provider said."""


class ServiceEntries(pulumi.ComponentResource):
    """All entries that this stack makes; each puts its id into the scene.

    The provider waits for `Active` alone: an entry that the service gives up as `Failed` is waited for until the
    provider's six minutes are over. Whatever ends an entry so, the hook says in a person's words.
    """

    def __init__(self, scene: Scene) -> None:
        super().__init__(component("ServiceEntries"), "service-entries", None, scene.under)
        self._scene = scene
        self._hooks = pulumi.ResourceHookBinding(on_error=[pulumi.ErrorHook(HOOK, explain)])
        entries = {(entry.transit_router, entry.host): entry for entry in scene.plan.premises.service_entries}
        for table, routes in scene.routes.items():
            if table.kind is TableKind.BASIC_ROUTER:
                for route in routes:
                    self._create(route, entries[table.owner, route.destination])
        self.register_outputs({})

    def _create(self, route: Route, entry: ServiceEntry) -> None:
        purpose = self._scene.purposes.of(route.destination)
        name = route_name(route.table, purpose, route.destination)
        made = cen.RouteService(
            name,
            cen_id=entry.cen,
            access_region_id=entry.access_region,
            host=str(entry.host),
            host_region_id=entry.host_region,
            host_vpc_id=entry.host_vpc,
            description=owned_name(self._scene.plan.stack, purpose),
            opts=self._scene.providers.options(self, entry.host_region, delete_before_replace=True, hooks=self._hooks),
        )
        self._scene.edges.add(name, made.id)


def explain(args: pulumi.ErrorHookArgs) -> bool:
    """Say what could not be made or taken away, what was found, and what to do; never ask the engine to try again."""
    entry = args.new_inputs or args.old_inputs or {}
    prefix, area = entry.get("host", args.name), entry.get("accessRegionId", "?")
    wanted = f"wanted to {args.failed_operation} the AnyTunnel entry {prefix} with access region {area} in CEN"
    pulumi.log.error(f"{wanted} {entry.get('cenId', '?')}, and {_found(args)}")
    return False


def _found(args: pulumi.ErrorHookArgs) -> str:
    """What the service did, in a person's words, and what is left to do."""
    if args.failed_operation == "delete":
        return "the service keeps it: see its status in the CEN console (Cloud Services), then run the same again"
    if "Failed'" in " ".join(args.errors[:1]):
        return (
            "the service gave it up with status `Failed`: nothing is reached by it. Look whether router, VPC and CCN "
            "are all attached to that CEN; then run `pulumi up` again, which replaces it"
        )
    return (
        "the service refused. Whether a CCN is accepted as access region is not known (N13), and two pages disagree "
        "(K11). If that is the reason: write `entries: by-hand` and run `pulumi up` again, which takes back what was "
        "made; then try one entry in the CEN console. What the service said stands beside this"
    )
