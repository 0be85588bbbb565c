"""``cens``: CEN instances with their transit routers, attachments and inter-region connections.

.. code-block:: yaml

    cens:
      - id: cen-prod
        transit-routers:
          - id: tr-hz
            region: cn-hangzhou
            edition: Enterprise
            attachments:
              - {id: tr-attach-hz, vpc: vpc-bp1demo, vswitches: [vsw-bp1j, vsw-bp1k]}
            routes: [{destination: 192.168.0.0/16, attachment: tr-attach-hz}]
        connections:
          - {id: tr-attach-hzsh, from: tr-hz, to: tr-sh, mbps: 100}

An attachment is associated with the system table and propagates to it unless ``table`` or ``connected: false`` says
otherwise. A VPC on a Basic Edition router learns what the CEN knows by itself, unless ``synchronise: false`` says
otherwise; on an Enterprise Edition router it does not, unless ``synchronise: true`` says so.

A Basic Edition router may have Cloud Connect Networks with their Smart Access Gateways:

.. code-block:: yaml

    cloud-connect-networks:
      - id: ccn-hq
        region: ccn-cn-shanghai
        any-tunnel: accepts  # or `refuses`, or `fails` once accepted: no page tells (K11, N13)
        gateways: [{id: sag-hq, cidrs: [192.168.10.0/24]}]
"""

from __future__ import annotations

from acree_sandbox.api.cbn.any_tunnel import ACCEPTS, ANSWERS
from acree_sandbox.api.cbn.resources import (
    BASIC,
    ENTERPRISE,
    Association,
    Attachment,
    Cen,
    CloudConnectNetwork,
    Propagation,
    TransitRouter,
    TransitRouterRouteEntry,
    TransitRouterTable,
    link_id,
)
from acree_sandbox.api.sites.resources import SmartAccessGateway
from acree_sandbox.api.vpc.resources import Vpc, VSwitch, take_address
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.world.reader import Section
from acree_sandbox.world.sections import section


@section("cens")
def put_cen(cloud: Cloud, item: Section) -> None:
    """Put a CEN with all that belongs to it."""
    cen = Cen(
        id=item.text("id"),
        status="Active",
        name=item.text("name", ""),
        owner=cloud.account,
        resource_group="rg-default",
    )
    cloud.put(cen)
    for router in item.sections("transit-routers"):
        _put_router(cloud, cen, router)
    for connection in item.sections("connections"):
        _put_connection(cloud, cen, connection)


def _put_router(cloud: Cloud, cen: Cen, item: Section) -> None:
    edition = item.text("edition", ENTERPRISE)
    if edition not in (ENTERPRISE, BASIC):
        raise item.wrong("edition", f"wanted {ENTERPRISE} or {BASIC}, found {edition!r}")
    router = TransitRouter(
        id=item.text("id"),
        region=item.text("region"),
        status="Active",
        name=item.text("name", ""),
        cen=cen.id,
        edition=edition,
        owner=cloud.account,
    )
    cloud.put(router)
    system = item.text("system-table", f"vtb-{router.id.removeprefix('tr-')}")
    cloud.put(TransitRouterTable(id=system, region=router.region, status="Active", router=router.id, type="System"))
    for name in item.texts("tables"):
        cloud.put(TransitRouterTable(id=name, region=router.region, status="Active", router=router.id))
    for attachment in item.sections("attachments"):
        _put_vpc_attachment(cloud, router, attachment)
    for route in item.sections("routes"):
        _put_route(cloud, router, system, route)
    for network in item.sections("cloud-connect-networks"):
        _put_cloud_connect_network(cloud, router, network)


def _put_cloud_connect_network(cloud: Cloud, router: TransitRouter, item: Section) -> None:
    if router.edition != BASIC:
        raise item.wrong("id", f"a CCN is on a {BASIC} Edition router; {router.id} is {router.edition}")
    any_tunnel = item.text("any-tunnel", ACCEPTS)
    if any_tunnel not in ANSWERS:
        raise item.wrong("any-tunnel", f"wanted one of {', '.join(ANSWERS)}, found {any_tunnel!r}")
    network = CloudConnectNetwork(
        id=item.text("id"),
        region=item.text("region"),
        status="Attached",
        name=item.text("name", ""),
        any_tunnel=any_tunnel,
    )
    cloud.put(network)
    for gateway in item.sections("gateways"):
        cidrs = gateway.cidrs("cidrs")
        cloud.put(SmartAccessGateway(id=gateway.text("id"), status="Active", network=network.id, cidrs=cidrs))
    attachment = f"tr-attach-{network.id}"
    cloud.put(
        Attachment(
            id=attachment,
            region=router.region,
            status="Attached",
            cen=router.cen,
            router=router.id,
            resource_type="CCN",
            resource=network.id,
            resource_region=network.region,
            resource_owner=cloud.account,
        )
    )
    _connect(cloud, router, attachment, item, "")


