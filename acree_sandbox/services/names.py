"""Which name has which address for whom: PrivateZone first, then the registry's own names, then the public ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from acree_sandbox.api.cr.resources import LinkedVpc, RegistryInstance
from acree_sandbox.api.pvtz.resources import ZoneRecord, answers, covers, zones_seen
from acree_sandbox.core.cloud import Cloud

TTL = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """One record of an answer."""

    name: str
    type: str
    value: str
    ttl: int = TTL


class NoSuchName(Exception):
    """The name does not exist for whoever asks."""


def look_up(cloud: Cloud, host: str, vpc: str = "") -> list[Answer]:
    """What a resolver answers for a name's A records, CNAME chain first.

    Args:
        cloud: the state.
        host: the name, without a final dot.
        vpc: who asks; empty for a resolver outside, which answers as the VPC that a registry is linked to first
            (the source asks from inside the service VPC, S16).

    Raises:
        NoSuchName: nobody has the name; an existing name without an address gives an empty list.
    """
    found: list[Answer] = []
    name = host.lower().rstrip(".")
    for _ in range(8):
        records = _private(cloud, name, vpc) if vpc else None
        if records is None:
            return found + [Answer(name, "A", address) for address in _public(cloud, name, vpc)]
        aliases = [record for record in records if record.type == "CNAME"]
        if not aliases:
            return found + [Answer(name, "A", r.value, r.ttl) for r in records if r.type == "A"]
        found.append(Answer(name, "CNAME", aliases[0].value, aliases[0].ttl))
        name = aliases[0].value.lower().rstrip(".")
    raise NoSuchName(host)


def _private(cloud: Cloud, name: str, vpc: str) -> list[ZoneRecord] | None:
    """Records of the first zone that covers the name for this VPC; None when the question goes on."""
    for zone in zones_seen(cloud, vpc):
        if covers(zone.name, name):
            records = answers(cloud, zone, name)
            if records or zone.proxy == "ZONE":
                if not records:
                    raise NoSuchName(name)
                return records
    return None


def _public(cloud: Cloud, name: str, vpc: str) -> Iterator[str]:
    instances = cloud.all(RegistryInstance)
    for instance in instances:
        if name in (instance.domain(vpc=True), instance.domain(vpc=True, module="Chart"), *instance.custom_domains):
            yield from _linked(cloud, instance, vpc)
            return
        if name == instance.bucket_host():
            yield instance.oss_address
            return
    for instance in instances:
        if name == instance.auth_host:
            yield from instance.auth_addresses
            return
    raise NoSuchName(name)


def _linked(cloud: Cloud, instance: RegistryInstance, vpc: str) -> Iterator[str]:
    """The address of the link that counts for whoever asks: a VPC that is not linked sees none (G40)."""
    links = [row for row in cloud.where(LinkedVpc, "instance", instance.id) if row.status == "RUNNING"]
    mine = [row for row in links if row.vpc == vpc] if vpc else links[:1]
    if not mine:
        raise NoSuchName(instance.name)
    for row in mine:
        yield row.address
