"""The component: all that a stack file needs, beneath one resource of somebody else's program."""

# Annotations stay values here: the host of components reads the one of `args` as it stands.
from pathlib import Path
from typing import Any, TypedDict

import pulumi

from acree_infra.errors import AcreeError
from acree_infra.program.build import build
from acree_infra.program.edition import refuse_basic
from acree_infra.program.names import Purposes, component
from acree_infra.program.outputs import plan_outputs
from acree_infra.program.providers import Providers, regions
from acree_infra.program.routes import to_create
from acree_infra.program.run import judged_plan
from acree_infra.program.scene import Scene
from acree_infra.routing.plan_model import Plan


class Access(TypedDict):
    """What the component is given."""

    stack_file: str
    """Path of `Pulumi.<stack>.yaml`, from the folder of the program; `acree resolve` writes its lock file beside it."""


class PrivateRegistryAccess(pulumi.ComponentResource):
    """Private access to a Container Registry instance, as a stack file describes it.

    The plan is made of the stack file and its lock file while the program runs, and the rules judge it before any
    resource. A program holds one: its stack file has all clients. Resources have the names that they have in acree's
    own program, beneath this one.

    Attributes:
        plan_digest: `sha256:…` of the plan, as `acree plan` shows it.
        waiting: why only the registry's link is made for now; empty when everything is.
        cen: id of the CEN; empty while it waits.
        transit_routers: their ids by region.
        prefixes: what the routes lead to, by leg: `registry`, `auth`, `oss`.

    Raises:
        RunError: a file is missing or wrong, or a rule refuses; with the text that `acree lint` has for it.
    """

    plan_digest: pulumi.Output[str]
    waiting: pulumi.Output[str]
    cen: pulumi.Output[str]
    transit_routers: pulumi.Output[dict[str, str]]
    prefixes: pulumi.Output[dict[str, list[str]]]

    def __init__(self, name: str, args: Access, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(component("PrivateRegistryAccess"), name, {}, opts)
        plan, zones = _plan(args)
        outputs = plan_outputs(plan) | build(self._scene(plan), with_zones=zones)
        self.plan_digest = pulumi.Output.from_input(plan.digest)
        self.waiting = pulumi.Output.from_input(str(outputs.get("waiting", "")))
        self.cen = pulumi.Output.from_input(outputs.get("cen", ""))
        self.transit_routers = pulumi.Output.from_input(outputs.get("transit_routers", {}))
        self.prefixes = pulumi.Output.from_input(_prefixes(plan))
        self.register_outputs(
            {
                "planDigest": self.plan_digest,
                "waiting": self.waiting,
                "cen": self.cen,
                "transitRouters": self.transit_routers,
                "prefixes": self.prefixes,
            }
        )

    def _scene(self, plan: Plan) -> Scene:
        providers = Providers(regions(plan), self)
        return Scene(plan, providers, to_create(plan), Purposes(plan), parent=self, cen=_guarded(plan, providers))


def _plan(args: Access) -> tuple[Plan, bool]:
    """The plan, and whether its records become private zones; an error becomes a sentence without a traceback."""
    try:
        return judged_plan(Path(_stack_file(args)))
    except AcreeError as error:
        raise pulumi.RunError(str(error)) from error


def _stack_file(args: Access) -> str:
    stack_file: Any = args.get("stack_file")
    if not isinstance(stack_file, str) or not stack_file:
        raise pulumi.RunError(
            f"expected the path of a stack file as `stack_file`, found {type(stack_file).__name__}; "
            "it must be known when the program starts, so it cannot be an output of another resource"
        )
    return stack_file


def _guarded(plan: Plan, providers: Providers) -> pulumi.Output[str] | None:
    """The id of a CEN that exists, once the account says that its routers fit: a constructor cannot wait (G1)."""
    cen = plan.cen
    if cen is None:
        return None

    async def guarded() -> str:
        try:
            await refuse_basic(plan, providers)
        except AcreeError as error:
            raise pulumi.RunError(str(error)) from error
        return cen

    known: pulumi.Output[str] = pulumi.Output.from_input(guarded())
    return known


def _prefixes(plan: Plan) -> dict[str, list[str]]:
    return {str(target.leg): [str(prefix) for prefix in target.prefixes] for target in plan.targets}
