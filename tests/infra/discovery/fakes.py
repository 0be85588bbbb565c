"""An account in memory, with the worked example in it, and the stack's own things where a test puts them."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field

from acree_infra.cloud.cen import (
    AttachmentKind,
    AttachmentRecord,
    Tags,
    TransitRouterRecord,
    TransitRouterTableRecord,
)
from acree_infra.cloud.clouds import Clouds
from acree_infra.cloud.errors import ApiError
from acree_infra.cloud.premises import (
    ConnectionRecord,
    ExpressRouterRecord,
    PeeringRecord,
    VbrRecord,
    VpnGatewayRecord,
)
from acree_infra.cloud.private_zone import NameRecord, ZoneRecord
from acree_infra.cloud.registry import (
    DomainRecord,
    InstanceRecord,
    LinkRecord,
    StorageRuleRecord,
    VpcEndpointRecord,
)
from acree_infra.cloud.routes import RouteRecord
from acree_infra.cloud.vpc import RouteTableRecord, VpcRecord, VSwitchRecord
from acree_infra.errors import AcreeError

REGISTRY_HOST = "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"
AUTH_HOST = "dockerauth-vpc.cn-hangzhou.aliyuncs.com"
BUCKET_HOST = "cri-demo1234-registry.oss-cn-hangzhou-internal.aliyuncs.com"
OWN_TAGS: Tags = (("acree:stack", "dev"),)


@dataclass
class FakeAccount:
    """Every reader at once; a subject in `broken` raises its error."""

    vpcs: dict[tuple[str, str], VpcRecord] = field(default_factory=dict)
    subnets: dict[str, list[VSwitchRecord]] = field(default_factory=dict)
    vpc_tables: dict[str, list[RouteTableRecord]] = field(default_factory=dict)
    routes: dict[str, list[RouteRecord]] = field(default_factory=dict)
    own_cens: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    routers: dict[tuple[str, str], list[TransitRouterRecord]] = field(default_factory=dict)
    router_tables: dict[str, list[TransitRouterTableRecord]] = field(default_factory=dict)
    attached: dict[tuple[str, str, AttachmentKind], list[AttachmentRecord]] = field(default_factory=dict)
    associated: dict[str, tuple[str, ...]] = field(default_factory=dict)
    propagated: dict[str, tuple[str, ...]] = field(default_factory=dict)
    registries: list[InstanceRecord] = field(default_factory=list)
    names: list[DomainRecord] = field(default_factory=list)
    endpoints: list[VpcEndpointRecord] = field(default_factory=list)
    rules: list[StorageRuleRecord] = field(default_factory=list)
    dns_zones: dict[ZoneRecord, tuple[str, ...]] = field(default_factory=dict)
    vpn_gateways: dict[tuple[str, str], VpnGatewayRecord] = field(default_factory=dict)
    ipsec: dict[str, list[ConnectionRecord]] = field(default_factory=dict)
    vbrs: dict[tuple[str, str], VbrRecord] = field(default_factory=dict)
    express_routers: dict[str, ExpressRouterRecord] = field(default_factory=dict)
    peerings: dict[tuple[str, str], PeeringRecord] = field(default_factory=dict)
    broken: dict[str, AcreeError] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def _asked(self, call: str) -> None:
        with self.guard:
            self.calls[call] += 1
        if (error := self.broken.get(call)) is not None:
            raise error

    # account
    def account_id(self) -> str:
        self._asked("account_id")
        return "1234567890123456"

    # VPC
    def vpc(self, region: str, vpc: str) -> VpcRecord | None:
        self._asked(f"vpc {vpc}")
        return self.vpcs.get((region, vpc))

    def vswitches(self, region: str, vpc: str) -> tuple[VSwitchRecord, ...]:
        self._asked(f"vswitches {vpc}")
        return tuple(self.subnets.get(vpc, ()))

    def route_tables(self, region: str, vpc: str) -> tuple[RouteTableRecord, ...]:
        self._asked(f"route_tables {vpc}")
        return tuple(self.vpc_tables.get(vpc, ()))

    def custom_routes(self, region: str, table: str) -> tuple[RouteRecord, ...]:
        self._asked(f"custom_routes {table}")
        return tuple(self.routes.get(table, ()))

    # CEN
    def cens_tagged(self, key: str, value: str) -> tuple[str, ...]:
        self._asked("cens_tagged")
        return self.own_cens.get((key, value), ())

    def transit_routers(self, cen: str, region: str) -> tuple[TransitRouterRecord, ...]:
        self._asked(f"transit_routers {region}")
        return tuple(self.routers.get((cen, region), ()))

    def tables(self, region: str, router: str) -> tuple[TransitRouterTableRecord, ...]:
        self._asked(f"tables {router}")
        return tuple(self.router_tables.get(router, ()))

    def attachments(self, cen: str, region: str, kind: AttachmentKind) -> tuple[AttachmentRecord, ...]:
        self._asked(f"attachments {region} {kind}")
        return tuple(self.attached.get((cen, region, kind), ()))

    def associations(self, region: str, table: str) -> tuple[str, ...]:
        self._asked(f"associations {table}")
        return self.associated.get(table, ())

    def propagations(self, region: str, table: str) -> tuple[str, ...]:
        self._asked(f"propagations {table}")
        return self.propagated.get(table, ())

    def static_routes(self, region: str, table: str) -> tuple[RouteRecord, ...]:
        self._asked(f"static_routes {table}")
        return tuple(self.routes.get(table, ()))

    def zones_of(self, region: str) -> tuple[str, ...]:
        self._asked(f"zones {region}")
        letters = {"cn-hangzhou": "jk", "cn-shanghai": "mn"}.get(region, "ab")
        return tuple(f"{region}-{letter}" for letter in letters)

    # registry
    def instance(self, region: str, instance: str) -> InstanceRecord:
        self._asked("instance")
        for found in self.registries:
            if found.id == instance:
                return found
        raise ApiError("cr:GetInstance", region, "INSTANCE_NOT_EXIST", "no such instance")

    def instances_named(self, region: str, name: str) -> tuple[InstanceRecord, ...]:
        self._asked("instances_named")
        return tuple(found for found in self.registries if found.name == name)

    def domains(self, region: str, instance: str, module: str) -> tuple[DomainRecord, ...]:
        self._asked("domains")
        return tuple(self.names)

    def vpc_endpoint(self, region: str, instance: str, module: str) -> VpcEndpointRecord:
        self._asked("vpc_endpoint")
        return self.endpoints.pop(0) if len(self.endpoints) > 1 else self.endpoints[0]

    def storage_rules(self, region: str, instance: str) -> tuple[StorageRuleRecord, ...]:
        self._asked("storage_rules")
        return tuple(self.rules)

    # private zones
    def bound_vpcs(self, zone: str) -> tuple[str, ...]:
        self._asked(f"bound_vpcs {zone}")
        return next(vpcs for record, vpcs in self.dns_zones.items() if record.id == zone)

    # premises
    def vpn_gateway(self, region: str, gateway: str) -> VpnGatewayRecord | None:
        self._asked(f"vpn_gateway {gateway}")
        return self.vpn_gateways.get((region, gateway))

    def connections(self, region: str) -> tuple[ConnectionRecord, ...]:
        self._asked(f"connections {region}")
        return tuple(self.ipsec.get(region, ()))

    def vbr(self, region: str, vbr: str) -> VbrRecord | None:
        self._asked(f"vbr {vbr}")
        return self.vbrs.get((region, vbr))

    def express_router(self, region: str, router: str) -> ExpressRouterRecord | None:
        self._asked(f"express_router {router}")
        return self.express_routers.get(router)

    def peering(self, region: str, peering: str) -> PeeringRecord | None:
        self._asked(f"peering {peering}")
        return self.peerings.get((region, peering))

    def clouds(self) -> Clouds:
        return Clouds(
            account=self,
            cen=_CenFace(self),
            vpc=self,
            registry=self,
            private_zones=_ZoneFace(self),
            premises=self,
        )


class _Face:
    def __init__(self, account: FakeAccount) -> None:
        self._account = account


class _CenFace(_Face):
    """The CEN reader; its `zones` has the name of another reader's."""

    def cens_tagged(self, key: str, value: str) -> tuple[str, ...]:
        return self._account.cens_tagged(key, value)

    def transit_routers(self, cen: str, region: str) -> tuple[TransitRouterRecord, ...]:
        return self._account.transit_routers(cen, region)

    def tables(self, region: str, router: str) -> tuple[TransitRouterTableRecord, ...]:
        return self._account.tables(region, router)

    def attachments(self, cen: str, region: str, kind: AttachmentKind) -> tuple[AttachmentRecord, ...]:
        return self._account.attachments(cen, region, kind)

    def associations(self, region: str, table: str) -> tuple[str, ...]:
        return self._account.associations(region, table)

    def propagations(self, region: str, table: str) -> tuple[str, ...]:
        return self._account.propagations(region, table)

    def static_routes(self, region: str, table: str) -> tuple[RouteRecord, ...]:
        return self._account.static_routes(region, table)

    def zones(self, region: str) -> tuple[str, ...]:
        return self._account.zones_of(region)


