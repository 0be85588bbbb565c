"""The auth leg: its host from the registry's challenge, its addresses from DNS (3.3, G21 to G24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address

from acree_infra.discovery.addresses import answered_addresses, declared_addresses
from acree_infra.discovery.auth_host import realm_host
from acree_infra.discovery.auth_request import bearer_challenge
from acree_infra.discovery.legs import AuthLeg
from acree_infra.discovery.names import look_up
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.topology.stack_file import StackFile


@dataclass(frozen=True, slots=True)
class RegistryAccess:
    """How the registry is reached to ask for its challenge.

    Attributes:
        hosts: its names, the service's own first.
        address: its address where it is declared; None when its name is to be resolved.
    """

    hosts: tuple[str, ...]
    address: IPv4Address | None = None


@dataclass(frozen=True, slots=True)
class _Realm:
    host: str
    realm: str
    service: str
    source: str


def auth_leg(
    stack: StackFile, registry: RegistryAccess | None, around: Surroundings, known: AuthLeg | None, now: datetime
) -> AuthLeg | None:
    """The auth leg; None when it needs the registry and that cannot be reached yet.

    What `legs.auth` declares is not asked: with host and addresses declared, nothing is.

    Args:
        stack: the stack file.
        registry: how the registry is reached; None before it is linked to the service VPC.
        around: DNS servers, detours, certificates.
        known: the leg of the last lock file.
        now: time of this look-up.

    Raises:
        DiscoveryError: the registry, its realm or a name cannot be used.
    """
    realm = _realm(stack, registry, around)
    if realm is None:
        return None
    seen = known.addresses if known else ()
    if declared := stack.topology.legs.auth.addresses:
        source = "declared" if realm.source == "declared" else f"{realm.source}+declared"
        addresses = declared_addresses(seen, declared, now)
        return AuthLeg(host=realm.host, realm=realm.realm, service=realm.service, addresses=addresses, source=source)
    answer = look_up("auth leg", realm.host, around)
    learned = seen if known and known.source.endswith("+dns") else ()
    grace = timedelta(days=stack.topology.options.grace_days)
    return AuthLeg(
        host=realm.host,
        realm=realm.realm,
        service=realm.service,
        aliases=answer.aliases,
        addresses=answered_addresses(learned, answer.addresses, now, grace),
        source=f"{realm.source}+dns",
        resolver=answer.resolver,
    )


def _realm(stack: StackFile, registry: RegistryAccess | None, around: Surroundings) -> _Realm | None:
    declared = stack.topology.legs.auth
    if declared.host is not None:
        return _Realm(declared.host, f"https://{declared.host}", "", "declared")
    if registry is None:
        return None
    challenge = bearer_challenge(registry.hosts[0], around, registry.address)
    realm = challenge.parameters["realm"]
    region = stack.topology.registry.region
    host = realm_host(realm, region, registry.hosts, declared, stack.where("legs", "auth"))
    return _Realm(host, realm, challenge.parameters.get("service", ""), "challenge")
