"""A recording monitor: runs a program as the engine would, and keeps what it asked for, options and all.

Stricter than the SDK's own: a resource registered twice, a type or a look-up that nobody described, fails.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockEngine, MockMonitor, MockResourceArgs, Mocks, MockSettings
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.settings import configure, reset_options
from pulumi.runtime.stack import run_in_stack

COMPUTED: Mapping[str, Callable[[str], dict[str, str]]] = {
    "alicloud:cen/instance:Instance": lambda name: {},
    "alicloud:cen/transitRouter:TransitRouter": lambda name: {"transitRouterId": f"tr-{name}"},
    "alicloud:cen/transitRouterVpcAttachment:TransitRouterVpcAttachment": lambda name: {
        "transitRouterAttachmentId": f"tr-attach-{name}"
    },
    "alicloud:cen/transitRouterPeerAttachment:TransitRouterPeerAttachment": lambda name: {
        "transitRouterAttachmentId": f"tr-attach-{name}"
    },
    "alicloud:cen/transitRouterRouteTableAssociation:TransitRouterRouteTableAssociation": lambda name: {},
    "alicloud:cen/transitRouterRouteTablePropagation:TransitRouterRouteTablePropagation": lambda name: {},
    "alicloud:cen/transitRouterRouteEntry:TransitRouterRouteEntry": lambda name: {},
    "alicloud:vpc/vPCRouteEntry:VPCRouteEntry": lambda name: {},
    "alicloud:cr/vpcEndpointLinkedVpc:VpcEndpointLinkedVpc": lambda name: {},
    "alicloud:pvtz/zone:Zone": lambda name: {},
    "alicloud:pvtz/zoneRecord:ZoneRecord": lambda name: {},
    "alicloud:pvtz/zoneAttachment:ZoneAttachment": lambda name: {},
    "alicloud:vpc/peerConnection:PeerConnection": lambda name: {},
    "alicloud:vpc/routeEntry:RouteEntry": lambda name: {},
    "alicloud:vpc/bgpGroup:BgpGroup": lambda name: {},
    "alicloud:vpc/bgpPeer:BgpPeer": lambda name: {},
    "alicloud:vpn/customerGateway:CustomerGateway": lambda name: {},
    "alicloud:vpn/gateway:Gateway": lambda name: {},
    "alicloud:vpn/connection:Connection": lambda name: {},
    "alicloud:vpn/gatewayVpnAttachment:GatewayVpnAttachment": lambda name: {},
    "alicloud:vpn/routeEntry:RouteEntry": lambda name: {},
    "alicloud:vpn/pbrRouteEntry:PbrRouteEntry": lambda name: {},
    "alicloud:vpn/gatewayVcoRoute:GatewayVcoRoute": lambda name: {},
    "alicloud:expressconnect/virtualBorderRouter:VirtualBorderRouter": lambda name: {},
    "alicloud:expressconnect/routerExpressConnectRouter:RouterExpressConnectRouter": lambda name: {},
    "alicloud:expressconnect/routerVbrChildInstance:RouterVbrChildInstance": lambda name: {},
    "alicloud:expressconnect/routerVpcAssociation:RouterVpcAssociation": lambda name: {
        "associationId": f"{name}-association"
    },
    "alicloud:expressconnect/routerTrAssociation:RouterTrAssociation": lambda name: {},
    "alicloud:cen/routeEntry:RouteEntry": lambda name: {},
    "alicloud:cen/routeService:RouteService": lambda name: {},
    "alicloud:cen/transitRouterVpnAttachment:TransitRouterVpnAttachment": lambda name: {},
    "alicloud:cen/transitRouterEcrAttachment:TransitRouterEcrAttachment": lambda name: {},
    "alicloud:cen/transitRouterVbrAttachment:TransitRouterVbrAttachment": lambda name: {
        "transitRouterAttachmentId": f"tr-attach-{name}"
    },
    "pulumi:providers:alicloud": lambda name: {},
}
"""What the cloud adds to each type of resource; a type that is not here is not expected."""


def short(urn: str) -> str:
    """`TransitRouter cn-shanghai` of a URN."""
    qualified, name = urn.split("::", 3)[2:]
    return f"{qualified.rsplit('$', 1)[-1].rsplit(':', 1)[-1]} {name}"


@dataclass(frozen=True)
class Registered:
    """One resource as the program asked for it; names instead of URNs."""

    type: str
    name: str
    parent: str
    region: str
    depends_on: tuple[str, ...]
    delete_before_replace: bool
    ignore_changes: tuple[str, ...]
    inputs: Mapping[str, Any]
    used: tuple[str, ...]
    """Resources whose outputs the inputs use."""
    hooks: tuple[str, ...]
    """What the engine runs after it was created or changed, or could not be."""

    @property
    def label(self) -> str:
        return f"{self.type.rsplit(':', 1)[-1]} {self.name}"

    @property
    def waits_for(self) -> set[str]:
        """What must exist before it, and lives longer."""
        return {*self.depends_on, *self.used}


@dataclass
class Recording:
    """What one run of a program did."""

    resources: list[Registered] = field(default_factory=list)
    lookups: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    """Token, region of the provider, arguments."""
    logs: list[tuple[str, str]] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)
    components: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Outputs of components by label."""
    order: list[str] = field(default_factory=list)
    """Look-ups and resources as they came."""

    def of(self, type_name: str) -> dict[str, Registered]:
        """Resources of a type, given by its last part, by name."""
        return {r.name: r for r in self.resources if r.type.rsplit(":", 1)[-1] == type_name}

    def one(self, label: str) -> Registered:
        """The resource with this label."""
        return next(r for r in self.resources if r.label == label)

    @property
    def labels(self) -> list[str]:
        return sorted(r.label for r in self.resources)

    @property
    def cloud(self) -> list[Registered]:
        """Resources of the cloud: neither components nor providers."""
        return [r for r in self.resources if r.type.startswith("alicloud:")]