class _ZoneFace(_Face):
    """The reader of private zones."""

    def zones(self) -> tuple[ZoneRecord, ...]:
        self._account._asked("private_zones")
        return tuple(self._account.dns_zones)

    def bound_vpcs(self, zone: str) -> tuple[str, ...]:
        return self._account.bound_vpcs(zone)

    def records(self, zone: str) -> tuple[NameRecord, ...]:
        raise AssertionError(f"no look-up reads the records of {zone}")


def link(vpc: str, vswitch: str, address: str = "10.0.0.20", status: str = "RUNNING") -> LinkRecord:
    return LinkRecord(vpc, vswitch, address, status, "")


def worked_account() -> FakeAccount:
    """The account of the worked example (section 2), with the registry linked to the service VPC."""
    account = FakeAccount(
        registries=[InstanceRecord("cri-demo1234", "acr-demo", "RUNNING")],
        names=[
            DomainRecord("internet", "acr-demo-registry.cn-hangzhou.cr.aliyuncs.com", "SYSTEM"),
            DomainRecord("vpc", REGISTRY_HOST, "SYSTEM"),
        ],
        endpoints=[VpcEndpointRecord((REGISTRY_HOST,), (link("vpc-bp1demo", "vsw-bp1j"),))],
    )
    add_vpc(account, "cn-hangzhou", "bp1", "10.0.0.0/16", (("j", "10.0.0.0/24"), ("k", "10.0.1.0/24")))
    add_vpc(account, "cn-shanghai", "uf6", "172.16.0.0/16", (("m", "172.16.0.0/24"), ("n", "172.16.1.0/24")))
    return account


def add_vpc(
    account: FakeAccount, region: str, name: str, cidr: str, subnets: tuple[tuple[str, str], ...], *, free: int = 250
) -> None:
    """Add a VPC with one table and a vSwitch for each (zone letter, CIDR)."""
    vpc = f"vpc-{name}demo"
    account.vpcs[region, vpc] = VpcRecord(vpc, "1234567890123456", (cidr,))
    account.vpc_tables[vpc] = [RouteTableRecord(f"vtb-{name}main", "System", "VSwitch")]
    account.subnets[vpc] = [
        VSwitchRecord(f"vsw-{name}{zone}", f"{region}-{zone}", subnet, free, f"vtb-{name}main")
        for zone, subnet in subnets
    ]