def _put_vpc_attachment(cloud: Cloud, router: TransitRouter, item: Section) -> None:
    attachment_id = item.text("id")
    vpc = cloud.get(Vpc, item.text("vpc"))
    if vpc is None:
        raise item.wrong("vpc", f"there is no VPC {item.text('vpc')!r} in this world")
    zones = []
    for name in item.texts("vswitches"):
        vswitch = cloud.get(VSwitch, name)
        if vswitch is None or vswitch.vpc != vpc.id:
            raise item.wrong("vswitches", f"{name!r} is not a vSwitch of {vpc.id}")
        held = take_address(cloud, vswitch, attachment_id, "transit-router")
        if held is None:
            raise item.wrong("vswitches", f"{name} has no free address")
        interface = f"eni-{cloud.new_suffix(20)}"
        zones.append({"ZoneId": vswitch.zone, "VSwitchId": vswitch.id, "NetworkInterfaceId": interface})
    cloud.put(
        Attachment(
            id=attachment_id,
            region=router.region,
            status="Attached",
            name=item.text("name", ""),
            cen=router.cen,
            router=router.id,
            resource_type="VPC",
            resource=vpc.id,
            resource_region=vpc.region,
            resource_owner=vpc.owner,
            auto_publish=item.flag("synchronise", default=router.edition == BASIC),
            zones=zones,
        )
    )
    _connect(cloud, router, attachment_id, item, "")


def _put_connection(cloud: Cloud, cen: Cen, item: Section) -> None:
    near, far = (_router(cloud, item, key) for key in ("from", "to"))
    attachment = Attachment(
        id=item.text("id"),
        region=near.region,
        status="Attached",
        name=item.text("name", ""),
        cen=cen.id,
        router=near.id,
        peer_router=far.id,
        peer_region=far.region,
        resource_type="TR",
        resource=far.id,
        resource_region=far.region,
        resource_owner=cloud.account,
        auto_publish=item.flag("auto-advertise", default=True),
        bandwidth=int(item.number("mbps", 0)),
        bandwidth_type=item.text("bandwidth-type", "DataTransfer"),
        link_type="Gold",
    )
    cloud.put(attachment)
    _connect(cloud, near, attachment.id, item, "from-")
    _connect(cloud, far, attachment.id, item, "to-")


def _router(cloud: Cloud, item: Section, key: str) -> TransitRouter:
    router = cloud.get(TransitRouter, item.text(key))
    if router is None:
        raise item.wrong(key, f"there is no transit router {item.text(key)!r} in this world")
    return router


def _connect(cloud: Cloud, router: TransitRouter, attachment: str, item: Section, end: str) -> None:
    """Associate an attachment with a table of a router, and let the table learn from it."""
    tables = cloud.where(TransitRouterTable, "router", router.id)
    system = next(table.id for table in tables if table.type == "System")
    table = item.text(f"{end}table", system)
    if table not in {known.id for known in tables}:
        raise item.wrong(f"{end}table", f"{table!r} is not a table of {router.id}")
    if not item.flag(f"{end}connected", default=True):
        return
    for kind in (Association, Propagation):
        row = kind(
            id=link_id(attachment, table),
            region=router.region,
            status="Active",
            attachment=attachment,
            table=table,
            router=router.id,
        )
        cloud.put(row)


def _put_route(cloud: Cloud, router: TransitRouter, system: str, item: Section) -> None:
    hop = item.text("attachment", "")
    if hop and cloud.get(Attachment, hop) is None:
        raise item.wrong("attachment", f"there is no attachment {hop!r} in this world")
    cloud.put(
        TransitRouterRouteEntry(
            id=cloud.new_id(TransitRouterRouteEntry, router.region),
            region=router.region,
            status="Active",
            name=item.text("name", ""),
            table=item.text("table", system),
            destination=item.cidr("destination"),
            hop=hop,
        )
    )
