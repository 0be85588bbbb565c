"""The auth service gets other addresses while everything runs: no list of them is published (3.3, N3, G24)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from acree_sandbox.api.cr.resources import RegistryInstance
from acree_sandbox.core.admin import route
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.core.errors import SandboxError
from acree_sandbox.core.signing.message import Message
from acree_sandbox.services.storage_moves import chosen_instance, wanted_address


def move_auth(cloud: Cloud, instance_id: str, addresses: Sequence[str]) -> RegistryInstance:
    """Let the auth host of an instance have other addresses; one that is left out no longer answers.

    Args:
        cloud: the state.
        instance_id: id of the registry instance; the only one when empty.
        addresses: all IPv4 addresses that the name is answered with from now on.

    Raises:
        SandboxError: there is no such instance, no address, or one that is none.
    """
    wanted = tuple(wanted_address(address) for address in addresses)
    if not wanted:
        raise SandboxError("wanted at least one address of the auth host, found none")
    with cloud.transaction():
        return cloud.change(chosen_instance(cloud, instance_id), auth_addresses=wanted)


@route("POST", "move-auth")
def serve_move(dispatcher: Dispatcher, message: Message) -> object:
    """Move the auth service: the body is ``{"instance": "cri-…", "addresses": […]}``; one instance needs no id."""
    try:
        document = json.loads(message.body)
    except ValueError as error:
        raise SandboxError(f"wanted a JSON body: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("addresses"), list):
        raise SandboxError(f"wanted an object with instance and addresses, found {document!r}")
    addresses = [str(address) for address in document["addresses"]]
    moved = move_auth(dispatcher.cloud, str(document.get("instance", "")), addresses)
    return {"instance": moved.id, "addresses": list(moved.auth_addresses), "revision": dispatcher.cloud.revision}
