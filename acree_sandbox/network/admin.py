"""What is asked about the data plane under ``/sandbox/``: where its namespaces are, and a drawing of the world."""

from __future__ import annotations

from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.api.sites.resources import Site
from acree_sandbox.core.admin import route
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.core.signing.message import Message
from acree_sandbox.network.drawing import draw
from acree_sandbox.network.holder import NetworkError
from acree_sandbox.network.running import network_of


@route("GET", "network")
def show_network(dispatcher: Dispatcher, _message: Message) -> object:
    """Show the process that holds the data plane and its namespaces, once the present state is in the kernel."""
    cloud = dispatcher.cloud
    network = network_of(cloud)
    if network is None:
        raise NetworkError("this sandbox runs without a data plane; start it with: acree-sandbox up --network")
    revision = network.settled()
    with cloud.transaction():
        labels = {row.id: row.name for row in cloud.all(Host)} | {row.id: row.name for row in cloud.all(Site)}
    namespaces = [
        {
            "namespace": network.holder.prefix + its.name,
            "kind": its.kind,
            "id": its.subject,
            "name": labels.get(its.subject, "") if its.kind in {"device", "host"} else "",
        }
        for its in network.plan.namespaces.values()
    ]
    return {"holder": network.holder.pid, "revision": revision, "namespaces": namespaces}


@route("GET", "map")
def show_map(dispatcher: Dispatcher, _message: Message) -> object:
    """Draw the world."""
    with dispatcher.cloud.transaction():
        return {"mermaid": draw(dispatcher.cloud)}
