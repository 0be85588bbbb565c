"""The auth service gets other addresses while everything runs: no list of them is published (3.3, N3, G24)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acree_sandbox.api.cr.resources import RegistryInstance
from acree_sandbox.core.admin import route
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.core.errors import SandboxError
from acree_sandbox.core.resources import Resource, resource
from acree_sandbox.core.signing.message import Message
from acree_sandbox.services.storage_moves import chosen_instance, wanted_address


@resource("silent auth address", indexes=("region", "instance"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SilentAddress(Resource):
    """An address that the auth service answers on, though its name is not answered with it yet, or any more.

    Its id is the instance's and the address.

    Attributes:
        instance: id of the registry instance.
        address: the address.
    """

    instance: str = ""
    address: str = ""


def move_auth(cloud: Cloud, instance_id: str, addresses: Sequence[str], silent: Sequence[str] = ()) -> RegistryInstance:
    """Let the auth host of an instance have other addresses; one that is left out no longer answers.

    Args:
        cloud: the state.
        instance_id: id of the registry instance; the only one when empty.
        addresses: all IPv4 addresses that the name is answered with from now on.
        silent: further ones that answer too: those that come soon, and those that clients may still remember.

    Raises:
        SandboxError: there is no such instance, no address, or one that is none.
    """
    wanted = tuple(wanted_address(address) for address in addresses)
    beside = {wanted_address(address) for address in silent} - set(wanted)
    if not wanted:
        raise SandboxError("wanted at least one address of the auth host, found none")
    with cloud.transaction():
        instance = chosen_instance(cloud, instance_id)
        for row in cloud.where(SilentAddress, "instance", instance.id):
            if row.address not in beside:
                cloud.remove(row)
        for address in sorted(beside):
            name = f"{instance.id}:{address}"
            cloud.put(SilentAddress(id=name, region=instance.region, instance=instance.id, address=address))
        return cloud.change(instance, auth_addresses=wanted)


@route("POST", "move-auth")
def serve_move(dispatcher: Dispatcher, message: Message) -> object:
    """Move the auth service: the body is ``{"instance": "cri-…", "addresses": […], "silent": […]}``.

    One instance needs no id; nothing has to be silent.
    """
    try:
        document = json.loads(message.body)
    except ValueError as error:
        raise SandboxError(f"wanted a JSON body: {error}") from error
    if not isinstance(document, dict):
        raise SandboxError(f"wanted an object with instance, addresses and silent, found {document!r}")
    addresses, silent = _texts(document, "addresses", None), _texts(document, "silent", [])
    moved = move_auth(dispatcher.cloud, str(document.get("instance", "")), addresses, silent)
    return {"instance": moved.id, "addresses": list(moved.auth_addresses), "revision": dispatcher.cloud.revision}


def _texts(document: Mapping[str, object], name: str, absent: object) -> list[str]:
    found = document.get(name, absent)
    if not isinstance(found, list):
        raise SandboxError(f"wanted a list of {name}, found {found!r}")
    return [str(item) for item in found]
