"""What a transit router must have, read off the plan."""

import pytest

from acree_sandbox.api.cbn.resources import (
    Association,
    Attachment,
    Propagation,
    RouteMap,
    TransitRouterRouteEntry,
    link_id,
)
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.description import describe
from acree_sandbox.network.naming import number
from acree_sandbox.network.parts import names
from acree_sandbox.network.values import BLACK_HOLE, End, Link, Namespace, Rule
from tests.sandbox.network.worlds import cloud_of, two_regions

ATT_SERVICE, ATT_PEER = names.attachment_link("att-service"), names.attachment_link("att-peer")
TABLE = number("vtb-tr-service")


def router(cloud: Cloud, name: str = "tr-service") -> Namespace:
    return describe(cloud).namespaces[names.transit_router(name)]


def test_static_and_learned_routes_are_those_of_the_control_plane() -> None:
    its = router(cloud_of(two_regions()))
    assert {(route.table, route.destination, route.link) for route in its.routes} == {
        (TABLE, "10.0.0.0/16", ATT_SERVICE),
        (TABLE, "172.16.0.0/16", ATT_PEER),
        (TABLE, "100.118.28.0/24", ATT_SERVICE),
        (TABLE, "100.103.9.188/32", ATT_SERVICE),
    }
    far = router(cloud_of(two_regions()), "tr-client")
    assert ("100.118.28.0/24", ATT_PEER) in {(route.destination, route.link) for route in far.routes}


def test_the_association_decides_which_table_is_asked() -> None:
    its = router(cloud_of(two_regions()))
    assert its.rules == {Rule(30, TABLE, link=ATT_SERVICE), Rule(30, TABLE, link=ATT_PEER), Rule(1000, 0)}
    assert its.forwards


def test_an_association_with_another_table_asks_that_one() -> None:
    content = two_regions()
    content["cens"][0]["transit-routers"][0]["tables"] = ["vtb-second"]
    content["cens"][0]["connections"][0]["from-table"] = "vtb-second"
    its = router(cloud_of(content))
    assert Rule(30, number("vtb-second"), link=ATT_PEER) in its.rules
    assert Rule(30, TABLE, link=ATT_SERVICE) in its.rules


def test_each_attachment_is_one_link() -> None:
    links = describe(cloud_of(two_regions())).links
    joined = {link for link in links if link.near.link.startswith("att-")}
    service, client = names.transit_router("tr-service"), names.transit_router("tr-client")
    att_client = names.attachment_link("att-client")
    assert joined == {
        Link(End(service, ATT_PEER), End(client, ATT_PEER))
        if service < client
        else Link(End(client, ATT_PEER), End(service, ATT_PEER)),
        Link(End(service, ATT_SERVICE), End(names.vpc("vpc-service"), ATT_SERVICE)),
        Link(End(client, att_client), End(names.vpc("vpc-client"), att_client)),
    }


@pytest.mark.parametrize("status", ["Attaching", "Detaching"])
def test_an_attachment_that_is_not_in_effect_has_no_link(status: str) -> None:
    cloud = cloud_of(two_regions())
    row = cloud.get(Attachment, "att-service")
    assert row
    cloud.change(row, status=status)
    plan = describe(cloud)
    assert not any(ATT_SERVICE in {link.near.link, link.far.link} for link in plan.links)
    its = plan.namespaces[names.transit_router("tr-service")]
    assert {route.link for route in its.routes if route.destination.startswith("100.")} == {BLACK_HOLE}
    assert not any(rule.link == ATT_SERVICE for rule in its.rules)


def test_an_association_that_is_not_in_effect_lets_nothing_in() -> None:
    cloud = cloud_of(two_regions())
    row = cloud.get(Association, link_id("att-peer", "vtb-tr-service"))
    assert row
    cloud.change(row, status="Dissociating")
    assert not any(rule.link == ATT_PEER for rule in router(cloud).rules)


def test_black_holes_and_routes_on_their_way() -> None:
    cloud = cloud_of(two_regions())
    cloud.put(TransitRouterRouteEntry(id="r1", table="vtb-tr-service", destination="100.97.0.0/24", hop=""))
    cloud.put(
        TransitRouterRouteEntry(
            id="r2", table="vtb-tr-service", destination="100.98.0.0/24", hop="att-service", status="Creating"
        )
    )
    found = {route.destination: route.link for route in router(cloud).routes}
    assert found["100.97.0.0/24"] == BLACK_HOLE
    assert "100.98.0.0/24" not in found


def test_what_nothing_stands_for_has_no_link() -> None:
    cloud = cloud_of(two_regions())
    other = Attachment(
        id="att-other", router="tr-service", resource_type="OTHER", resource="other-1", status="Attached"
    )
    cloud.put(other)
    cloud.put(TransitRouterRouteEntry(id="r1", table="vtb-tr-service", destination="192.168.0.0/16", hop="att-other"))
    found = {route.destination: route.link for route in router(cloud).routes}
    assert found["192.168.0.0/16"] == BLACK_HOLE


def edge(cloud: Cloud, identifier: str, kind: str) -> str:
    """Put the attachment of a data center, associated and propagating; return its interface."""
    cloud.put(
        Attachment(id=identifier, router="tr-service", resource_type=kind, resource=f"{kind}-1", status="Attached")
    )
    for link in (Association, Propagation):
        cloud.put(
            link(
                id=f"{identifier}:vtb-tr-service",
                status="Active",
                attachment=identifier,
                table="vtb-tr-service",
                router="tr-service",
            )
        )
    return names.attachment_link(identifier)


def test_data_centers_are_kept_apart_while_the_deny_policy_is_there() -> None:
    """G35."""
    cloud = cloud_of(two_regions())
    vbr, vpn = edge(cloud, "att-vbr", "VBR"), edge(cloud, "att-vpn", "VPN")
    cloud.put(TransitRouterRouteEntry(id="r1", table="vtb-tr-service", destination="192.168.0.0/16", hop="att-vbr"))

    def ways(link: str) -> dict[str, str]:
        its = router(cloud)
        (table,) = {rule.table for rule in its.rules if rule.link == link}
        return {route.destination: route.link for route in its.routes if route.table == table}

    assert ways(vpn)["192.168.0.0/16"] == vbr
    cloud.put(RouteMap(id="cenrmap-1", cen="cen-1", router="tr-service", table="vtb-tr-service", priority=5000))
    assert ways(vpn)["192.168.0.0/16"] == BLACK_HOLE
    assert ways(ATT_SERVICE)["192.168.0.0/16"] == vbr
    assert ways(vpn)["10.0.0.0/16"] == ATT_SERVICE
