"""AnyTunnel entries of Basic Edition transit routers, where the stack file lets this stack make them (4.1, G4)."""

from __future__ import annotations

import pulumi
from pulumi_alicloud import cen

from acree_infra.program.names import component, route_name
from acree_infra.program.scene import Scene
from acree_infra.routing.nouns import Route, TableKind
from acree_infra.routing.sites.nouns import ServiceEntry
from acree_infra.topology.ownership import route_name as owned_name

HOOK = "any-tunnel-entry-fails"
"""Name of the hook; a `destroy` has it with `--run-program` only."""


class ServiceEntries(pulumi.ComponentResource):
    """All entries that this stack makes; each puts its id into the scene. None leads from region to region (G52).

    The provider waits for `Active` alone: an entry that the service gives up as `Failed` is waited for until the
    provider's six minutes are over. Whatever ends an entry so, the hook says in a person's words.
    """

    def __init__(self, scene: Scene) -> None:
        super().__init__(component("ServiceEntries"), "service-entries", None, scene.under)
        self._scene = scene
        self._hooks = pulumi.ResourceHookBinding(on_error=[pulumi.ErrorHook(HOOK, Explaining())])
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


class Explaining:
    """Says of each entry that fails what was wanted and what was found; what to do is said once for each outcome."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def __call__(self, args: pulumi.ErrorHookArgs) -> bool:
        """The hook; it never asks the engine to try again."""
        entry = args.new_inputs or args.old_inputs or {}
        prefix, area = entry.get("host", args.name), entry.get("accessRegionId", "?")
        wanted = f"wanted to {args.failed_operation} the AnyTunnel entry {prefix} with access region {area} in CEN"
        found, remedy = _OUTCOMES[_outcome(args)]
        text = f"{wanted} {entry.get('cenId', '?')}, found that {found}"
        pulumi.log.error(text if found in self._told else f"{text}. {remedy}")
        self._told.add(found)
        return False


def _outcome(args: pulumi.ErrorHookArgs) -> str:
    if args.failed_operation == "delete":
        return "kept"
    if "RouteServiceExist" in " ".join(args.errors[:1]):
        return "there"
    # What the SDK says of any refusal ends in `Failed!!!`; the state is told in quotes.
    return "failed" if "'Failed'" in " ".join(args.errors[:1]) else "refused"


_OUTCOMES = {
    "kept": (
        "the service keeps it",
        "See its status in the CEN console (Cloud Services), then run the same again with `--refresh`",
    ),
    "failed": (
        "the service gave it up with status `Failed`: nothing is reached by it",
        "See whether router, VPC and CCN are attached to that CEN, delete it in the console; run `pulumi up --refresh`",
    ),
    "there": (
        "the service has it already, made by somebody else",
        "Delete it in the CEN console (Cloud Services), then run `pulumi up` again; meanwhile that prefix is lost",
    ),
    "refused": (
        "the service refuses it",
        (
            "Whether a CCN is accepted as access region is not known (N13), and two pages disagree (K11). If that is "
            "the reason: write `entries: by-hand` without `cen`, run `pulumi up` again, which takes back what was "
            "made, and try one entry in the CEN console. What the service said stands beside this"
        ),
    ),
}
"""What was found, and what to do, by outcome."""
