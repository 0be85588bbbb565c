"""Who sees which names inside of the data plane: each VPC its own, the registry itself its storage."""

from __future__ import annotations

from acree_sandbox.api.cr.resources import RegistryInstance
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.services.dns import LookUp
from acree_sandbox.services.names import Answer, NoSuchName, look_up

BEHIND = "127.0.0.1"
"""Where a registry finds its storage: behind the scenes, whatever the tables of the VPC say."""


def of_vpc(cloud: Cloud, vpc: str) -> LookUp:
    """What the resolvers of a VPC answer."""

    def answer(name: str) -> list[Answer]:
        with cloud.transaction():
            return look_up(cloud, name, vpc)

    return answer


def of_registry(cloud: Cloud) -> LookUp:
    """What a registry process learns: the names of buckets, which all lead to `BEHIND`."""

    def answer(name: str) -> list[Answer]:
        wanted = name.lower().rstrip(".")
        with cloud.transaction():
            known = {row.bucket_host() for row in cloud.all(RegistryInstance)}
        if wanted not in known:
            raise NoSuchName(name)
        return [Answer(wanted, "A", BEHIND)]

    return answer