@dataclass
class Account:
    """What look-ups find: transit routers by region, as (id, edition)."""

    routers: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    route_states: list[list[str]] = field(default_factory=list)
    """What each look at a VPC route finds, in order; the last one stays."""
    system_tables: int = 1
    """System tables of every router."""
    failed_entries: list[str] = field(default_factory=list)
    """Prefixes whose AnyTunnel entries the service gave up."""
    broken: str = ""
    """When set, every look-up fails with this."""


class _Mocks(Mocks):
    def __init__(self, account: Account, *, preview: bool) -> None:
        self._account, self._preview = account, preview

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        if args.typ.startswith("acree:index:"):
            return "", {}
        if args.typ not in COMPUTED:
            raise AssertionError(f"nobody described the resource type {args.typ}")
        if self._preview and not args.typ.startswith("pulumi:providers:"):
            return "", dict(args.inputs)  # a new thing has no id yet
        return f"{args.name}-id", {**args.inputs, **COMPUTED[args.typ](args.name)}

    def call(self, args: MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        if self._account.broken:
            return {}, [("cenId", self._account.broken)]
        region = args.provider.split("::")[3] if args.provider else ""
        if args.token == "alicloud:cen/getTransitRouters:getTransitRouters":
            found = self._account.routers.get(region, [])
            return {
                "cenId": args.args["cenId"],
                "transitRouters": [{"transitRouterId": name, "type": edition} for name, edition in found],
            }, []
        if args.token == "alicloud:cen/getTransitRouterRouteTables:getTransitRouterRouteTables":
            assert args.args["transitRouterRouteTableType"] == "System"
            table = "vtb-of-" + args.args["transitRouterId"]
            return {"tables": [{"transitRouterRouteTableId": table}] * self._account.system_tables}, []
        if args.token == "alicloud:vpc/getRouteEntries:getRouteEntries":
            states = self._account.route_states
            found_now = states.pop(0) if len(states) > 1 else states[0]
            return {"entries": [{"status": state, "cidrBlock": args.args["cidrBlock"]} for state in found_now]}, []
        if args.token.endswith(":getRouteServices"):
            assert "status" not in args.args, "the provider knows no `Failed` there"
            terms = {"cenId": args.args["cenId"], "accessRegionId": args.args["accessRegionId"]}
            failed = [{**terms, "host": host, "status": "Failed"} for host in self._account.failed_entries]
            return {"services": [*failed, {**terms, "host": "100.118.31.0/24", "status": "Active"}]}, []
        if args.token.endswith(":getVirtualBorderRouters"):
            (vbr,) = args.args["ids"]
            return {"routers": [{"id": vbr, "routeTableId": f"vtb-of-{vbr}", "vlanInterfaceId": f"ri-of-{vbr}"}]}, []
        raise AssertionError(f"nobody described the look-up {args.token}")


class _Monitor(MockMonitor):
    """Keeps the requests themselves, which hold the options that `Mocks` never see."""

    def __init__(self, mocks: Mocks, recording: Recording) -> None:
        super().__init__(mocks)
        self._recording, self._lock = recording, threading.Lock()

    def RegisterResource(self, request: resource_pb2.RegisterResourceRequest) -> object:  # noqa: N802  # the call's name
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type != "pulumi:pulumi:Stack":
            with self._lock:
                if urn in self.resources:
                    raise AssertionError(f"{urn} is registered twice")
                self._record(request)
        with self._lock:
            return super().RegisterResource(request)  # type: ignore[no-untyped-call]  # the SDK's mocks have no types

    def _record(self, request: resource_pb2.RegisterResourceRequest) -> None:
        used = {urn for deps in request.propertyDependencies.values() for urn in deps.urns}
        self._recording.order.append(f"{request.type.rsplit(':', 1)[-1]} {request.name}")
        self._recording.resources.append(
            Registered(
                type=request.type,
                name=request.name,
                parent=short(request.parent) if request.parent else "",
                region=request.provider.split("::")[3] if request.provider else "",
                depends_on=tuple(sorted(short(urn) for urn in {*request.dependencies} - used)),
                delete_before_replace=request.deleteBeforeReplace,
                ignore_changes=tuple(request.ignoreChanges),
                inputs=rpc.deserialize_properties(request.object),
                used=tuple(sorted(short(urn) for urn in used)),
                hooks=tuple(
                    sorted({*request.hooks.after_create, *request.hooks.after_update, *request.hooks.on_error})
                ),
            )
        )

    def Invoke(self, request: resource_pb2.ResourceInvokeRequest) -> object:  # noqa: N802  # the call's name
        with self._lock:
            region = request.provider.split("::")[3] if request.provider else ""
            self._recording.order.append(request.tok.rsplit(":", 1)[-1])
            self._recording.lookups.append((request.tok, region, rpc.deserialize_properties(request.args)))
        return super().Invoke(request)  # type: ignore[no-untyped-call]  # the SDK's mocks have no types

    def RegisterResourceOutputs(self, request: resource_pb2.RegisterResourceOutputsRequest) -> object:  # noqa: N802  # the call's name
        if request.urn.split("::")[2] == "pulumi:pulumi:Stack":
            self._recording.outputs.update(rpc.deserialize_properties(request.outputs))
        else:
            self._recording.components[short(request.urn)] = rpc.deserialize_properties(request.outputs)
        return super().RegisterResourceOutputs(request)  # type: ignore[no-untyped-call]  # the SDK's mocks have no types


class _Lines(logging.Handler):
    def __init__(self, recording: Recording) -> None:
        super().__init__()
        self._recording = recording

    def emit(self, record: logging.LogRecord) -> None:
        self._recording.logs.append((record.levelname.lower(), record.getMessage()))


def run(
    program: Callable[[], None],
    *,
    preview: bool,
    stack: str = "dev",
    account: Account | None = None,
    recording: Recording | None = None,
    config: Mapping[str, str] | None = None,
) -> Recording:
    """Run a program, from an empty runtime, to its end; what it raises is raised here.

    Args:
        program: what a `__main__.py` does; it may call `pulumi.run`.
        preview: whether it is a preview: ids of new things stay unknown.
        stack: name of the stack.
        account: what look-ups find.
        recording: what to fill; given where the program is expected to fail.
        config: the stack's configuration as the engine hands it over, secrets decrypted.
    """
    recording = recording or Recording()
    logger = logging.getLogger("tests.engine")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.handlers = [_Lines(recording)]
    monitor = _Monitor(_Mocks(account or Account(), preview=preview), recording)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        reset_options()
        pulumi.runtime.set_all_config(dict(config or {}), [])
        settings = MockSettings(  # type: ignore[no-untyped-call]  # the SDK's mocks have no types
            monitor=monitor,
            monitor_features=set(),
            engine=MockEngine(logger),
            project="acree",
            stack=stack,
            dry_run=preview,
            organization=None,
            callbacks=None,
        )
        configure(settings)
        loop.run_until_complete(run_in_stack(program))
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
        asyncio.set_event_loop(None)
    recording.resources.sort(key=lambda r: (r.type, r.name))
    return recording
