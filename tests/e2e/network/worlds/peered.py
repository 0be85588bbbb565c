"""Random worlds in which VPC peerings join some clients to the service VPC, beside transit routers or without any."""

from __future__ import annotations

from hypothesis import assume
from hypothesis import strategies as st

from tests.e2e.network.worlds.given import Data, Given
from tests.e2e.network.worlds.strategies import worlds


@st.composite
def peered_worlds(draw: st.DrawFn) -> Given:
    """A world of which at least one client is peered: any that is neither linked nor attached already."""
    given = draw(worlds())
    attached = {
        item["vpc"] for cen in given.world["cens"] for its in cen["transit-routers"] for item in its["attachments"]
    }
    clients = given.stack["clients"]
    free = [number for number, its in enumerate(clients) if "via" not in its and its["vpc"] not in attached]
    assume(free)
    for number in draw(st.sets(st.sampled_from(free), min_size=1)):
        client = clients[number]
        client["via"] = "vpc-peering"
        if draw(st.booleans()):
            _join(draw, given, client)
    routed = any("via" not in client for client in clients)
    if not routed and not given.world["cens"] and draw(st.integers(0, 3)):
        given.stack["network"]["cen"] = "none"
    return given


def _join(draw: st.DrawFn, given: Given, client: Data) -> None:
    """A peering that exists, asked for from either side; somebody else may use it already."""
    name = f"pcc-{client['name']}"
    client["peering"] = name
    ends = [client["vpc"], given.stack["network"]["service-vpc"]["id"]]
    given.peerings.append([name, *(ends if draw(st.booleans()) else reversed(ends))])
    end = draw(st.sampled_from(ends))
    vpc = next(vpc for vpc in given.world["vpcs"] if vpc["id"] == end)
    table = draw(st.sampled_from(vpc["route-tables"]))
    destination = draw(st.sampled_from(("0.0.0.0/0", "10.0.0.0/8", "100.118.0.0/16", "172.16.0.0/12")))
    if draw(st.integers(0, 3)) == 0 and all(route["destination"] != destination for route in table["routes"]):
        table["routes"].append({"destination": destination, "hop-type": "VpcPeer", "hop": name})
