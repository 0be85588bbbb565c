"""``sites``: data centers with a device, the hosts behind it, and the leased lines at which it is.

.. code-block:: yaml

    sites:
      - id: site-hq
        name: hq
        cidrs: [192.168.10.0/24]
        addresses: [198.51.100.10]
        asn: 65530
        lines: [vbr-bp1hq]
        gateway: sag-hq  # for a Smart Access Gateway, which is then the device
        hosts: [{name: hq-runner, address: 192.168.10.11}]
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.api.sites.resources import Site, SmartAccessGateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.world.reader import Section
from acree_sandbox.world.sections import section


@section("sites")
def put_site(cloud: Cloud, item: Section) -> None:
    """Put a data center."""
    cidrs = [IPv4Network(cidr) for cidr in item.cidrs("cidrs")]
    hosts = []
    for host in item.sections("hosts"):
        address = host.address("address")
        if not any(IPv4Address(address) in cidr for cidr in cidrs):
            raise host.wrong("address", f"wanted an address of {', '.join(map(str, cidrs))}, found {address}")
        hosts.append({"name": host.text("name"), "address": address})
    identifier, gateway = item.text("id"), item.text("gateway", "")
    if gateway and cloud.get(SmartAccessGateway, gateway) is None:
        raise item.wrong("gateway", f"there is no Smart Access Gateway {gateway!r} in this world")
    for host_of in hosts:
        name = host_of["name"]
        row = Host(id=f"{identifier}.{name}", status="Running", name=name, address=host_of["address"], site=identifier)
        cloud.put(row)
    cloud.put(
        Site(
            id=identifier,
            name=item.text("name", item.text("id")),
            cidrs=[str(cidr) for cidr in cidrs],
            addresses=item.texts("addresses"),
            asn=int(item.number("asn", 0)),
            lines=item.texts("lines"),
            gateway=gateway,
            hosts=hosts,
        )
    )
