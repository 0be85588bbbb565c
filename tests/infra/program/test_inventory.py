"""The whole inventory of the worked example, and of what people change in it."""

from __future__ import annotations

from collections import Counter

import pulumi
import pytest

from tests.infra.program.cloud import Account, Recording
from tests.infra.program.programs import GOLDEN, both, build, inventory
from tests.infra.routing.variations import add_client, add_router, example, plan_of


def counts(recording: Recording) -> dict[str, int]:
    """How many cloud resources of each type."""
    return dict(Counter(r.type.rsplit(":", 1)[-1] for r in recording.cloud))


class TestWorkedExample:
    def test_golden(self) -> None:
        """To renew the file after a wanted change: write `inventory(both(*example()))` to it, and read the diff."""
        assert inventory(both(*example())) == (GOLDEN / "worked-example.json").read_text(encoding="utf-8")

    def test_counts_are_those_of_the_reference(self) -> None:
        assert counts(both(*example())) == {
            "Instance": 1,
            "TransitRouter": 2,
            "TransitRouterVpcAttachment": 2,
            "TransitRouterPeerAttachment": 1,
            "TransitRouterRouteTableAssociation": 4,
            "TransitRouterRouteTablePropagation": 4,
            "TransitRouterRouteEntry": 5,
            "VPCRouteEntry": 7,
            "Zone": 1,
            "ZoneRecord": 1,
            "ZoneAttachment": 1,
        }

    def test_wire_values_are_bare_ids(self) -> None:
        recording = both(*example())
        for entry in recording.of("TransitRouterRouteEntry").values():
            assert entry.inputs["transitRouterRouteEntryNextHopId"] == "tr-attach-att-service"
            assert entry.inputs["transitRouterRouteTableId"] == "vtb-of-tr-cn-hangzhou"
        for entry in recording.of("VPCRouteEntry").values():
            assert entry.inputs["nexthopId"].startswith("tr-attach-att-")

    def test_every_table_is_asked_of_its_own_region(self) -> None:
        recording = build(plan_of(*example()))
        assert sorted((region, arguments["transitRouterId"]) for _, region, arguments in recording.lookups) == [
            ("cn-hangzhou", "tr-cn-hangzhou"),
            ("cn-shanghai", "tr-cn-shanghai"),
        ]

    def test_a_preview_asks_nothing_about_routers_that_do_not_exist(self) -> None:
        assert build(plan_of(*example()), preview=True).lookups == []

    def test_marks(self) -> None:
        recording = both(*example())
        for kind in ("Instance", "TransitRouter", "TransitRouterVpcAttachment", "TransitRouterPeerAttachment"):
            for resource in recording.of(kind).values():
                assert resource.inputs["tags"] == {"acree:stack": "dev"}
        assert {r.inputs["remark"] for r in recording.of("Zone").values()} == {"acree:dev"}
        names = {r.inputs["routeEntryName"] for r in recording.of("VPCRouteEntry").values()}
        assert names == {"acree-dev-registry", "acree-dev-auth", "acree-dev-oss", "acree-dev-return"}

    @pytest.mark.parametrize("preview", [True, False])
    def test_the_order_of_the_file_names_nothing(self, preview: bool) -> None:
        stack, lock = example()
        lock["legs"]["oss"]["ranges"].reverse()
        lock["networks"]["vpcs"].reverse()
        expected = build(plan_of(*example()), preview=preview)
        assert build(plan_of(stack, lock), preview=preview).labels == expected.labels

    def test_without_private_zones_there_is_no_dns(self) -> None:
        recording = build(plan_of(*example()), zones=False)
        assert not recording.of("Zone") | recording.of("ZoneRecord") | recording.of("ZoneAttachment")
        assert "private_zones" not in recording.outputs


