"""Object storage moves to another address of its ranges while everything runs (3.4, G6)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from ipaddress import IPv4Address

from acree_sandbox.api.cr.resources import RegistryInstance
from acree_sandbox.core.admin import route
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.core.errors import SandboxError
from acree_sandbox.core.resources import GONE, Resource, resource
from acree_sandbox.core.signing.message import Message

DRAINING_SECONDS = 60.0
"""How long the former address still answers: as long as names that were looked up before are kept."""


@resource("former storage address", indexes=("region",))
@dataclass(frozen=True, slots=True, kw_only=True)
class FormerAddress(Resource):
    """An address that object storage has left but still answers on; its id is the instance's and the address.

    Attributes:
        instance: id of the registry instance.
        address: the address.
    """

    instance: str = ""
    address: str = ""


def move_storage(cloud: Cloud, instance_id: str, address: str) -> RegistryInstance:
    """Let the object storage of an instance answer on another address.

    Args:
        cloud: the state.
        instance_id: id of the registry instance; the only one when empty.
        address: the new IPv4 address.

    Raises:
        SandboxError: there is no such instance, or the address is none.
    """
    with cloud.transaction():
        instance = chosen_instance(cloud, instance_id)
        return _move(cloud, instance, wanted_address(address))


def chosen_instance(cloud: Cloud, instance_id: str) -> RegistryInstance:
    """The registry instance of an id, or the only one.

    Raises:
        SandboxError: there is no such instance, or several and no id.
    """
    instances = cloud.all(RegistryInstance)
    found = [row for row in instances if instance_id in ("", row.id)]
    if len(found) != 1:
        known = ", ".join(row.id for row in instances) or "none"
        raise SandboxError(f"wanted the id of a registry instance, found {instance_id!r}; there are: {known}")
    return found[0]


def wanted_address(text: str) -> str:
    """An IPv4 address as it is kept; SandboxError when it is none."""
    try:
        return str(IPv4Address(text))
    except ValueError as error:
        raise SandboxError(f"wanted an IPv4 address such as 100.118.28.45, found {text!r}") from error


def _move(cloud: Cloud, instance: RegistryInstance, address: str) -> RegistryInstance:
    if address == instance.oss_address:
        return instance
    cloud.put(
        FormerAddress(
            id=f"{instance.id}:{instance.oss_address}",
            region=instance.region,
            status="Draining",
            next_status=GONE,
            due_at=cloud.now() + DRAINING_SECONDS,
            instance=instance.id,
            address=instance.oss_address,
        )
    )
    moved = replace(instance, oss_address=address)
    return cloud.put(moved)


@route("POST", "move-storage")
def serve_move(dispatcher: Dispatcher, message: Message) -> object:
    """Move object storage: the body is ``{"instance": "cri-…", "address": "100.…"}``; one instance needs no id."""
    try:
        document = json.loads(message.body)
    except ValueError as error:
        raise SandboxError(f"wanted a JSON body: {error}") from error
    if not isinstance(document, dict) or not all(isinstance(value, str) for value in document.values()):
        raise SandboxError(f"wanted an object with instance and address, found {document!r}")
    moved = move_storage(dispatcher.cloud, document.get("instance", ""), document.get("address", ""))
    return {"instance": moved.id, "address": moved.oss_address, "revision": dispatcher.cloud.revision}
