"""What the probe is told to do: made from the two files and the user's wishes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from acree_infra.discovery.surroundings import Surroundings
from acree_infra.doctor.case import Case
from acree_infra.doctor.credentials import Credentials
from acree_infra.doctor.probe.pull import ORDER
from acree_infra.doctor.skips import Wishes
from acree_infra.routing.nouns import LegId
from acree_infra.topology.stack_file import StackFile

Job = Mapping[str, Any]
_UNTIL = {"challenge": 0, "realm": 1, "token": 2, "manifest": 3, "blob": 4, "redirect": 4, "storage": 4, "digest": 4}
_ANY_REGION = "[a-z0-9-]+"


@dataclass(frozen=True, slots=True)
class Order:
    """A whole order: what to do, and with what.

    Attributes:
        wishes: what is wanted.
        around: DNS servers, detours, certificates, patience.
        credentials: user and password; None for none.
    """

    wishes: Wishes
    around: Surroundings
    credentials: Credentials | None = None


def make_job(case: Case, order: Order) -> Job:
    """The job of a run; see the probe's `pull` for its form."""
    legs, around = case.lock.legs, order.around
    hosts = wanted_hosts(case, order.wishes)
    credentials = order.credentials
    return {
        "legs": hosts,
        "resolvers": [f"{server.address}:{server.port}" for server in around.resolvers],
        "connect_to": {f"{host}:{port}": str(target) for (host, port), target in around.connect_to.items()},
        "ca_file": around.ca_file,
        "timeout": around.timeout,
        "trust": trusted_hosts(case),
        "plain": case.stack.topology.legs.auth.allow_plain_http,
        "realm": legs.auth.realm if legs.auth and LegId.AUTH in order.wishes.legs else "",
        "service": legs.auth.service if legs.auth else "",
        "storage": sorted({*legs.oss.hosts, *legs.registry.storage_domain_rules}),
        "repository": case.image.repository if case.image else "",
        "reference": case.image.reference if case.image else "",
        "platform": case.platform,
        "username": credentials.username if credentials else "",
        "password": credentials.password if credentials else "",
        "until": _until(order.wishes),
    }


def wanted_hosts(case: Case, wishes: Wishes) -> dict[str, list[str]]:
    """The hosts that are tried in any case, by leg. One that serves two legs is tried once."""
    legs = case.lock.legs
    hosts = {
        LegId.REGISTRY: list(legs.registry.hosts),
        LegId.AUTH: [legs.auth.host] if legs.auth and legs.auth.host not in legs.registry.hosts else [],
        LegId.OSS: list(legs.oss.hosts),
    }
    return {str(leg): hosts[leg] for leg in hosts if leg in wishes.legs}


def trusted_hosts(case: Case) -> str:
    """The hosts that credentials may go to, as a regular expression for Python and for `grep -E` (G21, G22).

    These are the auth host of the lock file, the registry's own names, and the known families of the region.
    """
    legs = case.lock.legs
    return trusted_realms(case.stack, {*legs.registry.hosts, *([legs.auth.host] if legs.auth else [])})


def trusted_realms(stack: StackFile, known: Iterable[str]) -> str:
    """The hosts that may issue tokens, as a regular expression: known ones and the families of the region.

    Args:
        stack: the stack file; says the region, and what is allowed beside.
        known: names that are trusted in any case.
    """
    allowed = stack.topology.legs.auth
    region = _ANY_REGION if allowed.allow_other_region else re.escape(stack.topology.registry.region)
    names = {*known, *([allowed.host] if allowed.host else [])}
    family = rf"dockerauth[a-z0-9-]*[.-]{region}\.aliyuncs\.com"
    return "|".join([*sorted(name.replace(".", r"\.") for name in names), family])


def _until(wishes: Wishes) -> str:
    """The first step of the pull that is not done; empty when all are."""
    unwanted = [_UNTIL[name] for name in wishes.skipped if name in _UNTIL]
    if LegId.AUTH not in wishes.legs:
        unwanted.append(_UNTIL["realm"])
    if LegId.OSS not in wishes.legs:
        unwanted.append(_UNTIL["blob"])
    return ORDER[min(unwanted)] if unwanted else ""