class TestMoreRegions:
    def test_three_regions(self) -> None:
        stack, lock = example()
        add_client(stack, lock, "beijing", "cn-beijing", "172.20.0.0/16")
        recording = both(stack, lock)
        assert set(recording.of("TransitRouter")) == {"cn-beijing", "cn-hangzhou", "cn-shanghai"}
        peers = recording.of("TransitRouterPeerAttachment")
        assert {name: peer.inputs["peerTransitRouterRegionId"] for name, peer in peers.items()} == {
            "peer-cn-beijing": "cn-beijing",
            "peer-cn-shanghai": "cn-shanghai",
        }
        assert {peer.region for peer in peers.values()} == {"cn-hangzhou"}
        assert {r.name: r.region for r in recording.of("TransitRouterVpcAttachment").values()} == {
            "att-beijing": "cn-beijing",
            "att-service": "cn-hangzhou",
            "att-shanghai": "cn-shanghai",
        }
        zone = recording.one("ZoneAttachment acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com")
        assert zone.inputs["vpcs"] == [
            {"regionId": "cn-beijing", "vpcId": "vpc-beijing"},
            {"regionId": "cn-shanghai", "vpcId": "vpc-uf6demo"},
        ]

    def test_a_new_client_renames_nothing(self) -> None:
        stack, lock = example()
        before = set(both(*example()).labels)
        add_client(stack, lock, "alpha", "cn-beijing", "172.20.0.0/16")
        assert before < set(both(stack, lock).labels)

    def test_two_clients_of_one_region_share_its_router(self) -> None:
        stack, lock = example()
        add_client(stack, lock, "build", "cn-shanghai", "172.24.0.0/16")
        recording = both(stack, lock)
        assert counts(recording)["TransitRouter"] == 2
        assert counts(recording)["TransitRouterVpcAttachment"] == 3
        assert counts(recording)["TransitRouterPeerAttachment"] == 1


