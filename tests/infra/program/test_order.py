"""What must exist before what: create runs along it, destroy runs back along it."""

from __future__ import annotations

from graphlib import TopologicalSorter

import pytest

from tests.infra.program.cloud import Recording
from tests.infra.program.programs import build
from tests.infra.routing.variations import Data, add_client, example, plan_of
from tests.infra.samples import vswitch


def before(recording: Recording) -> dict[str, set[str]]:
    """Everything that each resource waits for, directly or through others."""
    direct = {r.label: r.waits_for for r in recording.resources}
    closed: dict[str, set[str]] = {}
    for label in TopologicalSorter(direct).static_order():
        near = direct.get(label, set())
        closed[label] = near.union(*(closed[other] for other in near))
    return closed


def large() -> tuple[Data, Data]:
    """Two regions, a second table in the client's VPC and in the service VPC, static routes on both routers."""
    stack, lock = example()
    add_client(stack, lock, "beijing", "cn-beijing", "172.20.0.0/16")
    stack["options"] = {"auto-advertise": False}
    for vpc, zone, cidr in (
        (lock["networks"]["vpcs"][0], "cn-hangzhou-j", "10.0.8.0/24"),
        (lock["networks"]["vpcs"][1], "cn-shanghai-m", "172.16.8.0/24"),
    ):
        vpc["route-tables"].append({"id": f"vtb-{vpc['id'][4:]}x", "type": "Custom", "routes": []})
        vpc["vswitches"].append(vswitch(f"vsw-{vpc['id'][4:]}x", zone, cidr, f"vtb-{vpc['id'][4:]}x"))
    return stack, lock


@pytest.fixture(scope="module", params=[example, large], ids=["example", "large"])
def recording(request: pytest.FixtureRequest) -> Recording:
    return build(plan_of(*request.param()))


def test_whatever_names_an_attachment_is_gone_before_it(recording: Recording) -> None:
    closed = before(recording)
    for resource in recording.cloud:
        for key in (
            "transitRouterAttachmentId",
            "transitRouterRouteEntryNextHopId",
            "nexthopId",
        ):
            if key in resource.inputs:
                name = resource.inputs[key].removeprefix("tr-attach-")
                kind = "TransitRouterPeerAttachment" if name.startswith("peer-") else "TransitRouterVpcAttachment"
                assert f"{kind} {name}" in closed[resource.label]


def test_attachments_go_before_routers_and_routers_before_the_cen(recording: Recording) -> None:
    closed = before(recording)
    for attachment in recording.of("TransitRouterVpcAttachment").values():
        assert {f"TransitRouter {attachment.region}", "Instance cen"} <= closed[attachment.label]
    for peer in recording.of("TransitRouterPeerAttachment").values():
        far = peer.inputs["peerTransitRouterRegionId"]
        assert {f"TransitRouter {peer.region}", f"TransitRouter {far}"} <= closed[peer.label]
    for router in recording.of("TransitRouter").values():
        assert closed[router.label] == {"Instance cen"}


def test_tables_are_used_only_while_their_router_exists(recording: Recording) -> None:
    closed = before(recording)
    for resource in recording.cloud:
        if "transitRouterRouteTableId" in resource.inputs:
            assert f"TransitRouter {resource.region}" in closed[resource.label]


def test_the_records_and_bindings_of_a_zone_go_before_it(recording: Recording) -> None:
    closed = before(recording)
    for kind in ("ZoneRecord", "ZoneAttachment"):
        for resource in recording.of(kind).values():
            assert any(label.startswith("Zone ") for label in closed[resource.label])


def test_routes_of_one_vpc_are_one_chain_across_its_tables(recording: Recording) -> None:
    closed = before(recording)
    by_vpc: dict[str, list[str]] = {}
    for route in recording.of("VPCRouteEntry").values():
        by_vpc.setdefault(route.parent, []).append(route.label)
    for labels in by_vpc.values():
        ordered = sorted(labels, key=lambda label: len(closed[label] & set(labels)))
        for position, label in enumerate(ordered):
            assert closed[label] & set(labels) == set(ordered[:position])


def test_each_route_is_awaited_before_the_next(recording: Recording) -> None:
    hooks = {resource.label: resource.hooks for resource in recording.cloud if resource.hooks}
    assert hooks == dict.fromkeys((r.label for r in recording.of("VPCRouteEntry").values()), ("route-available",))


def test_routes_of_two_vpcs_do_not_wait_for_each_other(recording: Recording) -> None:
    closed = before(recording)
    routes = recording.of("VPCRouteEntry")
    for route in routes.values():
        others = {other.label for other in routes.values() if other.parent != route.parent}
        assert not closed[route.label] & others


def test_the_longest_chain_of_waits_is_as_short_as_the_service_allows(recording: Recording) -> None:
    """Seconds that the provider sleeps in a create; a VPC route entry has no wait of its own."""
    wait = {"Instance": 5, "TransitRouter": 5, "TransitRouterVpcAttachment": 5, "TransitRouterPeerAttachment": 5}
    wait |= {"TransitRouterRouteTableAssociation": 5, "TransitRouterRouteTablePropagation": 5}
    wait |= {"TransitRouterRouteEntry": 1, "VPCRouteEntry": 0}
    closed = before(recording)
    spent: dict[str, int] = {}
    for label in sorted(closed, key=lambda name: len(closed[name])):
        own = wait.get(label.split(" ")[0], 0)
        spent[label] = own + max((spent[other] for other in closed[label]), default=0)
    assert max(spent.values()) == 20


def test_what_has_a_unique_key_is_deleted_before_its_replacement(recording: Recording) -> None:
    unique = {"TransitRouterRouteEntry", "VPCRouteEntry", "TransitRouterRouteTableAssociation"}
    unique |= {"TransitRouterRouteTablePropagation"}
    for resource in recording.cloud:
        kind = resource.type.rsplit(":", 1)[-1]
        assert resource.delete_before_replace == (kind in unique), resource.label


def test_fields_that_the_service_fills_in_are_given(recording: Recording) -> None:
    for attachment in recording.of("TransitRouterVpcAttachment").values():
        given = {"cenId", "transitRouterId", "vpcOwnerId", "autoPublishRouteEnabled"}
        assert given <= set(attachment.inputs)
        assert len(attachment.inputs["zoneMappings"]) == 2
    for peer in recording.of("TransitRouterPeerAttachment").values():
        given = {"cenId", "transitRouterId", "peerTransitRouterRegionId", "autoPublishRouteEnabled", "bandwidth"}
        assert {*given, "bandwidthType"} <= set(peer.inputs)


def test_no_inline_flag_makes_what_no_state_holds(recording: Recording) -> None:
    for resource in recording.cloud:
        assert not {"routeTableAssociationEnabled", "routeTablePropagationEnabled"} & set(resource.inputs)


def test_everything_lies_inside_a_component(recording: Recording) -> None:
    assert all(not r.parent.startswith("Stack ") for r in recording.cloud)
    parts = {r.parent for r in recording.cloud}
    known = {r.label for r in recording.resources if r.type.startswith("acree:index:")}
    assert parts <= known


def test_nothing_secret_is_asked_for(recording: Recording) -> None:
    for provider in recording.of("alicloud").values():
        assert set(provider.inputs) == {"region", "accountType"}
    text = str([dict(r.inputs) for r in recording.resources]).lower()
    assert not any(word in text for word in ("secret", "token", "password", "accesskey"))
