"""Everything learned about networks, put together from look-ups that ran side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from acree_infra.cloud.cen import CenReader
from acree_infra.cloud.clouds import Clouds
from acree_infra.discovery.facts import NetworkFacts, PrivateZone, RegionFacts, Vpc
from acree_infra.discovery.legs import RegistryLeg
from acree_infra.discovery.lookups import Awaited, Lookups
from acree_infra.discovery.premises import PremisesLookups, ordered, start_premises_lookups, without_published
from acree_infra.discovery.routers import RegionRouters, own_addresses, region_routers, without_own_attachments
from acree_infra.discovery.vpcs import named_vpcs, vpc_facts, with_own_addresses
from acree_infra.discovery.wanted import router_regions
from acree_infra.topology.stack_file import StackFile


@dataclass(frozen=True, slots=True)
class NetworkLookups:
    """Look-ups of networks that are under way."""

    account: Awaited[str]
    regions: tuple[Awaited[RegionFacts], ...]
    routers: tuple[Awaited[RegionRouters], ...]
    vpcs: tuple[Awaited[Vpc], ...]
    premises: PremisesLookups


def start_network_lookups(stack: StackFile, clouds: Clouds, lookups: Lookups) -> NetworkLookups:
    """Start every look-up of networks that needs nothing else first."""
    vpcs = named_vpcs(stack)
    regions = tuple(sorted({region for region, _ in vpcs}))
    return NetworkLookups(
        account=lookups.start("account", lambda _: clouds.account.account_id()),
        regions=tuple(lookups.start(f"zones of {region}", _zones(clouds.cen, region)) for region in regions),
        routers=_routers(stack, clouds.cen, tuple(sorted({*regions, *router_regions(stack)})), lookups),
        vpcs=tuple(lookups.start(vpc, _vpc(stack, clouds, region, vpc)) for region, vpc in vpcs),
        premises=start_premises_lookups(stack, clouds, lookups),
    )


def network_facts(
    stack: StackFile, found: NetworkLookups, registry: RegistryLeg, zones: tuple[PrivateZone, ...]
) -> NetworkFacts:
    """The facts of finished look-ups; addresses that this stack took count as free."""
    routers = tuple(region.value for region in found.routers)
    used = sum((region.used for region in routers), Counter[str]()) + linked_addresses(stack, registry)
    connections = tuple(
        sorted((one for region in found.premises.connections for one in region.value), key=lambda one: one.id)
    )
    return NetworkFacts(
        account=found.account.value,
        regions=tuple(region.value for region in found.regions),
        transit_routers=without_own_attachments(routers),
        vpcs=tuple(
            sorted(
                without_published(stack, with_own_addresses((vpc.value for vpc in found.vpcs), used), connections),
                key=lambda vpc: (vpc.id, vpc.region),
            )
        ),
        private_zones=zones,
        vpn_gateways=ordered(found.premises.vpn_gateways, lambda one: one.id),
        connections=connections,
        vbrs=ordered(found.premises.vbrs, lambda one: one.id),
        express_routers=ordered(found.premises.express_routers, lambda one: one.id),
        peerings=ordered(found.premises.peerings, lambda one: one.id),
    )


def linked_addresses(stack: StackFile, registry: RegistryLeg) -> Counter[str]:
    """Addresses that links made by this stack took, by vSwitch: those on a vSwitch that the stack file names."""
    topology = stack.topology
    named = {(topology.network.service_vpc.id, topology.registry.link)}
    named |= {(client.vpc, client.link_vswitch) for client in topology.clients if client.link_vswitch}
    return Counter(link.vswitch for link in registry.linked_vpcs if (link.vpc, link.vswitch) in named)


def _zones(reader: CenReader, region: str) -> Callable[[Callable[[str], None]], RegionFacts]:
    return lambda _: RegionFacts(region=region, zones=reader.zones(region))


def _vpc(stack: StackFile, clouds: Clouds, region: str, vpc: str) -> Callable[[Callable[[str], None]], Vpc]:
    return lambda note: vpc_facts(stack, clouds.vpc, region, vpc, note)


def _routers(
    stack: StackFile, reader: CenReader, regions: tuple[str, ...], lookups: Lookups
) -> tuple[Awaited[RegionRouters], ...]:
    cen = stack.topology.network.cen
    if cen == "none":
        return ()
    if cen == "create":
        subject = "attachments of this stack"
        return (lookups.start(subject, lambda _: RegionRouters(used=own_addresses(stack.name, reader, regions))),)

    def router(region: str) -> Callable[[Callable[[str], None]], RegionRouters]:
        return lambda note: region_routers(stack.name, reader, cen, region, note)

    return tuple(lookups.start(f"transit routers of {cen} in {region}", router(region)) for region in regions)