class TestExisting:
    def test_cen_and_routers(self) -> None:
        stack, lock = example()
        stack["network"]["cen"] = "cen-old"
        add_router(lock, "tr-hz", "cn-hangzhou")
        add_router(lock, "tr-sh", "cn-shanghai")
        account = Account({"cn-hangzhou": [("tr-hz", "Enterprise")], "cn-shanghai": [("tr-sh", "Enterprise")]})
        recording = both(stack, lock, account)
        assert "Instance" not in counts(recording)
        assert "TransitRouter" not in counts(recording)
        attachment = recording.one("TransitRouterVpcAttachment att-shanghai")
        assert (attachment.inputs["cenId"], attachment.inputs["transitRouterId"]) == ("cen-old", "tr-sh")
        peer = recording.one("TransitRouterPeerAttachment peer-cn-shanghai")
        assert (peer.inputs["transitRouterId"], peer.inputs["peerTransitRouterId"]) == ("tr-hz", "tr-sh")
        entry = recording.one("TransitRouterRouteEntry vtb-hz-oss-100.118.28.0-24")
        assert entry.inputs["transitRouterRouteTableId"] == "vtb-hz"
        assert {token for token, _, _ in recording.lookups} == {"alicloud:cen/getTransitRouters:getTransitRouters"}

    def test_attachments(self) -> None:
        stack, lock = example()
        stack["network"]["cen"] = "cen-old"
        shared = {"association": "vtb-hz", "propagations": ["vtb-hz"]}
        service = {
            "id": "tr-attach-svc", "kind": "vpc", "resource": "vpc-bp1demo", "vswitches": ["vsw-bp1j"], **shared,
        }  # fmt: skip
        peer = {
            "id": "tr-attach-peer", "kind": "peer", "resource": "tr-sh", "peer-region": "cn-shanghai",
            "auto-advertise": True, "bandwidth": 100, "bandwidth-type": "DataTransfer", **shared,
        }  # fmt: skip
        far = {**peer, "resource": "tr-hz", "association": "vtb-sh", "propagations": ["vtb-sh"]}
        add_router(lock, "tr-hz", "cn-hangzhou", attachments=[service, peer])
        add_router(lock, "tr-sh", "cn-shanghai", attachments=[{**far, "peer-region": "cn-hangzhou"}])
        account = Account({"cn-hangzhou": [("tr-hz", "Enterprise")], "cn-shanghai": [("tr-sh", "Enterprise")]})
        recording = both(stack, lock, account)
        assert set(recording.of("TransitRouterVpcAttachment")) == {"att-shanghai"}
        assert "TransitRouterPeerAttachment" not in counts(recording)
        assert set(recording.of("TransitRouterRouteTableAssociation")) == {"vtb-sh-att-shanghai"}
        back = recording.one("VPCRouteEntry vtb-bp1main-return-172.16.0.0-16")
        assert back.inputs["nexthopId"] == "tr-attach-svc"
        assert recording.outputs["attachments"]["peer-cn-shanghai"] == "tr-attach-peer"

    def test_a_route_that_exists_with_the_same_hop_is_used_as_it_is(self) -> None:
        stack, lock = example()
        stack["network"]["cen"] = "cen-old"
        old = {"destination": "100.118.28.0/24", "hop-type": "Attachment", "hop": "tr-attach-svc", "name": "by hand"}
        table = {"id": "vtb-hz", "type": "System", "routes": [old]}
        service = {
            "id": "tr-attach-svc", "kind": "vpc", "resource": "vpc-bp1demo", "vswitches": ["vsw-bp1j"],
            "association": "vtb-hz", "propagations": ["vtb-hz"],
        }  # fmt: skip
        add_router(lock, "tr-hz", "cn-hangzhou", tables=[table], attachments=[service])
        recording = both(stack, lock, Account({"cn-hangzhou": [("tr-hz", "Enterprise")]}))
        assert set(recording.of("TransitRouterRouteEntry")) == {
            "vtb-hz-auth-100.103.9.188-32",
            "vtb-hz-oss-100.98.170.0-24",
            "vtb-hz-oss-100.114.102.0-24",
            "vtb-hz-oss-100.118.31.0-24",
        }

    def test_an_existing_router_whose_tables_are_not_known_is_asked(self) -> None:
        stack, lock = example()
        stack["network"]["cen"] = "cen-old"
        add_router(lock, "tr-hz", "cn-hangzhou", tables=[])
        recording = both(stack, lock, Account({"cn-hangzhou": [("tr-hz", "Enterprise")]}))
        association = recording.one("TransitRouterRouteTableAssociation cn-hangzhou-system-att-service")
        assert association.inputs["transitRouterRouteTableId"] == "vtb-of-tr-hz"

    def test_a_router_without_a_system_table_ends_the_program_with_a_text(self) -> None:
        with pytest.raises(pulumi.RunError, match=r"one system table of the transit router of cn-.*found 0"):
            build(plan_of(*example()), account=Account(system_tables=0))


