"""Learns everything outside that a stack needs: the one place where the answers come together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from acree_infra.cloud.clouds import Clouds
from acree_infra.discovery.auth import RegistryAccess, auth_leg
from acree_infra.discovery.clock import Clock, utc_now
from acree_infra.discovery.declared_registry import declared_registry_leg
from acree_infra.discovery.digest import content_digest, inputs_digest
from acree_infra.discovery.drift import difference, substance
from acree_infra.discovery.facts import NetworkFacts
from acree_infra.discovery.legs import LegFacts, RegistryLeg
from acree_infra.discovery.lock_file import load_lock, previous_lock
from acree_infra.discovery.lookups import Awaited, LookupFailed, Lookups
from acree_infra.discovery.model import Lock
from acree_infra.discovery.networks import NetworkLookups, network_facts, start_network_lookups
from acree_infra.discovery.oss import oss_leg
from acree_infra.discovery.progress import Observer, silent
from acree_infra.discovery.published import published_ranges
from acree_infra.discovery.registry import registry_leg
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.discovery.zones import covering_zones
from acree_infra.errors import LockError
from acree_infra.topology.stack_file import StackFile


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of look-ups, and what they share."""

    stack: StackFile
    clouds: Clouds
    around: Surroundings
    known: Lock | None
    now: datetime


def resolve(
    stack: StackFile,
    clouds: Clouds,
    around: Surroundings,
    *,
    clock: Clock = utc_now,
    observer: Observer = silent,
) -> Lock:
    """Look everything up and return the lock; the last lock file itself when nothing changed. Writes nothing.

    Args:
        stack: what is wanted.
        clouds: the account, read only.
        around: DNS servers, detours, certificates.
        clock: time of the look-ups.
        observer: takes progress, from several threads but one event at a time.

    Raises:
        AccessError: the account refused the credentials.
        DiscoveryError: look-ups failed; every one is listed.
    """
    run = _Run(stack, clouds, around, previous_lock(stack), clock())
    lookups = Lookups(observer)
    try:
        with lookups:
            legs, networks = _found(run, lookups)
    except LookupFailed:
        raise lookups.failure() from None
    lock = Lock(
        stack=stack.name,
        inputs=inputs_digest(stack),
        content=content_digest(legs, networks),
        legs=legs,
        networks=networks,
    )
    return run.known if run.known is not None and substance(run.known) == substance(lock) else lock


def check(
    stack: StackFile,
    clouds: Clouds,
    around: Surroundings,
    *,
    clock: Clock = utc_now,
    observer: Observer = silent,
) -> tuple[str, ...]:
    """What `resolve` would change in the lock file, one line each; none when it is up to date. Writes nothing.

    Raises:
        AccessError: the account refused the credentials.
        DiscoveryError: look-ups failed; every one is listed.
    """
    found = resolve(stack, clouds, around, clock=clock, observer=observer)
    try:
        return difference(load_lock(stack), found)
    except LockError as error:
        known = previous_lock(stack)
        return (str(error), *(difference(known, found) if known else ()))


def _found(run: _Run, lookups: Lookups) -> tuple[LegFacts, NetworkFacts]:
    networks = start_network_lookups(run.stack, run.clouds, lookups)
    registry = _registry(run, networks, lookups).value
    known = run.known.legs if run.known else None
    access = _access(run.stack, registry)
    if access is None and run.stack.topology.legs.auth.host is None:
        vpc = run.stack.topology.network.service_vpc.id
        lookups.note("auth leg", f"left for later: the registry has no address in {vpc} yet (link it, resolve again)")
    auth = lookups.start(
        "auth leg", lambda _: auth_leg(run.stack, access, run.around, known.auth if known else None, run.now)
    )
    oss = lookups.start(
        "oss leg",
        lambda note: oss_leg(
            run.stack,
            registry.instance,
            published_ranges(),
            run.around,
            known.oss if known else None,
            now=run.now,
            note=note,
        ),
    )
    zones = lookups.start(
        "private zones", lambda _: covering_zones(run.stack.name, run.clouds.private_zones, registry.hosts)
    )
    legs = LegFacts(registry=registry, auth=auth.value, oss=oss.value)
    return legs, network_facts(run.stack, networks, registry, zones.value)


def _registry(run: _Run, networks: NetworkLookups, lookups: Lookups) -> Awaited[RegistryLeg]:
    known = run.known.legs.registry if run.known else None
    declared = run.stack.topology.legs.registry
    if declared is None:
        reader = run.clouds.registry
        return lookups.start(
            "registry leg", lambda note: registry_leg(run.stack, reader, run.around, known, now=run.now, note=note)
        )
    vpcs = tuple(vpc.value for vpc in networks.vpcs)
    return lookups.start("registry leg", lambda _: declared_registry_leg(run.stack, declared, vpcs, known, run.now))


def _access(stack: StackFile, registry: RegistryLeg) -> RegistryAccess | None:
    declared = stack.topology.legs.registry
    if declared is not None:
        return RegistryAccess(registry.hosts, declared.address)
    service = stack.topology.network.service_vpc.id
    linked = any(link.vpc == service and link.address is not None for link in registry.linked_vpcs)
    return RegistryAccess(registry.hosts) if linked else None