class TestOtherShapes:
    def test_a_client_of_the_registrys_region_needs_no_peer(self) -> None:
        stack, lock = example()
        stack["clients"] = []
        lock["networks"]["vpcs"].pop()
        add_client(stack, lock, "ci", "cn-hangzhou", "172.30.0.0/16")
        recording = both(stack, lock)
        assert set(recording.of("TransitRouter")) == {"cn-hangzhou"}
        assert "TransitRouterPeerAttachment" not in counts(recording)
        assert "TransitRouterRouteEntry" not in counts(recording)
        assert set(recording.of("alicloud")) == {"cn-hangzhou"}

    def test_waiting_for_the_link_creates_only_the_link(self) -> None:
        stack, lock = example()
        stack["registry"]["link"] = "vsw-bp1j"
        lock["legs"]["registry"]["linked-vpcs"] = []
        lock["legs"]["auth"] = None
        recording = both(stack, lock)
        assert [r.label for r in recording.cloud] == ["VpcEndpointLinkedVpc vpc-bp1demo-registry"]
        link = recording.cloud[0]
        assert link.region == "cn-hangzhou"
        assert link.inputs == {
            "instanceId": "cri-demo1234",
            "vpcId": "vpc-bp1demo",
            "vswitchId": "vsw-bp1j",
            "moduleName": "Registry",
            "enableCreateDnsRecordInPvzt": True,
        }

    def test_the_link_stays_beside_the_routes(self) -> None:
        stack, lock = example()
        stack["registry"]["link"] = "vsw-bp1j"
        recording = both(stack, lock)
        assert counts(recording)["VpcEndpointLinkedVpc"] == 1
        assert counts(recording)["VPCRouteEntry"] == 7

    def test_a_client_joined_by_a_link_alone(self) -> None:
        stack, lock = example()
        stack["clients"] = []
        lock["networks"]["vpcs"].pop()
        add_client(
            stack, lock, "ci", "cn-hangzhou", "172.30.0.0/16", **{"via": "link", "link-vswitch": "vsw-ci0"}
        )  # fmt: skip
        recording = both(stack, lock)
        assert counts(recording) == {"VpcEndpointLinkedVpc": 1}
        assert recording.one("VpcEndpointLinkedVpc vpc-ci-registry").inputs["vswitchId"] == "vsw-ci0"

    def test_without_advertising_both_routers_hold_static_routes(self) -> None:
        stack, lock = example()
        stack["options"] = {"auto-advertise": False}
        recording = both(stack, lock)
        assert recording.one("TransitRouterPeerAttachment peer-cn-shanghai").inputs["autoPublishRouteEnabled"] is False
        entries = recording.of("TransitRouterRouteEntry")
        assert "cn-hangzhou-system-return-172.16.0.0-16" in entries
        far = entries["cn-shanghai-system-oss-100.118.28.0-24"]
        assert far.region == "cn-shanghai"
        assert far.inputs["transitRouterRouteEntryNextHopId"] == "tr-attach-peer-cn-shanghai"

    def test_a_bandwidth_package(self) -> None:
        stack, lock = example()
        stack["network"]["bandwidth"] = {"type": "package", "mbps": 5, "package": "cenbwp-1"}
        peer = both(stack, lock).one("TransitRouterPeerAttachment peer-cn-shanghai")
        assert peer.inputs["bandwidthType"] == "BandwidthPackage"
        assert (peer.inputs["bandwidth"], peer.inputs["cenBandwidthPackageId"]) == (5, "cenbwp-1")
        assert peer.ignore_changes == ()

    def test_no_bandwidth_leaves_the_services_own_alone(self) -> None:
        stack, lock = example()
        del stack["network"]["bandwidth"]
        peer = both(stack, lock).one("TransitRouterPeerAttachment peer-cn-shanghai")
        assert not {"bandwidth", "bandwidthType", "cenBandwidthPackageId"} & set(peer.inputs)
        assert peer.ignore_changes == ("bandwidth", "cenBandwidthPackageId")

    def test_a_hop_that_the_stack_file_gives_is_used_as_it_is(self) -> None:
        stack, lock = example()
        stack["routes"] = [
            {
                "region": "cn-shanghai", "destination": "100.118.28.0/24", "next-hop": "tr-attach-other",
                "reason": "goes by the other router",
            }
        ]  # fmt: skip
        entry = both(stack, lock).one("VPCRouteEntry vtb-uf6main-oss-100.118.28.0-24")
        assert entry.inputs["nexthopId"] == "tr-attach-other"

    def test_a_wider_zone_holds_every_host(self) -> None:
        stack, lock = example()
        stack["dns"] = {"mode": "private-zone", "zone": "cn-hangzhou.cr.aliyuncs.com"}
        lock["legs"]["registry"]["hosts"].append("second.cn-hangzhou.cr.aliyuncs.com")
        recording = both(stack, lock)
        assert set(recording.of("Zone")) == {"cn-hangzhou.cr.aliyuncs.com"}
        assert {r.inputs["rr"] for r in recording.of("ZoneRecord").values()} == {"acr-demo-registry-vpc", "second"}
        assert len(recording.of("ZoneAttachment")) == 1
